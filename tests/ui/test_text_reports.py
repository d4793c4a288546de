from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.kinds import ActivityKind, ReportKind
from crm_desktop.services import activities
from crm_desktop.services.base import open_base
from crm_desktop.services.demo.making import make_demo
from crm_desktop.services.drafts import ActivityDraft
from crm_desktop.services.reports import making
from crm_desktop.services.reports.options import Attribution, Options, Question
from crm_desktop.services.reports.periods import PeriodName
from crm_desktop.services.reports.table import CellKind, Term
from crm_desktop.ui import text, text_report_names, text_report_options, text_report_rules, text_reports
from crm_desktop.ui.reports.entries import groups
from crm_desktop.ui.text_report_values import is_known, name_below, told_in, unit


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    base = open_base(tmp_path_factory.mktemp("reports") / "sample.crm", who="Ona")
    make_demo(base.store, 80)
    yield base.store
    base.store.close()


@pytest.fixture(autouse=True)
def _english():
    yield
    text.set_language("en")


def asked(kind):
    """The options that bring other tables, columns and notes into a report."""
    usual = {entry.kind: entry.options for _, entries in groups() for entry in entries}[kind]
    found = [usual, replace(usual, period=PeriodName.ALL), replace(usual, currency="EUR")]
    if kind is ReportKind.CLIENTS:
        found += [replace(usual, by=field) for field in text_report_options.FIELDS]
    if kind is ReportKind.MEETINGS:
        found += [replace(usual, question=each) for each in Question]
    if kind is ReportKind.SOURCES:
        found.append(replace(usual, attribution=Attribution.CAMPAIGN))
    return found


@pytest.mark.parametrize("kind", list(ReportKind))
def test_everything_that_a_report_says_has_words(sample, kind):
    for options in asked(kind):
        report = making.make(sample, kind, options, sample.clock.now())
        for table in report.tables:
            assert text_report_names.table(kind, table.id) != table.id.partition(":")[0]
            for column in table.columns:
                assert text_report_names.column(kind, column) != column.id.partition(":")[0]
            terms = [cell for row in table.rows for cell in row.cells if isinstance(cell, Term)]
            assert [term.id for term in terms if not is_known(term)] == []
        for figure in report.figures:
            assert text_report_names.figure(kind, figure.id) != figure.id
        assert [note.id for note in report.notes if not text_report_rules.known(kind, note.id)] == []


@pytest.mark.parametrize("language", ["en", "ru", "lt"])
@pytest.mark.parametrize("kind", list(ReportKind))
def test_a_report_is_worded_in_every_language(sample, kind, language):
    text.set_language(language)
    now = sample.clock.now()
    options = replace(asked(kind)[0], period=PeriodName.LAST_12_MONTHS)
    worded = text_reports.worded(sample, making.make(sample, kind, options, now), now)
    assert worded.title
    assert worded.notes
    assert bool(worded.asked) == (kind is not ReportKind.DUE_TO_BUY)
    for table in worded.tables:
        assert table.title
        for row in (*table.rows, *([table.total] if table.total else [])):
            assert len(row.values) == len(row.shown) == len(table.columns)
            assert all(isinstance(shown, str) for shown in row.shown)


def test_a_name_of_the_users_own_stands_above_it(sample):
    now = sample.clock.now()
    report = making.make(sample, ReportKind.WEEKLY, Options(PeriodName.THIS_WEEK), now)
    worded = text_reports.worded(sample, report, now, "My week")
    assert worded.title == "My week"
    assert text_reports.asked_line(worded).startswith("This week (")


def test_a_currency_that_the_title_says_is_not_said_again(sample):
    now = sample.clock.now()
    report = making.make(sample, ReportKind.SOURCES, Options(PeriodName.ALL), now)
    worded = text_reports.worded(sample, report, now)
    table = next(each for each in worded.tables if each.id.startswith("sources:"))
    currency = table.id.partition(":")[2]
    assert table.title.endswith(f", {currency}")
    assert not any(currency in column.title for column in table.columns)


def test_where_one_works_alone_lists_have_no_column_of_nobody(sample, base, people):
    draft = ActivityDraft(people["Ivanov"], kind=ActivityKind.MEETING, planned_at="2030-01-02", all_day=True)
    activities.add(base.store, draft)
    options = Options(PeriodName.DAYS, "2030-01-01", "2030-01-31", question=Question.PLANNED)

    def columns():
        now = base.store.clock.now()
        report = making.make(base.store, ReportKind.MEETINGS, options, now)
        table = text_reports.worded(base.store, report, now).tables[0]
        assert all(len(row.shown) == len(table.columns) for row in table.rows)
        return [column.id for column in table.columns]

    assert columns() == ["day", "at", "client", "kind", "state", "text"]
    activities.add(base.store, replace(draft, responsible_id=base.me))
    assert columns() == ["day", "at", "client", "person", "kind", "state", "text"]


def test_clients_are_counted_under_the_name_of_the_field(sample):
    now = sample.clock.now()
    options = Options(PeriodName.ALL, by="city")
    report = making.make(sample, ReportKind.CLIENTS, options, now)
    assert text_reports.worded(sample, report, now).tables[0].columns[0].title == "City"


@pytest.mark.parametrize(
    ("value", "shown", "kind", "below"),
    [
        ("2026-11", "November 2026", CellKind.MONTH, "Nov"),
        ("2026-11-16", "16 Nov (w 47)", CellKind.WEEK, "16 Nov"),
        ("2026-11-16", "Mon, 16 Nov", CellKind.DAY, "Mon 16"),
        ("--02-29", "29 Feb", CellKind.DAY, "29 Feb"),
        (3, "3", CellKind.COUNT, "3"),
        (None, "—", CellKind.MONTH, "—"),
    ],
)
def test_below_a_bar_stands_what_tells_it_from_its_neighbours(value, shown, kind, below):
    assert name_below(value, shown, kind) == below


def test_long_waits_are_told_in_days_all_along_the_scale():
    assert told_in(CellKind.HOURS, 47.0) == (1, CellKind.HOURS)
    assert told_in(CellKind.HOURS, 48.0) == (24, CellKind.DAYS)
    assert told_in(CellKind.DAYS, 500.0) == (1, CellKind.DAYS)
    assert [unit(each) for each in (CellKind.HOURS, CellKind.DAYS, CellKind.COUNT)] == ["h", "d", ""]


def test_what_is_more_than_before_says_so(sample):
    now = sample.clock.now()
    report = making.make(sample, ReportKind.WEEKLY, Options(PeriodName.THIS_WEEK), now)
    for figure, worded in zip(report.figures, text_reports.worded(sample, report, now).figures, strict=True):
        if isinstance(figure.before, int | float) and isinstance(figure.value, int | float):
            assert worded.trend == (figure.value > figure.before) - (figure.value < figure.before)
            assert worded.before.startswith("before: ")
