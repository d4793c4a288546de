"""How sample clients came into their stages, and what is agreed with the important ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.kinds import StageRole
from crm_desktop.models.ranks import STEP

if TYPE_CHECKING:
    from crm_desktop.services.demo.scene import Scene, Subject

_WAY = (StageRole.VISITOR, StageRole.CLIENT, StageRole.REGULAR, StageRole.PARTNER)
_EVERY = 5
"""One of so many regulars is important, as every partner is."""
_AGREED = 2
_OFF = 0.85
"""A personal price in parts of what the thing costs others."""


def is_important(subject: Subject, stage: StageRole) -> bool:
    """Whether the client bears the mark."""
    return stage is StageRole.PARTNER or (stage is StageRole.REGULAR and subject.index % _EVERY == 0)


def add_standing(scene: Scene, subject: Subject, stage: StageRole) -> None:
    """The stages the client went through, one after the other along its past; the prices of an important one."""
    way = _WAY[: _WAY.index(stage) + 1]
    before: bytes | None = None
    at = subject.since
    for number, role in enumerate(way):
        after = scene.lists.stages.get(role)
        if after is None:
            continue
        if number:
            at = max(at, subject.past[len(subject.past) * number // len(way)])
        scene.rows.add("stage_change", next(scene.ids), subject.id, before, after, at)
        before = after
    if is_important(subject, stage):
        _add_prices(scene, subject)


def _add_prices(scene: Scene, subject: Subject) -> None:
    goods = subject.pack[subject.trade.value]["goods"]
    for rank in range(1, _AGREED + 1):
        offer = subject.diary.offers[(subject.index + rank) % len(subject.diary.offers)]
        price = round(offer.least * _OFF / 10) * 100
        item = goods[(subject.index + rank) % len(goods)]
        currency = subject.pack["currency"]
        scene.rows.add("personal_price", next(scene.ids), subject.id, item, price, currency, rank * STEP)
