"""The making of a sample base: one operation that can be undone, in chunks, searchable at the end."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from random import Random
from typing import TYPE_CHECKING

from crm_desktop.kinds import Op
from crm_desktop.services import listing, numbers
from crm_desktop.services.demo import advertising, cards, deals, histories, requests, standing
from crm_desktop.services.demo.chance import pick, seeded_ids
from crm_desktop.services.demo.diary import make_diary
from crm_desktop.services.demo.lists import make_lists
from crm_desktop.services.demo.packs import LANGUAGES, Trade, load
from crm_desktop.services.demo.rows import Rows
from crm_desktop.services.demo.scene import Scene, Subject
from crm_desktop.services.demo.workdays import history, workdays

if TYPE_CHECKING:
    from crm_desktop.storage.long_change import LongChange
    from crm_desktop.storage.store import Store

Progress = Callable[[int, int], None]

MIXED: Mapping[str, float] = {"ru": 0.55, "lt": 0.30, "en": 0.15}
"""Shares of languages in the bases that benchmarks measure."""

LONG_HISTORY = 500
"""The first client of a base of ``LONG_HISTORY_FROM`` clients or more has a history of so many entries."""
LONG_HISTORY_FROM = 1000

_CHUNK = 400
_COMPANIES = 0.12
_VENTILATION = {True: 0.7, False: 0.3}
"""How likely a company, or a person, is a client of the ventilation trade and not of the flower shop."""
_HANDS = (0, 0, 1, 0, 2, 0, 1)
"""Who of the colleagues looks after each seventh client: the first one after most."""
_SPREAD = (0.2, 0.4, 0.6, 0.8, 1.0, 1.0, 1.2, 1.4, 1.4, 2.0)
"""How the lengths of histories lie around their mean: some clients came once, some come every month."""


def shares_for(language: str) -> Mapping[str, float]:
    """Shares of languages in a base to look around in: mostly the reader's own, some of the others."""
    return {language: 0.76, **{other: 0.12 for other in LANGUAGES if other != language}}


def make_demo(
    store: Store,
    clients: int,
    *,
    activities_per_client: float = 5,
    seed: int = 1,
    languages: Mapping[str, float] = MIXED,
    today: date | None = None,
    duplicates: float = 0.0,
    progress: Progress = lambda done, total: None,
) -> list[bytes]:
    """Add ``clients`` invented people and companies with their histories to the base; returns their ids.

    The language with the greatest share names the lists (tags, groups, sources, own fields). Every row, ids of clients
    and contacts included, follows from the seed, the day and the first free client number. ``duplicates`` is the share
    of them that are second cards of others (``twins``). ``progress``
    is called with the steps done and all steps (each client is made and then indexed); an exception from it takes
    everything back.
    """
    if clients < 0 or activities_per_client < 0:
        raise ValueError("counts cannot be negative")
    today = today or store.clock.now().date()
    made: list[bytes] = []
    with store.long_change(Op.MAKE_SAMPLE, info={"clients": clients}, derive=False) as work:
        with work.chunk():
            first = numbers.reserve(store, clients)
        rng = Random(f"{seed}/{today}/{first}")  # noqa: S311 - invented people need no secrecy
        scene = _scene(store, rng, today, languages, activities_per_client, clients)
        singles = clients - int(clients * duplicates)
        drawn = rng.choices(list(languages), list(languages.values()), k=singles)
        for start in range(0, singles, _CHUNK):
            for index in range(start, min(start + _CHUNK, singles)):
                _add_client(scene, drawn[index], index, first + index, clients)
            with work.chunk() as change:
                made += scene.rows.write(change)
            progress(len(made), 2 * clients)
        if singles < clients:
            made += _second_cards(store, work, scene, made, clients - singles, first + singles)
        # Last: each id is drawn, and the clients of a seed are to stay who they are.
        if made:
            advertising.add_advertising(scene, scene.packs[_chief(languages)], clients)
            with work.chunk() as change:
                scene.rows.write(change)
        listing.index_new(store, made, lambda done, total: progress(total + done, 2 * total))
    return made


def _second_cards(
    store: Store, work: LongChange, scene: Scene, made: list[bytes], count: int, number: int
) -> list[bytes]:
    """Second cards of some of the clients made."""
    from crm_desktop.services.demo.twins import plant

    numbered = itertools.count(number)
    twice = scene.rng.sample(made, min(count, len(made)))
    second: list[bytes] = []
    for start in range(0, len(twice), _CHUNK):
        with work.chunk() as change:
            planted = plant(store, change, scene.rng, scene.ids, twice[start : start + _CHUNK], numbered)
            second += (twin for _, twin in planted)
    return second


def _chief(languages: Mapping[str, float]) -> str:
    return max(languages, key=lambda language: languages[language])


def _scene(
    store: Store, rng: Random, today: date, languages: Mapping[str, float], per_client: float, clients: int
) -> Scene:
    packs = {language: load(language) for language in languages}
    midnight = datetime(today.year, today.month, today.day, tzinfo=UTC)
    ids = seeded_ids(rng, int(midnight.timestamp() * 1000))
    rows = Rows()
    return Scene(
        rng=rng,
        ids=ids,
        rows=rows,
        days=workdays(today),
        lists=make_lists(store, rows, ids, packs[_chief(languages)]),
        packs=packs,
        diaries={
            (language, trade): make_diary(rng, pack, trade, int(clients * per_client * languages[language]))
            for language, pack in packs.items()
            for trade in Trade
        },
        activities_per_client=per_client,
        employers={language: [] for language in languages},
    )


def _add_client(scene: Scene, language: str, index: int, number: int, clients: int) -> None:
    rng, pack = scene.rng, scene.packs[language]
    is_company = rng.random() < _COMPANIES
    trade = Trade.VENTILATION if rng.random() < _VENTILATION[is_company] else Trade.FLOWERS
    entries = max(1, round(scene.activities_per_client * pick(rng, _SPREAD)))
    if index == 0 and clients >= LONG_HISTORY_FROM:
        entries = LONG_HISTORY
    subject = Subject(
        id=next(scene.ids),
        index=index,
        number=number,
        pack=pack,
        trade=trade,
        diary=scene.diaries[language, trade],
        city=pick(rng, pack.cities),
        past=history(rng, scene.days, entries),
        colleague=scene.lists.colleagues[_HANDS[index % len(_HANDS)] % len(scene.lists.colleagues)],
    )
    stage = cards.add_company(scene, subject) if is_company else cards.add_person(scene, subject)
    if scene.activities_per_client:
        histories.add_history(scene, subject)
        histories.add_plans(scene, subject)
    standing.add_standing(scene, subject, stage)
    requests.add_requests(scene, subject)
    deals.add_deals(scene, subject, stage)
