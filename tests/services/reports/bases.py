"""Random small bases for the property tests of reports.

    @given(recipes())
    def test_it(master_base, recipe):
        with made(master_base, recipe) as store:
            assert ... == independent computation over rows(store, "deal")

A recipe shrinks: every record is made of the seed, its table and its number alone, so fewer records are a part of the
more. The bases hold what goes wrong: clients in the bin and merged into others, contacts with nobody and with several,
series, moves to and fro, instants around midnight and around the changes of the clock, refunds, deals below nought,
several currencies, deals without a cost, rings of referrers.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import strategies as st

from crm_desktop.clock import utc_text
from crm_desktop.ids import link_id
from crm_desktop.kinds import StageRole
from crm_desktop.services.base import open_base, stage_id

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
"""The present of every base: a Friday. Clocks went back on 25 October in Vilnius, on 1 November in New York."""

ZONES = ("Europe/Vilnius", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Auckland")
"""Among them offsets of three quarters of an hour, and a change of the clock by half an hour."""

CURRENCIES = ("EUR", "EUR", "USD", "JPY", "KWD")
"""With two, no and three digits behind the point."""


@dataclass(frozen=True)
class Recipe:
    """How many of what; ``zone`` of the computer."""

    seed: int = 0
    zone: str = ZONES[0]
    clients: int = 8
    activities: int = 20
    deals: int = 12
    payments: int = 10
    requests: int = 8
    costs: int = 5


def recipes(**most: int) -> st.SearchStrategy[Recipe]:
    """Recipes with up to so many of each, as ``Recipe`` names them."""
    sizes = {"clients": 12, "activities": 40, "deals": 16, "payments": 12, "requests": 10, "costs": 6} | most
    zones = ZONES if sys.platform != "win32" else ZONES[:1]
    return st.builds(
        Recipe,
        seed=st.integers(0, 2**32),
        zone=st.sampled_from(zones),
        **{name: st.integers(0, size) for name, size in sizes.items()},
    )


class Standing:
    """A clock that stands at ``NOW``."""

    def now(self) -> datetime:
        return NOW


@contextmanager
def made(master: Path, recipe: Recipe) -> Iterator[Any]:
    """A base of the recipe, open, in the zone of the recipe."""
    with tempfile.TemporaryDirectory() as folder, zone(recipe.zone):
        path = Path(folder) / "base.crm"
        shutil.copy(master, path)
        store = open_base(path, clock=Standing()).store
        try:
            fill(store, recipe)
            yield store
        finally:
            store.close()


@contextmanager
def zone(name: str) -> Iterator[None]:
    """The computer stands in this zone meanwhile."""
    if sys.platform == "win32":
        yield  # there no zone is set by a variable
        return
    before = os.environ["TZ"]
    os.environ["TZ"] = name
    time.tzset()
    try:
        yield
    finally:
        os.environ["TZ"] = before
        time.tzset()


def rows(store: Any, table: str) -> list[dict[str, Any]]:
    """All rows of a table by column, the bin included: what an oracle computes from."""
    cursor = store.cursor(f"SELECT * FROM {table} ORDER BY rid")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def ident(table: str, number: int) -> bytes:
    """The id of the n-th record of a table of any recipe."""
    return link_id(table.encode(), str(number).encode())


def pick(store: Any, recipe: Recipe, table: str) -> bytes | None:
    """Some record of a table, or none: for the options of a report."""
    found = [row["id"] for row in rows(store, table)]
    return Random(f"{recipe.seed}/pick/{table}").choice([None, None, *found])


def fill(store: Any, recipe: Recipe) -> None:
    """Write the records of the recipe into an empty base."""
    with store.change("import") as change:
        for table, count, make in _MAKERS:
            for number in range(count(recipe)):
                for record in make(recipe, number):
                    _insert(change, table, record)
        # Whoever recommended a client may have been written down after it: rings are possible.
        for number in range(recipe.clients):
            chance = _random(recipe, "referrer", number)
            if chance.random() < 0.4:
                change.execute(
                    "UPDATE client SET referrer_id = ? WHERE id = ?",
                    (_some("client", recipe.clients, chance, 0), ident("client", number)),
                )


Record = dict[str, Any]
Maker = Callable[[Recipe, int], Iterator[Record]]
"""The records that the n-th of a table consists of: none, one, or one and its links."""

_COLLEAGUES, _SOURCES, _TAGS, _GROUPS, _CAMPAIGNS, _OWN_STAGES, _FIELDS = 3, 4, 2, 2, 5, 2, 2
_STAGES = (
    *(stage_id(role) for role in StageRole if role is not StageRole.OWN),
    *(ident("stage", number) for number in range(_OWN_STAGES)),
)


def _insert(change: Any, table: str, record: Record) -> None:
    slots = ", ".join("?" * len(record))
    change.execute(f"INSERT INTO {table}({', '.join(record)}) VALUES ({slots})", list(record.values()))


def _random(recipe: Recipe, table: str, number: int) -> Random:
    return Random(f"{recipe.seed}/{table}/{number}")


def _some(table: str, count: int, random: Random, nobody: float = 0.25) -> bytes | None:
    """One of so many records of a table, or None with the chance ``nobody``."""
    found = ident(table, random.randrange(max(count, 1)))
    return None if not count or random.random() < nobody else found


def _plain(table: str, name: str, **more: Any) -> Maker:
    """Entries of a list that people keep themselves."""

    def make(_recipe: Recipe, number: int) -> Iterator[Record]:
        yield {"id": ident(table, number), "name": f"{name} {number}", **more}

    return make


def _source(_recipe: Recipe, number: int) -> Iterator[Record]:
    yield {
        "id": ident("source", number),
        "name": f"Source {number}",
        "rank": number,
        "deleted": int(number == 3),
    }


def _own_stage(_recipe: Recipe, number: int) -> Iterator[Record]:
    yield {
        "id": ident("stage", number),
        "name": f"Stage {number}",
        "rank": 99 + number,
        "deleted": int(number == 1),
    }


def _client(recipe: Recipe, number: int) -> Iterator[Record]:
    random = _random(recipe, "client", number)
    merged = number > 0 and random.random() < 0.1
    yield {
        "id": ident("client", number),
        "kind": random.choice(["person", "person", "company"]),
        "number": number + 1,
        "name": f"Client {number}",
        "birthday": random.choice(["", "1980-02-29", "--11-23", "1975-12-24"]),
        "stage_id": random.choice([None, *_STAGES]),
        "source_id": _some("source", _SOURCES, random),
        "responsible_id": _some("colleague", _COLLEAGUES, random),
        "language": random.choice(["", "lt", "ru"]),
        "gender": random.choice(["", "female", "male"]),
        "preferred_channel": random.choice(["", "phone", "email"]),
        "vip": int(random.random() < 0.2),
        "created_at": random.choice([moment(random, 500, 20)] * 9 + [""]),
        "deleted": int(merged or random.random() < 0.12),
        "merged_into": ident("client", random.randrange(number)) if merged else None,
    }


def _link(table: str, column: str, of_table: str, count: int) -> Maker:
    """Each client is tried with each of the entries."""

    def make(recipe: Recipe, number: int) -> Iterator[Record]:
        random = _random(recipe, table, number)
        if random.random() < 0.4:
            yield {
                "id": ident(table, number),
                "client_id": ident("client", number // count),
                column: ident(of_table, number % count),
                "deleted": int(random.random() < 0.15),
            }

    return make


def _field_value(recipe: Recipe, number: int) -> Iterator[Record]:
    random = _random(recipe, "field_value", number)
    if random.random() < 0.6:
        yield {
            "id": ident("field_value", number),
            "client_id": ident("client", number // _FIELDS),
            "field_id": ident("field", number % _FIELDS),
            "value": random.choice(["a", "b", "1", ""]),
            "deleted": int(random.random() < 0.15),
        }


def _address(recipe: Recipe, number: int) -> Iterator[Record]:
    city = _random(recipe, "address", number).choice(["Vilnius", "Kaunas", "vilnius", ""])
    client_id = ident("client", number)
    yield {
        "id": ident("address", number),
        "client_id": client_id,
        "kind": "address",
        "value": "x",
        "city": city,
    }


def _named_date(recipe: Recipe, number: int) -> Iterator[Record]:
    on = _random(recipe, "named_date", number).choice(["2001-11-25", "--02-29"])
    client_id = ident("client", number)
    yield {"id": ident("named_date", number), "client_id": client_id, "label": "founded", "date": on}


def _deal(recipe: Recipe, number: int) -> Iterator[Record]:
    random = _random(recipe, "deal", number)
    client_id = _some("client", recipe.clients, random, 0)
    if client_id is None:
        return
    state = random.choice(["open", "won", "won", "won", "lost"])
    amount = random.choice([0, 1, 1999, 100_00, -75_00, random.randrange(10**7)])
    yield {
        "id": ident("deal", number),
        "client_id": client_id,
        "title": f"Deal {number}",
        "amount": amount,
        "cost": random.choice([None, 0, amount // 3, amount * 2]),
        "currency": random.choice(CURRENCIES),
        "state": state,
        "expected_on": random.choice([None, day(random, 60, 120)]),
        "closed_on": None if state == "open" else day(random, 500, 5),
        "created_at": moment(random, 500, 2),
        "source_id": _some("source", _SOURCES, random, 0.6),
        "responsible_id": _some("colleague", _COLLEAGUES, random),
        "lost_reason": random.choice(["", "too dear"]) if state == "lost" else "",
        "deleted": int(random.random() < 0.1),
        "stage_id": random.choice([None, *(ident("deal_stage", n) for n in _OF_STATE[state])]),
    }


def _deal_stage(_recipe: Recipe, number: int) -> Iterator[Record]:
    role, pipeline, chance, deleted = _DEAL_STAGES[number]
    yield {
        "id": ident("deal_stage", number),
        "name": f"Step {number}",
        "role": role,
        "pipeline": pipeline,
        "rank": 10_000 + number,
        "chance": chance,
        "deleted": deleted,
    }


def _deal_item(recipe: Recipe, number: int) -> Iterator[Record]:
    """Of each deal two may have a name."""
    random = _random(recipe, "deal_item", number)
    if recipe.clients and random.random() < 0.5:
        yield {
            "id": ident("deal_item", number),
            "deal_id": ident("deal", number // 2),
            "name": random.choice(["Vase", "Tulips", "Filter", ""]),
            "deleted": int(random.random() < 0.1),
        }


def _payment(recipe: Recipe, number: int) -> Iterator[Record]:
    random = _random(recipe, "payment", number)
    client_id, deal_id = _some("client", recipe.clients, random, 0), None
    if client_id is None:
        return
    if recipe.deals and random.random() < 0.4:
        of = random.randrange(recipe.deals)
        (deal,) = _deal(recipe, of)
        deal_id, client_id = ident("deal", of), deal["client_id"]
    paid = random.random() < 0.75
    yield {
        "id": ident("payment", number),
        "client_id": client_id,
        "deal_id": deal_id,
        "amount": random.choice([-1, 1, 1, 1]) * random.randrange(1, 500_00),
        "currency": random.choice(CURRENCIES),
        "due_on": random.choice([None, day(random, 60, 60)]),
        "paid_on": day(random, 500, 2) if paid else None,
        "deleted": int(random.random() < 0.1),
    }


def _activity(recipe: Recipe, number: int) -> Iterator[Record]:
    random = _random(recipe, "activity", number)
    whole_day = random.random() < 0.15
    when = day if whole_day else moment
    planned = when(random, 110, 60) if random.random() < 0.75 else None
    rule = random.choice(_RULES) if planned is not None and random.random() < 0.12 else ""
    held = when(random, 110, 1) if planned is None or (random.random() < 0.6 and not rule) else None
    if held and planned and random.random() < 0.5:
        held = planned
    outcome = random.choice(_OUTCOMES)
    yield {
        "id": ident("activity", number),
        "client_id": _some("client", recipe.clients, random, 0.15),
        "kind": random.choice(["meeting", "meeting", "visit", "call", "note", "email", "task"]),
        "planned_at": planned,
        "held_at": held,
        "all_day": int(whole_day),
        "minutes": random.choice([None, 0, 30, 60, 3000]),
        "zone": random.choice(["", recipe.zone, "Europe/London"]) if rule else "",
        "rule": rule,
        "wanted": random.choice(["", "blue vases"]),
        "outcome": outcome if held else "",
        "responsible_id": _some("colleague", _COLLEAGUES, random),
        "created_at": random.choice(["", moment(random, 160, 1)]),
        "deleted": int(random.random() < 0.1),
    }


def _own_row(recipe: Recipe, number: int) -> Iterator[Record]:
    """Of some series the first occurrence has a row of its own: held, moved, cancelled or deleted."""
    random = _random(recipe, "own", number)
    (template,) = _activity(recipe, number)
    if not template["rule"] or random.random() < 0.4:
        return
    start = template["planned_at"]
    fate = random.choice(["held", "moved", "cancelled", "deleted"])
    when = day if template["all_day"] else moment
    yield template | {
        "id": ident("own", number),
        "series_id": template["id"],
        "occurrence_at": start,
        "rule": "",
        "planned_at": when(random, 110, 60) if fate == "moved" else start,
        "held_at": start if fate in {"held", "cancelled"} else None,
        "outcome": {"held": "successful", "cancelled": "cancelled"}.get(fate, ""),
        "deleted": int(fate == "deleted"),
    }


def _further(recipe: Recipe, number: int) -> Iterator[Record]:
    """A second client takes part."""
    random = _random(recipe, "activity_client", number)
    if recipe.clients and random.random() < 0.2:
        yield {
            "id": ident("activity_client", number),
            "activity_id": ident("activity", number),
            "client_id": _some("client", recipe.clients, random, 0),
            "deleted": int(random.random() < 0.2),
        }


def _move(recipe: Recipe, number: int) -> Iterator[Record]:
    """Every contact was moved twice at most."""
    random = _random(recipe, "activity_move", number)
    (moved,) = _activity(recipe, number // 2)
    if moved["planned_at"] is None or random.random() < 0.7:
        return
    when = day if moved["all_day"] else moment
    yield {
        "id": ident("activity_move", number),
        "activity_id": moved["id"],
        "from_at": when(random, 110, 60),
        "to_at": random.choice([moved["planned_at"], when(random, 110, 60)]),
        "at": moment(random, 110, 0),
        "deleted": int(random.random() < 0.1),
    }


def _request(recipe: Recipe, number: int) -> Iterator[Record]:
    random = _random(recipe, "request", number)
    if not recipe.clients:
        return
    received = instant(random, 120, 0)
    answered = received + timedelta(hours=random.choice([0, 1, 30, 200])) if random.random() < 0.6 else None
    resolved = (answered or received) + timedelta(hours=random.choice([0, 5, 90]))
    yield {
        "id": ident("request", number),
        "client_id": _some("client", recipe.clients, random, 0),
        "kind": random.choice(["complaint", "inquiry", "wish"]),
        "text": "x",
        "received_at": utc_text(received),
        "answered_at": answered and utc_text(answered),
        "resolved_at": utc_text(resolved) if random.random() < 0.5 else None,
        "channel": random.choice(["", "phone", "email"]),
        "responsible_id": _some("colleague", _COLLEAGUES, random),
        "deleted": int(random.random() < 0.1),
    }


def _feedback(recipe: Recipe, number: int) -> Iterator[Record]:
    random = _random(recipe, "feedback", number)
    if recipe.clients:
        yield {
            "id": ident("feedback", number),
            "client_id": _some("client", recipe.clients, random, 0),
            "mark": random.randint(1, 5),
            "at": moment(random, 120, 0),
            "deleted": int(random.random() < 0.1),
            "responsible_id": _some("colleague", _COLLEAGUES, random),
            "comment": random.choice(["", "late"]),
        }


def _stage_change(recipe: Recipe, number: int) -> Iterator[Record]:
    random = _random(recipe, "stage_change", number)
    yield {
        "id": ident("stage_change", number),
        "client_id": ident("client", number % recipe.clients),
        "from_id": random.choice([None, *_STAGES]),
        "to_id": random.choice(_STAGES),
        "at": moment(random, 500, 0),
        "deleted": int(random.random() < 0.1),
    }


def _campaign(recipe: Recipe, number: int) -> Iterator[Record]:
    random = _random(recipe, "campaign", number)
    starts = NOW.date() - timedelta(days=random.randrange(500))
    ends = starts + timedelta(days=random.choice([0, 20, 200]))
    yield {
        "id": ident("campaign", number),
        "name": f"Campaign {number}",
        "source_id": ident("source", random.randrange(_SOURCES)),
        "starts_on": starts.isoformat(),
        "ends_on": random.choice([None, ends.isoformat()]),
        "deleted": int(random.random() < 0.1),
    }


def _cost(recipe: Recipe, number: int) -> Iterator[Record]:
    random = _random(recipe, "source_cost", number)
    starts = NOW.date() - timedelta(days=random.randrange(500))
    until = starts + timedelta(days=random.choice([0, 1, 6, 30, 365]))
    source_id, of = ident("source", random.randrange(_SOURCES)), random.choice([None, *range(_CAMPAIGNS)])
    if of is not None:
        (campaign,) = _campaign(recipe, of)
        source_id = campaign["source_id"]
    yield {
        "id": ident("source_cost", number),
        "source_id": source_id,
        "campaign_id": None if of is None else ident("campaign", of),
        "amount": random.choice([1, 100, 99_99, random.randrange(10**6)]),
        "currency": random.choice(CURRENCIES),
        "on_day": starts.isoformat(),
        "until_day": random.choice([None, until.isoformat()]),
        "deleted": int(random.random() < 0.1),
    }


def _rate(recipe: Recipe, number: int) -> Iterator[Record]:
    yield {
        "id": ident("currency_rate", number),
        "currency": ("USD", "USD", "JPY")[number],
        "per": "EUR",
        "since": ("2025-06-01", "2026-09-15", "2026-01-01")[number],
        "rate": _random(recipe, "currency_rate", number).choice(["0.9", "1.07", "0.0061"]),
    }


def _home(_recipe: Recipe, _number: int) -> Iterator[Record]:
    yield {"id": link_id(b"setting", b"home_currency"), "name": "home_currency", "value": '"EUR"'}


_RULES = ("RRULE:FREQ=WEEKLY", "RRULE:FREQ=DAILY;INTERVAL=2;COUNT=9", "RRULE:FREQ=MONTHLY;BYDAY=1MO")
_OUTCOMES = ("successful", "successful", "failed", "no_answer", "cancelled", "")

_DEAL_STAGES = (
    ("open", "Second", None, 0),
    ("open", "", 40, 0),
    ("open", "", None, 1),
    ("won", "Second", None, 0),
    ("lost", "Second", None, 0),
    ("won", "", None, 0),
)
"""Role, pipeline, chance, and whether it lies in the bin."""
_OF_STATE = {
    state: [number for number, stage in enumerate(_DEAL_STAGES) if stage[0] == state]
    for state in ("open", "won", "lost")
}

_MAKERS: tuple[tuple[str, Callable[[Recipe], int], Maker], ...] = (
    ("stage", lambda _: _OWN_STAGES, _own_stage),
    ("colleague", lambda _: _COLLEAGUES, _plain("colleague", "Colleague")),
    ("source", lambda _: _SOURCES, _source),
    ("tag", lambda _: _TAGS, _plain("tag", "tag")),
    ("client_group", lambda _: _GROUPS, _plain("client_group", "Group")),
    ("client", lambda recipe: recipe.clients, _client),
    ("field", lambda _: _FIELDS, _plain("field", "Field")),
    ("field_value", lambda recipe: recipe.clients * _FIELDS, _field_value),
    ("client_tag", lambda recipe: recipe.clients * _TAGS, _link("client_tag", "tag_id", "tag", _TAGS)),
    (
        "group_member",
        lambda recipe: recipe.clients * _GROUPS,
        _link("group_member", "group_id", "client_group", _GROUPS),
    ),
    ("contact_point", lambda recipe: recipe.clients, _address),
    ("named_date", lambda recipe: recipe.clients // 2, _named_date),
    ("deal_stage", lambda _: len(_DEAL_STAGES), _deal_stage),
    ("deal", lambda recipe: recipe.deals, _deal),
    ("deal_item", lambda recipe: recipe.deals * 2, _deal_item),
    ("payment", lambda recipe: recipe.payments, _payment),
    ("activity", lambda recipe: recipe.activities, _activity),
    ("activity", lambda recipe: recipe.activities, _own_row),
    ("activity_client", lambda recipe: recipe.activities, _further),
    ("activity_move", lambda recipe: recipe.activities * 2, _move),
    ("request", lambda recipe: recipe.requests, _request),
    ("feedback", lambda recipe: recipe.requests, _feedback),
    ("stage_change", lambda recipe: recipe.clients * 3, _stage_change),
    ("campaign", lambda _: _CAMPAIGNS, _campaign),
    ("source_cost", lambda recipe: recipe.costs, _cost),
    ("currency_rate", lambda _: 3, _rate),
    ("setting", lambda _: 1, _home),
)
"""What is made, in this order: table, how many, and how."""


_HOURS = (0, 4, 5, 8, 12, 17, 21, 22, 23)
"""Around the midnights of the zones, in UTC, and at work."""

_TURNS = (date(2026, 10, 3), date(2026, 10, 24), date(2026, 10, 25), date(2026, 11, 1), date(2026, 9, 26))
"""Days around changes of the clock."""


def instant(random: Random, back: int, ahead: int) -> datetime:
    """Some instant of so many days back and ahead of ``NOW``, often at the edge of a day, or where clocks change."""
    on = NOW.date() + timedelta(days=random.randrange(-back, ahead + 1))
    if random.random() < 0.15:
        on = random.choice(_TURNS)
    minute = random.choice([0, 0, 14, 15, 29, 30, 44, 45, 59])
    return datetime(
        on.year, on.month, on.day, random.choice(_HOURS), minute, random.choice([0, 0, 59]), tzinfo=UTC
    )


def moment(random: Random, back: int, ahead: int) -> str:
    """As ``instant``, as the base has it."""
    return utc_text(instant(random, back, ahead))


def day(random: Random, back: int, ahead: int) -> str:
    """Some day of so many back and ahead."""
    return (NOW.date() + timedelta(days=random.randrange(-back, ahead + 1))).isoformat()
