from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from crm_desktop.kinds import ReportKind
from crm_desktop.services.reports import kept_segments, making
from crm_desktop.services.reports.options import Options
from crm_desktop.services.reports.periods import PeriodName
from crm_desktop.services.reports.table import CellKind
from crm_desktop.storage import store as store_module
from tests.services.reports import writing
from tests.services.reports.bases import NOW, Recipe, made, recipes
from tests.services.reports.sold import some_options

YEAR = Options(PeriodName.LAST_12_MONTHS)
FULL = Recipe(seed=5, clients=30, activities=80, deals=60, payments=40, requests=30, costs=8)


class Enough(Exception):
    pass


@pytest.fixture(scope="module")
def full(master_base):
    with made(master_base, FULL) as store:
        yield store


@pytest.mark.parametrize("kind", ReportKind)
def test_every_report_tells_how_far_it_is_from_nothing_to_all(full, kind):
    told = []
    making.make(full, kind, YEAR, NOW, lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1] > 1


@pytest.mark.parametrize("kind", ReportKind)
def test_every_report_can_be_stopped_at_each_of_its_steps(full, kind):
    steps = []
    making.make(full, kind, YEAR, NOW, lambda done, total: steps.append((done, total)))
    for stop_at in steps:

        def progress(done, total, stop_at=stop_at):
            if (done, total) == stop_at:
                raise Enough

        with pytest.raises(Enough):
            making.make(full, kind, YEAR, NOW, progress)
        assert not full.connection.in_transaction


@pytest.mark.parametrize("kind", ReportKind)
def test_every_report_is_stopped_in_the_middle_of_its_queries(full, kind, monkeypatch):
    monkeypatch.setattr(store_module, "_LOOK_EVERY", 50)
    told = []

    def progress(done, total):
        told.append((done, total))
        if told.count((done, total)) > 1:
            raise Enough

    with pytest.raises(Enough):
        making.make(full, kind, YEAR, NOW, progress)
    assert not full.connection.in_transaction


def test_segments_that_were_stopped_are_worked_out_another_time(full):
    def progress(_done, _total):
        raise Enough

    with pytest.raises(Enough):
        making.make(full, ReportKind.SEGMENTS, YEAR, NOW, progress)
    assert making.make(full, ReportKind.SEGMENTS, YEAR, NOW).tables


def test_who_stands_behind_a_number_is_read_in_one_snapshot_and_can_be_stopped(store, monkeypatch):
    client = writing.client(store, "Ona")
    writing.deal(store, client, 1_00, date(2026, 10, 5).isoformat())
    report = making.make(store, ReportKind.SOURCES, YEAR, NOW)
    monkeypatch.setattr(store_module, "_LOOK_EVERY", 1)
    seen = []
    place = next(
        (table.id, row.key, column.id)
        for table in report.tables
        for row in table.rows
        for column in table.columns
        if column.drills
    )

    found = making.behind(store, report, NOW, place, lambda: seen.append(store.connection.in_transaction))
    assert isinstance(found, list)
    assert seen
    assert all(seen)

    def stop():
        raise Enough

    with pytest.raises(Enough):
        making.behind(store, report, NOW, place, stop)
    assert not store.connection.in_transaction


def test_a_report_made_up_for_days_later_leaves_the_lists_with_the_segments_of_today(store):
    making.make(store, ReportKind.SEGMENTS, YEAR, store.clock.now() - timedelta(days=9))
    assert kept_segments.kept_day(store) == store.clock.now().astimezone().date().isoformat()


SINGLY = sorted(set(ReportKind) - {ReportKind.FORECAST, ReportKind.DUE_TO_BUY})
"""Of the others, whose lines stand for several purchases each, the tests of their own."""


@pytest.mark.parametrize("kind", SINGLY)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(recipe=recipes(clients=6, activities=12, deals=10, payments=8, requests=6))
def test_behind_every_number_stand_as_many_or_as_much_as_it_says(master_base, kind, recipe):
    with made(master_base, recipe) as store:
        options = replace(some_options(store, recipe), currency="", rows=0, client=None)
        report = making.make(store, kind, options, NOW)
        for table in report.tables:
            for row in (*table.rows, *([table.total] if table.total else [])):
                for column, value in zip(table.columns, row.cells, strict=True):
                    if column.drills and value is not None:
                        found = making.behind(store, report, NOW, (table.id, row.key, column.id))
                        _check(column, value, found)


def _check(column, value, found):
    if column.kind is CellKind.COUNT:
        assert len(found) == value
    elif column.id.partition(":")[0] in {"amount", "before"}:
        assert {each.currency for each in found} <= {column.currency}
        assert sum(each.amount for each in found) == value
