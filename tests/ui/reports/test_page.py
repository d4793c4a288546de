from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from crm_desktop.clock import utc_text
from crm_desktop.errors import PeriodRefused
from crm_desktop.kinds import ActivityKind, Outcome, ReportKind
from crm_desktop.services import activities, saved_reports
from crm_desktop.services.drafts import ActivityDraft
from crm_desktop.services.reports.options import Options
from crm_desktop.services.reports.periods import PeriodName
from crm_desktop.ui.reports import report_view
from crm_desktop.ui.reports.entries import groups
from crm_desktop.ui.reports.page import ReportsPage


@pytest.fixture
def met(base, people):
    """Two meetings of today, one of which went well; the people of the base."""
    now = base.store.clock.now()
    for name, outcome in (("Ivanov", Outcome.SUCCESSFUL), ("Petrova", Outcome.FAILED)):
        draft = ActivityDraft(
            people[name],
            kind=ActivityKind.MEETING,
            held_at=utc_text(now - timedelta(minutes=1)),
            outcome=outcome,
        )
        activities.add(base.store, draft)
    return people


@pytest.fixture
def page(session, qtbot):
    made = ReportsPage(session)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    yield made
    made.stop()
    qtbot.waitUntil(lambda: not session.runner.busy())


def shown(page, qtbot):
    qtbot.waitUntil(lambda: page.worded is not None and page._task is None, timeout=20_000)
    page.view.finish()


def test_a_report_is_shown_with_its_figures_pictures_tables_and_rules(page, met, qtbot):
    page.shown(stale=False)
    shown(page, qtbot)
    figure = page.findChild(QObject, "figure_held")
    assert figure.accessibleName().startswith("Held, 2")
    assert page.findChild(QObject, "table_days").report_model.rows[-1].shown[2] == "2"
    assert page.findChild(QObject, "chart_days").bars
    notes = [label.text() for label in page.findChild(QObject, "report_notes").findChildren(QLabel)]
    assert "Counted are: Meeting, Visit." in notes


def test_what_draws_pictures_is_loaded_beside_the_window(page, met, qtbot, monkeypatch):
    loaded = []
    monkeypatch.setattr(
        report_view, "import_module", lambda name: loaded.append((name, threading.current_thread()))
    )
    page.shown(stale=False)
    shown(page, qtbot)
    ((name, thread),) = loaded
    assert name == "crm_desktop.ui.reports.chart"
    assert thread is not threading.main_thread()


def test_who_stands_behind_a_number(page, met, qtbot):
    page.shown(stale=False)
    shown(page, qtbot)
    table = page.findChild(QObject, "table_days")
    table.setCurrentIndex(table.model().index(table.model().rowCount() - 1, 3))
    with qtbot.waitSignal(page.people_found, timeout=20_000) as found:
        QTest.keyClick(table, Qt.Key.Key_Return)
    title, people = found.args
    assert title == "Total: Successful"
    assert [each.client_id for each in people] == [met["Ivanov"]]


def test_a_bar_is_reached_by_keys_says_its_value_and_asks_who_it_is(page, met, qtbot):
    page.shown(stale=False)
    shown(page, qtbot)
    chart = page.findChild(QObject, "chart_people")
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(3):
        QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.words_of(chart.bars[chart.current]) == "Not assigned: Successful 1"
    with qtbot.waitSignal(page.people_found, timeout=20_000) as found:
        QTest.keyClick(chart, Qt.Key.Key_Return)
    assert [each.client_id for each in found.args[1]] == [met["Ivanov"]]


def test_every_report_can_be_shown_of_an_empty_base(page, qtbot):
    page.shown(stale=False)
    for _title, entries in groups():
        for entry in entries:
            page.worded = None
            page.show_entry(entry)
            shown(page, qtbot)
            assert page.worded.title == entry.title


def test_the_question_about_one_client_asks_for_the_client(page, met, qtbot):
    page.shown(stale=False)
    shown(page, qtbot)
    page.worded = None
    page.show_entry(next(each for _, entries in groups() for each in entries if each.id == "meetings_days"))
    shown(page, qtbot)
    choose = page.findChild(QObject, "report_choose_client")
    assert choose.isVisible()
    assert page.bar.last().nextInFocusChain() is page.findChild(QObject, "report_choose")
    assert not page.findChild(QObject, "report_excel").isEnabled()
    with qtbot.waitSignal(page.bar.client_wanted):
        page.findChild(QObject, "report_choose").click()
    QApplication.activePopupWidget().close()
    page.bar.set_options(client=met["Ivanov"])
    qtbot.waitUntil(lambda: not choose.isVisible(), timeout=20_000)
    assert page.report.tables[0].id == "days"
    assert page.findChild(QObject, "report_excel").isEnabled()


def test_a_period_that_is_none_is_told_kindly(page, qtbot):
    page.shown(stale=False)
    shown(page, qtbot)
    page.bar.set_options(period=PeriodName.DAYS, first="2026-02-02", last="2026-01-01")
    trouble = page.findChild(QObject, "report_trouble")
    qtbot.waitUntil(trouble.isVisible, timeout=20_000)
    from crm_desktop.ui.text_errors import error_text

    refused = PeriodRefused(first="2026-02-02", last="2026-01-01")
    assert trouble.accessibleDescription() == error_text(refused)


def test_a_saved_report_comes_back_with_its_options_and_goes(page, session, qtbot):
    options = Options(PeriodName.LAST_YEAR, by="city")
    report = saved_reports.save(session.store, "Cities", ReportKind.CLIENTS, options)
    page.shown(stale=False)
    page.show_saved_report(report)
    shown(page, qtbot)
    assert (page.worded.title, page.options, page.kind) == ("Cities", options, ReportKind.CLIENTS)
    saved_reports.delete(session.store, report)
    page.show_saved()
    assert page.saved is None
    # What is on the screen is a report that there is, with its own options.
    assert (page.kind, page.options) == (groups()[0][1][0].kind, groups()[0][1][0].options)
    assert page.findChild(QObject, f"go_saved_{report.hex()}") is None or not page.side._saved_items


def test_what_is_committed_comes_into_the_report(page, met, session, base, qtbot):
    session.signals.changed.connect(page.changed)
    page.shown(stale=False)
    shown(page, qtbot)
    before = page.worded
    now = utc_text(base.store.clock.now())
    activities.add(
        base.store,
        ActivityDraft(met["Kazlauskas"], kind=ActivityKind.MEETING, held_at=now, outcome=Outcome.SUCCESSFUL),
    )
    qtbot.waitUntil(lambda: page.worded is not before, timeout=20_000)
    shown(page, qtbot)
    assert page.findChild(QObject, "table_days") is not None
    assert page.report.tables[0].total.cells[2] == 3
