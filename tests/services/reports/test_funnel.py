from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from random import Random
from statistics import fmean, median

import pytest
from hypothesis import HealthCheck, given, settings

from crm_desktop.kinds import ReportKind, StageRole
from crm_desktop.services.base import stage_id
from crm_desktop.services.reports import funnel
from crm_desktop.services.reports.making import make
from crm_desktop.services.reports.options import Options
from crm_desktop.services.reports.periods import PeriodName, named
from crm_desktop.services.reports.table import Note, Term
from tests.services.reports.bases import NOW, made, recipes, rows
from tests.services.reports.reading import by_key, figures, table
from tests.services.reports.sold import sold, some_options, wanted
from tests.services.reports.writing import client, deal, insert

STAGES = {role.value: stage_id(role) for role in StageRole if role is not StageRole.OWN}
EVER = Options(period=PeriodName.ALL)
OCTOBER = Options(period=PeriodName.LAST_MONTH)
STEPS = ("visitor", "client", "regular", "partner")


def at(day):
    return f"{day}T10:00:00.000Z"


def came(store, name, day, role=None, **values):
    return client(store, name, created_at=at(day), stage_id=STAGES.get(role), **values)


def went(store, one, before, after, day):
    insert(store, "stage_change", client_id=one, from_id=STAGES.get(before), to_id=STAGES[after], at=at(day))


def four(store):
    """A visitor, a client since ten days, a regular one skipping a step, and one without a stage."""
    came(store, "Visitor", "2026-10-01", "visitor")
    one = came(store, "Client", "2026-10-10", "client")
    went(store, one, "visitor", "client", "2026-11-10")
    came(store, "Regular", "2026-10-20", "regular")
    came(store, "Nowhere", "2026-10-20")


def names(store, options, *where):
    return [each.name for each in funnel.behind(store, options, NOW, *where)]


def test_who_got_how_far(store):
    four(store)
    found = make(store, ReportKind.FUNNEL, OCTOBER, NOW)
    steps = by_key(table(found, "steps"))
    assert [(row["reached"], row["now"]) for row in steps.values()] == [(3, 1), (2, 1), (1, 1), (0, 0)]
    assert steps["visitor"]["step"] == Term("role", ("visitor",))
    assert (steps["visitor"]["conversion"], steps["visitor"]["share"]) == (None, 1.0)
    assert (steps["client"]["conversion"], steps["regular"]["conversion"]) == (2 / 3, 1 / 2)
    assert (steps["regular"]["share"], steps["partner"]["conversion"]) == (1 / 3, 0.0)
    assert figures(found) == {"came": 4, "clients": 2, "conversion": 2 / 3, "lost": 0, "outside": 1}
    assert names(store, OCTOBER, "steps", "client", "reached") == ["Client", "Regular"]
    assert names(store, OCTOBER, "steps", "client", "now") == ["Client"]
    assert names(store, OCTOBER, "own", "", "now") == ["Nowhere"]
    assert Note("assumed", (2,)) in found.notes


def test_days_on_a_step_are_measured_from_coming_to_leaving(store):
    four(store)
    steps = by_key(table(make(store, ReportKind.FUNNEL, OCTOBER, NOW), "steps"))
    assert steps["visitor"]["days_median"] == steps["visitor"]["days_mean"] == pytest.approx(31)
    assert steps["visitor"]["days_here"] == pytest.approx(50)
    assert steps["client"]["days_here"] == pytest.approx(10)
    assert (steps["client"]["days_median"], steps["partner"]["days_here"]) == (None, None)


def test_own_stages_stand_apart(store):
    own = insert(store, "stage", name="Supplier", rank=5)
    other = insert(store, "stage", name="Never used", rank=4)
    was = came(store, "Was", "2026-10-05", "client")
    insert(store, "stage_change", client_id=was, from_id=own, to_id=STAGES["client"], at=at("2026-10-15"))
    client(store, "Is", created_at=at("2026-10-05"), stage_id=own)
    found = make(store, ReportKind.FUNNEL, OCTOBER, NOW)
    (row,) = table(found, "own").rows
    assert row.cells[:3] == ("Supplier", 2, 1)
    assert row.cells[3] == pytest.approx(10)
    assert figures(found)["outside"] == 1
    assert names(store, OCTOBER, "own", own.hex(), "reached") == ["Is", "Was"]
    assert names(store, OCTOBER, "own", other.hex(), "now") == []


