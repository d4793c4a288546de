from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.kinds import ReportKind
from crm_desktop.services.base import open_base
from crm_desktop.services.demo.making import make_demo
from crm_desktop.services.reports import making
from crm_desktop.services.reports.options import Attribution, Options, Question
from crm_desktop.services.reports.periods import PeriodName
from crm_desktop.services.reports.table import Term
from crm_desktop.ui import text, text_report_names, text_report_options, text_report_rules, text_reports
from crm_desktop.ui.reports.entries import groups
from crm_desktop.ui.text_report_values import is_known


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


def test_what_is_more_than_before_says_so(sample):
    now = sample.clock.now()
    report = making.make(sample, ReportKind.WEEKLY, Options(PeriodName.THIS_WEEK), now)
    for figure, worded in zip(report.figures, text_reports.worded(sample, report, now).figures, strict=True):
        if isinstance(figure.before, int | float) and isinstance(figure.value, int | float):
            assert worded.trend == (figure.value > figure.before) - (figure.value < figure.before)
            assert worded.before.startswith("before: ")
