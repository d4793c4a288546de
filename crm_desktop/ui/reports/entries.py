"""What stands at the left of the page of reports: every report with its usual options. Free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.kinds import ReportKind
from crm_desktop.services.reports.options import Options, Question
from crm_desktop.services.reports.periods import PeriodName
from crm_desktop.ui import text_report_names, text_reports
from crm_desktop.ui.text import tr, trc

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Entry:
    """A report to choose. ``id`` is a stable English name."""

    id: str
    kind: ReportKind
    options: Options

    @property
    def title(self) -> str:
        """What it is called."""
        return text_reports.title(self.kind, self.options)

    @property
    def about(self) -> str:
        """What it answers; an answered question needs no sentence."""
        if self.options.question is Question.ALL:
            return text_report_names.about(self.kind)
        return ""


_USUAL: Mapping[ReportKind, Options] = {
    ReportKind.WEEKLY: Options(PeriodName.THIS_WEEK),
    ReportKind.DATES: Options(PeriodName.THIS_MONTH),
    ReportKind.SEGMENTS: Options(PeriodName.THIS_YEAR),
    ReportKind.RESPONSE: Options(PeriodName.THIS_MONTH),
    ReportKind.FORECAST: Options(PeriodName.THIS_MONTH),
    ReportKind.DUE_TO_BUY: Options(PeriodName.THIS_MONTH),
    ReportKind.PARETO: Options(PeriodName.LAST_12_MONTHS, by="profit"),
}
_ELSE = Options(PeriodName.LAST_12_MONTHS)


def usual(kind: ReportKind) -> Options:
    """The options with which a report is opened."""
    return _USUAL.get(kind, _ELSE)


def groups() -> Sequence[tuple[str, Sequence[Entry]]]:
    """All reports, by what they are about."""
    # Imported here: the questions with their periods stand in the report's own module.
    from crm_desktop.services.reports.meetings import READY

    questions = [Entry(f"meetings_{each.question.value}", ReportKind.MEETINGS, each) for each in READY]
    return (
        (
            tr("Week and diary"),
            (_entry(ReportKind.WEEKLY), *questions, _entry(ReportKind.DATES)),
        ),
        (
            trc("group of reports", "Clients"),
            tuple(
                map(
                    _entry, (ReportKind.FUNNEL, ReportKind.RETENTION, ReportKind.SEGMENTS, ReportKind.CLIENTS)
                )
            ),
        ),
        (
            tr("Money and advertising"),
            tuple(
                map(
                    _entry,
                    (ReportKind.SOURCES, ReportKind.PARETO, ReportKind.FORECAST, ReportKind.DUE_TO_BUY),
                )
            ),
        ),
        (tr("Service"), (_entry(ReportKind.RESPONSE),)),
    )


def _entry(kind: ReportKind) -> Entry:
    return Entry(kind.value, kind, usual(kind))