def test_without_own_stages_there_is_one_table(store):
    came(store, "Visitor", "2026-10-01", "visitor")
    assert [each.id for each in make(store, ReportKind.FUNNEL, OCTOBER, NOW).tables] == ["steps"]


def test_figures_are_told_beside_the_period_before(store):
    four(store)
    came(store, "September", "2026-09-10", "client")
    came(store, "Also", "2026-09-10")
    before = {figure.id: figure.before for figure in make(store, ReportKind.FUNNEL, OCTOBER, NOW).figures}
    assert before == {"came": 2, "clients": 1, "conversion": 1.0, "lost": None, "outside": None}
    ever = make(store, ReportKind.FUNNEL, EVER, NOW)
    assert {figure.before for figure in ever.figures} == {None}


def test_lost_is_who_gave_no_sign_for_a_year(store):
    old = "2025-01-10"
    came(store, "Lost", old, "visitor")
    deal(store, came(store, "Bought", old, "client"), 100, "2025-11-20")
    deal(store, came(store, "Bought long ago", old, "client"), 100, "2025-11-19")
    for name, moment in (
        ("Spoke", {"held_at": at("2025-12-01")}),
        ("Spoke long ago", {"held_at": at("2025-11-01")}),
        ("Planned", {"planned_at": at("2026-12-01")}),
        ("Spoke that day", {"held_at": "2025-11-20", "all_day": 1}),
    ):
        one = came(store, name, old, "visitor")
        insert(store, "activity", client_id=one, kind="meeting", **moment)
    came(store, "Young", "2025-11-21", "visitor")
    found = make(store, ReportKind.FUNNEL, EVER, NOW)
    assert figures(found)["lost"] == 3
    assert Note("lost_is", (365,)) in found.notes
    assert names(store, EVER, "steps", "visitor", "lost") == ["Lost", "Spoke long ago"]
    assert names(store, EVER, "steps", "client", "lost") == ["Bought long ago"]


def test_a_client_came_on_its_local_day(store):
    client(store, "October", created_at="2026-10-31T21:59:59.000Z", stage_id=STAGES["visitor"])
    client(store, "November", created_at="2026-10-31T22:00:00.000Z", stage_id=STAGES["visitor"])
    assert names(store, OCTOBER, "steps", "visitor", "reached") == ["October"]


def test_who_came_nobody_knows_when_is_told(store):
    client(store, "Old", created_at="", stage_id=STAGES["client"])
    assert Note("came_unknown", (1,)) in make(store, ReportKind.FUNNEL, OCTOBER, NOW).notes
    ever = make(store, ReportKind.FUNNEL, EVER, NOW)
    assert figures(ever)["came"] == 1
    assert "came_unknown" not in {note.id for note in ever.notes}


def test_a_missing_change_is_told(store):
    one = came(store, "One", "2026-10-01", "regular")
    went(store, one, "visitor", "client", "2026-10-05")
    assert Note("unseen", (1,)) in make(store, ReportKind.FUNNEL, OCTOBER, NOW).notes


def test_an_empty_base_has_no_conversion(store):
    found = make(store, ReportKind.FUNNEL, EVER, NOW)
    assert figures(found) == {"came": 0, "clients": 0, "conversion": None, "lost": 0, "outside": 0}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(recipes(requests=0, costs=0, clients=20))
