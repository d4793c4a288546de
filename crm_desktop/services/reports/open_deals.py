"""Open deals and how likely each is: by the user's own number, else by how such deals ended so far.

A deal of which its stage says no chance is as likely as the deals of its pipeline were that were closed in the 24
months before: the share of won ones. Where fewer than ten of the pipeline were closed, those of all pipelines count;
where even these are fewer than ten, the chance is taken for one half.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.clock import utc_text
from crm_desktop.services import deal_stages
from crm_desktop.services.reports import who
from crm_desktop.services.reports.periods import month_start
from crm_desktop.services.wall import midnight

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from crm_desktop.services.deal_stages import DealStage
    from crm_desktop.services.reports.options import Options
    from crm_desktop.storage.store import Store

EXPERIENCE = 24
"""Months back of which closed deals count."""
LEAST_CLOSED = 10
_HALF = Fraction(1, 2)
_BATCH = 500


class OpenDeal(NamedTuple):
    """``expected`` is a day, or empty; ``chance`` from 0 to 1; ``amount`` in minor units of ``currency``.

    ``guessed``: the chance is a half because nobody knows it.
    """

    rid: int
    client_id: bytes
    expected: str
    amount: int
    currency: str
    stage_id: bytes | None
    chance: Fraction
    guessed: bool

    @property
    def weighted(self) -> Fraction:
        """Its amount by its chance."""
        return self.amount * self.chance


@dataclass(frozen=True, slots=True)
class Chances:
    """``ended``: by month and pipeline (None: of no stage), how many deals were closed and how many of these won."""

    stages: Mapping[bytes, DealStage]
    ended: Mapping[tuple[str, str | None], tuple[int, int]]

    def own(self, stage_id: bytes | None) -> Fraction | None:
        """The user's own number."""
        stage = self.stages.get(stage_id or b"")
        return None if stage is None or stage.chance is None else Fraction(stage.chance, 100)

    def won_share(self, stage_id: bytes | None, on: date) -> Fraction | None:
        """The share of won ones among what was closed before the day; None: there were too few."""
        pipeline = self.pipeline(stage_id)
        first, last = month_start(on, -EXPERIENCE), on - timedelta(days=1)
        known = [
            (of, *counts)
            for (month, of), counts in self.ended.items()
            if first.isoformat()[:7] <= month <= last.isoformat()[:7]
        ]
        own = [each for each in known if each[0] == pipeline] if pipeline is not None else []
        for some in (own, known):
            closed = sum(each[1] for each in some)
            if closed >= LEAST_CLOSED:
                return Fraction(sum(each[2] for each in some), closed)
        return None

    def pipeline(self, stage_id: bytes | None) -> str | None:
        """The pipeline of a stage; None for none, and for one in the bin."""
        stage = self.stages.get(stage_id or b"")
        return None if stage is None else stage.pipeline


def chances(store: Store, today: date, months_back: int) -> Chances:
    """What is known before today, and was on the first days of so many months back."""
    stages = {stage.id: stage for stage in deal_stages.stages(store)}
    known = Chances(stages, {})
    ended: defaultdict[tuple[str, str | None], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for month, stage_id, closed, won in store.cursor(
        "SELECT substr(d.closed_on, 1, 7), d.stage_id, COUNT(*), SUM(d.state = 'won') FROM deal d"
        " WHERE d.closed_on >= :since AND d.closed_on < :today AND d.state <> 'open' AND d.deleted = 0"
        " AND d.client_id NOT IN (SELECT id FROM client WHERE deleted = 1) GROUP BY 1, 2",
        {"since": month_start(today, -EXPERIENCE - months_back).isoformat(), "today": today.isoformat()},
    ):
        key = month, known.pipeline(stage_id)
        ended[key] = (ended[key][0] + closed, ended[key][1] + won)
    return replace(known, ended=ended)


def open_now(store: Store, options: Options, known: Chances, today: date) -> list[OpenDeal]:
    """The open deals asked for that have an amount."""
    where, values = _asked(options)
    rows = store.cursor(
        f"SELECT {_COLUMNS} FROM deal d WHERE d.state = 'open' AND d.deleted = 0 AND d.amount <> 0 AND {where}",
        values,
    )
    likely: dict[bytes | None, tuple[Fraction, bool]] = {}
    found = []
    for rid, client_id, expected, amount, currency, stage_id in rows:
        if stage_id not in likely:
            own = known.own(stage_id)
            likely[stage_id] = _chance(known.won_share(stage_id, today) if own is None else own)
        chance, guessed = likely[stage_id]
        found.append(OpenDeal(rid, client_id, expected, amount, currency, stage_id, chance, guessed))
    return found


def open_then(
    store: Store, options: Options, known: Chances, months: Sequence[date]
) -> dict[date, list[OpenDeal]]:
    """For months in a row: the deals that were open when each began, and expected in it as is written down today.

    In which stage a deal stood then nobody knows: the experience with its pipeline counts.
    """
    where, values = _asked(options)
    rows = store.cursor(
        f"SELECT {_COLUMNS}, d.created_at, COALESCE(d.closed_on, :beyond) FROM deal d"
        " WHERE d.expected_on >= :first AND d.expected_on < :beyond AND d.deleted = 0 AND d.amount <> 0"
        f" AND {where}",
        values | {"first": months[0].isoformat(), "beyond": month_start(months[-1], 1).isoformat()},
    )
    begins = {month.isoformat()[:7]: (month, utc_text(midnight(month))) for month in months}
    likely: dict[tuple[bytes | None, date], tuple[Fraction, bool]] = {}
    found: dict[date, list[OpenDeal]] = {month: [] for month in months}
    for rid, client_id, expected, amount, currency, stage_id, created_at, closed_on in rows:
        month, begin = begins[expected[:7]]
        if created_at >= begin or closed_on < month.isoformat():
            continue
        if (stage_id, month) not in likely:
            likely[stage_id, month] = _chance(known.won_share(stage_id, month))
        chance, guessed = likely[stage_id, month]
        found[month].append(OpenDeal(rid, client_id, expected, amount, currency, stage_id, chance, guessed))
    return found


def without_amount(store: Store, options: Options) -> int:
    """How many open deals say no amount."""
    where, values = _asked(options)
    ((number,),) = store.read(
        f"SELECT COUNT(*) FROM deal d WHERE d.state = 'open' AND d.deleted = 0 AND d.amount = 0 AND {where}",
        values,
    )
    return int(number)


def in_bin(store: Store, options: Options) -> int:
    """How many open deals are left out because their clients lie in the bin."""
    where, values = _asked(options, in_bin=True)
    ((number,),) = store.read(
        f"SELECT COUNT(*) FROM deal d WHERE d.state = 'open' AND d.deleted = 0 AND {where}", values
    )
    return int(number)


class Named(NamedTuple):
    """What people call a deal by; ``stage`` is the user's word, or empty: then ``word`` is the id of ours."""

    id: bytes
    title: str
    client: str
    stage: str
    word: str


def named(store: Store, deals: Sequence[OpenDeal]) -> dict[int, Named]:
    """The words for these deals, by their row ids."""
    words = {stage.id: (stage.name, stage.word or stage.role.value) for stage in deal_stages.stages(store)}
    found: dict[int, Named] = {}
    for start in range(0, len(deals), _BATCH):
        batch = [deal.rid for deal in deals[start : start + _BATCH]]
        for rid, id_, title, client, stage_id in store.read(
            "SELECT d.rid, d.id, d.title, c.name, d.stage_id FROM deal d CROSS JOIN client c ON c.id = d.client_id"
            f" WHERE d.rid IN ({', '.join('?' * len(batch))})",
            batch,
        ):
            found[rid] = Named(id_, title, client, *words.get(stage_id, ("", "")))
    return found


_COLUMNS = "d.rid, d.client_id, COALESCE(d.expected_on, ''), d.amount, d.currency, d.stage_id"


def _asked(options: Options, *, in_bin: bool = False) -> tuple[str, dict[str, Any]]:
    """SQL over ``deal d``: of the clients asked for, and of the person: who has the deal, else the client."""
    owned, values = who.owned(options, "d.client_id", in_bin=in_bin)
    if options.person is None:
        return owned, values
    person = (
        "(d.responsible_id = :person OR (d.responsible_id IS NULL"
        " AND d.client_id IN (SELECT id FROM client WHERE responsible_id = :person)))"
    )
    return f"{owned} AND {person}", values | {"person": options.person}


def _chance(known: Fraction | None) -> tuple[Fraction, bool]:
    return (_HALF, True) if known is None else (known, False)