def test_it_agrees_with_plain_python(master_base, recipe):
    with made(master_base, recipe) as store:
        options = some_options(store, recipe, period=Random(recipe.seed).choice([PeriodName.ALL, PeriodName.LAST_YEAR,
                                                                               PeriodName.LAST_12_MONTHS]))  # fmt: skip
        found = make(store, ReportKind.FUNNEL, options, NOW)
        clients = _came(store, options)
        ways = {one["id"]: _way(store, one) for one in clients}
        steps = by_key(table(found, "steps"))
        alive = _alive(store, options, clients)
        for place, step in enumerate(STEPS):
            reached = [one for one in clients if _farthest(ways[one["id"]]) >= place]
            stopped = [one for one in clients if _farthest(ways[one["id"]]) == place]
            row = steps[step]
            assert row["reached"] == len(reached)
            assert row["lost"] == sum(one["id"] not in alive for one in stopped)
            assert row["now"] == sum(way[-1][0] == step for way in ways.values())
            _check_days(row, step, ways.values())
            people = funnel.behind(store, options, NOW, "steps", step, "lost")
            assert {each.client_id for each in people} == {
                one["id"] for one in stopped if one["id"] not in alive
            }
        assert figures(found)["outside"] == sum(_farthest(way) < 0 for way in ways.values())


def _came(store, options):
    clients = [row for row in wanted(store, options) if options.person in (None, row["responsible_id"])]
    if options.period is PeriodName.ALL:
        return clients
    span = named(options.period, NOW.astimezone().date())
    return [
        row
        for row in clients
        if row["created_at"]
        and span.first <= datetime.fromisoformat(row["created_at"]).astimezone().date() <= span.last
    ]


def _local(text):
    return datetime.fromisoformat(text).astimezone().date()


def _way(store, one):
    """What the client stood on, from when to when: None where nobody knows; the last entry is where it stands."""
    roles = {row["id"]: row["role"] or row["id"] for row in rows(store, "stage")} | {None: None}
    changes = [
        row
        for row in rows(store, "stage_change")
        if row["client_id"] == one["id"] and not row["deleted"] and datetime.fromisoformat(row["at"]) <= NOW
    ]
    changes.sort(key=lambda row: (row["at"], row["id"]))
    created = datetime.fromisoformat(one["created_at"]) if one["created_at"] else None
    if not changes:
        return [(roles[one["stage_id"]], created, None)]
    marks: list = [(roles[changes[0]["from_id"]], created)]
    marks += [(roles[row["to_id"]], datetime.fromisoformat(row["at"])) for row in changes]
    if marks[0][1] and marks[0][1] > marks[1][1]:
        marks[0] = (marks[0][0], None)
    if marks[-1][0] != roles[one["stage_id"]]:
        marks.append((roles[one["stage_id"]], None))
    way: list = []
    for step, since in marks:
        if way and way[-1][0] == step:
            continue
        if way:
            way[-1] = (*way[-1][:2], since or "unknown")
        way.append((step, since, None))
    return way


def _farthest(way):
    return max((STEPS.index(step) for step, *_ in way if step in STEPS), default=-1)


def _check_days(row, step, ways):
    days = defaultdict(list)
    for way in ways:
        for on, since, until in way:
            if on == step and since and until != "unknown":
                length = ((until or NOW) - since) / timedelta(days=1)
                days["here" if until is None else "ended"].append(max(length, 0))
    for column, part, of in (
        ("days_median", "ended", median),
        ("days_mean", "ended", fmean),
        ("days_here", "here", median),
    ):
        assert row[column] == (pytest.approx(of(days[part]), abs=1e-6) if days[part] else None)


def _alive(store, options, clients):
    today = NOW.astimezone().date()
    day = today - timedelta(days=365)

    def lately(text):
        return bool(text) and (
            text >= day.isoformat()
            if len(text) == 10
            else datetime.fromisoformat(text).astimezone().date() >= day
        )

    buyers = {sale.client["id"] for sale in sold(store, Options(), first=day) if sale.amount > 0}
    contacts = set()
    for client_id, *moments in store.read("SELECT client_id, last_contact, next_contact FROM client_list"):
        if any(map(lately, moments)):
            contacts.add(client_id)
    return buyers | contacts | {one["id"] for one in clients if lately(one["created_at"])}
