"""What reports call their tables, columns and headline figures, by the ids that stand in their modules. Free of Qt.

An id may mean something of its own in one report: then it stands as ``kind.id``. What stands behind a colon (a
currency, a number) is no part of the name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.kinds import ReportKind
from crm_desktop.ui.text import tr, trc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_desktop.services.reports.table import Column

_SCORES = 5


def title(kind: ReportKind) -> str:
    """What a report is called."""
    return _titles()[kind]


def about(kind: ReportKind) -> str:
    """What a report answers, in a sentence."""
    return _abouts()[kind]


def table(kind: ReportKind, table_id: str) -> str:
    """The title of a table; the currency of one of several stands behind it."""
    name, _, parameter = table_id.partition(":")
    found = _found(_tables(), kind, name)
    return f"{found}, {parameter}" if parameter.isupper() else found


def column(kind: ReportKind, of: Column, said: str = "") -> str:
    """The head of a column: the user's own word, or the program's, with the currency of money.

    ``said``: the currency that stands in the title of the table already.
    """
    name, _, parameter = of.id.partition(":")
    if of.name:
        return of.name
    if name == "value" and parameter.isdigit():
        return tr("Money {score} of {most}", score=parameter, most=_SCORES)
    if name == "after" and parameter.isdigit():
        return f"+{parameter}"
    found = _found(_columns(), kind, name)
    return f"{found}, {of.currency}" if of.currency not in ("", said) else found


def figure(kind: ReportKind, figure_id: str) -> str:
    """What stands over a headline number."""
    return _found(_figures(), kind, figure_id.partition(":")[0])


def _found(words: Mapping[str, str], kind: ReportKind, name: str) -> str:
    """The word; where a newer report knows more, its id."""
    return words.get(f"{kind.value}.{name}") or words.get(name, name)


def _titles() -> Mapping[ReportKind, str]:
    return {
        ReportKind.WEEKLY: trc("report", "Meetings of a week"),
        ReportKind.MEETINGS: trc("report", "Questions to the diary"),
        ReportKind.FUNNEL: trc("report", "From visitor to partner"),
        ReportKind.RETENTION: trc("report", "New, kept and lost buyers"),
        ReportKind.SOURCES: trc("report", "Where clients come from"),
        ReportKind.PARETO: trc("report", "20/80: who brings most"),
        ReportKind.SEGMENTS: trc("report", "Kinds of buyers"),
        ReportKind.RESPONSE: trc("report", "Speed of service"),
        ReportKind.FORECAST: trc("report", "Expected sales"),
        ReportKind.DUE_TO_BUY: trc("report", "Who is due to buy"),
        ReportKind.DATES: trc("report", "Birthdays and dates"),
        ReportKind.CLIENTS: trc("report", "Clients by any field"),
    }


def _abouts() -> Mapping[ReportKind, str]:
    return {
        ReportKind.WEEKLY: tr("What was planned, what was held and how it ended, by day and by person."),
        ReportKind.MEETINGS: tr("Which meetings there were or will be, and what followed them."),
        ReportKind.FUNNEL: tr(
            "How many of those who came became clients, regulars and partners, and how fast."
        ),
        ReportKind.RETENTION: tr("Who bought for the first time, who stayed, who came back and who went."),
        ReportKind.SOURCES: tr("What each source brings and what it costs, the best first."),
        ReportKind.PARETO: tr("The few clients who bring most of it, and those who bring nothing."),
        ReportKind.SEGMENTS: tr("Buyers by how lately, how often and for how much they bought."),
        ReportKind.RESPONSE: tr("How long requests wait for an answer and until they are resolved."),
        ReportKind.FORECAST: tr("What open deals and usual purchases let you expect, month by month."),
        ReportKind.DUE_TO_BUY: tr("Whose next purchase is due, and what they usually take."),
        ReportKind.DATES: tr("Whom to congratulate in the period."),
        ReportKind.CLIENTS: tr("How many clients there are of each kind, and what they bought."),
    }


def _tables() -> Mapping[str, str]:
    return {
        **{
            "days": trc("table", "By day"),
            "weeks": trc("table", "By week"),
            "months": trc("table", "By month"),
            "people": trc("table", "By person"),
            "compared": trc("table", "Beside the period before"),
            "went_well": trc("table", "Meetings that ended well"),
            "went_well_by": trc("table", "Ended well, along time"),
            "another": trc("table", "Another appointment after talks"),
            "planned": trc("table", "Planned meetings"),
            "planned_by": trc("table", "Planned, along time"),
            "meetings.days": trc("table", "Days of the meetings"),
            "steps": trc("table", "Steps"),
            "own": trc("table", "Your own stages"),
            "movement": trc("table", "New, kept, returned, lost"),
            "flow": trc("table", "Along time"),
            "cohorts": trc("table", "Who bought again, by when they began"),
            "curve": trc("table", "Who bought again, all together"),
            "sources": trc("table", "Sources"),
            "referrers": trc("table", "Who recommends you"),
        },
        **{
            "pareto.clients": trc("table", "Clients by what they bring"),
            "pareto.groups": trc("table", "The first 20 % and the rest"),
            "pareto.curve": trc("table", "What each twentieth brings"),
            "others": trc("table", "Who bought nothing"),
            "segments": trc("table", "Kinds of buyers"),
            "grid": trc("table", "Recency and money"),
            "kinds": trc("table", "By kind of request"),
            "channels": trc("table", "By channel"),
            "waiting": trc("table", "What waits now"),
            "waiting_people": trc("table", "With whom it waits"),
            "marks": trc("table", "Marks"),
            "marks_people": trc("table", "Marks by person"),
            "marks_time": trc("table", "Marks along time"),
            "forecast.months": trc("table", "Expected by month"),
            "aside": trc("table", "Deals outside these months"),
            "tried": trc("table", "The same rules, tried on past months"),
            "deals": trc("table", "Open deals, one by one"),
            "buyers": trc("table", "Usual purchases, one by one"),
            "clients": trc("table", "Clients"),
            "due": trc("table", "Whom to offer something now"),
            "standings": trc("table", "How it stands with buyers"),
            "list": trc("table", "Day by day"),
        },
    }


def _columns() -> Mapping[str, str]:
    return {
        **_measures(),
        **_columns_of_people(),
        **_columns_of_money(),
        **_columns_of_service(),
        **_columns_of_forecast(),
    }


def _measures() -> Mapping[str, str]:
    return {
        "planned": trc("report", "Planned"),
        "held": trc("report", "Held"),
        "successful": trc("report", "Successful"),
        "failed": trc("report", "Failed"),
        "no_answer": trc("report", "No answer"),
        "moved": trc("report", "Moved"),
        "cancelled": trc("report", "Cancelled"),
        "success": trc("report", "Share of successful"),
    }


def _columns_of_people() -> Mapping[str, str]:
    return {
        "when": trc("column", "When"),
        "day": trc("column", "Day"),
        "at": trc("column", "Time"),
        "client": trc("column", "Client"),
        "person": trc("column", "Person"),
        "kind": trc("column", "Kind"),
        "text": trc("column", "What about"),
        "outcome": trc("column", "How it went"),
        "state": trc("column", "State"),
        "next_day": trc("column", "Next on"),
        "next_at": trc("column", "Next at"),
        "next_kind": trc("column", "Next is a"),
        "count": trc("column", "How many"),
        "measure": trc("column", "What"),
        "period": trc("column", "This period"),
        "retention.period": trc("column", "Period"),
        "before": trc("column", "Period before"),
        "change": trc("column", "Change"),
        "average": trc("column", "Average"),
        "step": trc("column", "Step"),
        "stage": trc("column", "Stage"),
        "reached": trc("column", "Reached it"),
        "conversion": trc("column", "Of the step before"),
        "share": trc("column", "Share"),
        "now": trc("column", "On it now"),
        "lost": trc("column", "Lost"),
        "days_median": trc("column", "Days on it, usual"),
        "days_mean": trc("column", "Days on it, average"),
        "days_here": trc("column", "Days so far"),
        "movement": trc("column", "Buyers"),
        "new": trc("column", "New"),
        "kept": trc("column", "Kept"),
        "returned": trc("column", "Returned"),
        "after": trc("column", "Periods later"),
        "clients": trc("column", "Clients"),
        "value": trc("column", "Value"),
        "group": trc("column", "Group"),
        "on": trc("column", "Day"),
        "occasion": trc("column", "What day"),
        "birthdays": trc("column", "Birthdays"),
        "dates": trc("column", "Other dates"),
        "round": trc("column", "Round ones"),
        "years": trc("column", "Years"),
        "phone": trc("column", "Phone"),
    }


def _columns_of_money() -> Mapping[str, str]:
    return {
        "amount": trc("column", "Sales"),
        "profit": trc("column", "Profit"),
        "cost": trc("column", "Cost"),
        "retention.before": trc("column", "Sales before"),
        "sales": trc("column", "Number of sales"),
        "buyers": trc("column", "Bought"),
        "source": trc("column", "Source"),
        "per_client": trc("column", "Cost per client"),
        "payback": trc("column", "Profit less cost"),
        "return": trc("column", "Profit for each 1 spent"),
        "referrals": trc("column", "Recommended"),
        "brought": trc("column", "Clients brought"),
        "so_far": trc("column", "Share so far"),
        "clients_share": trc("column", "Share of buyers"),
        "pareto.share": trc("column", "Share of what is brought"),
        "pareto.value": trc("column", "What they bring"),
        "part": trc("column", "Part of the buyers"),
        "segment": trc("column", "Kind of buyer"),
        "days_since": trc("column", "Days since the last"),
        "purchases": trc("column", "Purchases"),
        "recency": trc("column", "How lately"),
    }


def _columns_of_service() -> Mapping[str, str]:
    return {
        "channel": trc("column", "Channel"),
        "received": trc("column", "Received"),
        "answered": trc("column", "Answered"),
        "answer_median": trc("column", "Answer, usual"),
        "answer_mean": trc("column", "Answer, average"),
        "answer_p90": trc("column", "Answer, 9 of 10"),
        "in_time": trc("column", "In time"),
        "resolved": trc("column", "Resolved"),
        "resolve_median": trc("column", "Resolution, usual"),
        "resolve_mean": trc("column", "Resolution, average"),
        "resolve_p90": trc("column", "Resolution, 9 of 10"),
        "open": trc("column", "Open"),
        "unanswered": trc("column", "Not answered"),
        "overdue": trc("column", "Overdue"),
        "longest": trc("column", "Longest wait"),
        "mark": trc("column", "Mark"),
        "marks": trc("column", "Marks"),
        "satisfied": trc("column", "Satisfied"),
    }


def _columns_of_forecast() -> Mapping[str, str]:
    return {
        "month": trc("column", "Month"),
        "deals": trc("column", "Deals"),
        "whole": trc("column", "Deals in full"),
        "weighted": trc("column", "Deals by chance"),
        "repeat": trc("column", "Usual purchases"),
        "expected": trc("column", "Expected"),
        "actual": trc("column", "Sold"),
        "hit": trc("column", "Expected of sold"),
        "place": trc("column", "Which"),
        "deal": trc("column", "Deal"),
        "expected_on": trc("column", "Expected on"),
        "chance": trc("column", "Chance"),
        "last": trc("column", "Last purchase"),
        "interval": trc("column", "Days between"),
        "next": trc("column", "Next due"),
        "usual": trc("column", "Usual amount"),
        "times": trc("column", "Expected times"),
        "standing": trc("column", "How it stands"),
        "days_late": trc("column", "Days late"),
        "due.usual": trc("column", "Usually takes"),
        "due.amount": trc("column", "Usual amount"),
        "appointment": trc("column", "Next contact"),
    }


def _figures() -> Mapping[str, str]:
    return {
        **_measures(),
        **{
            "meetings.went_well": trc("figure", "Ended well"),
            "meetings.another": trc("figure", "Got another appointment"),
            "meetings.days": trc("figure", "Days with meetings"),
            "came": trc("figure", "Came"),
            "funnel.clients": trc("figure", "Became clients"),
            "conversion": trc("figure", "Of the visitors"),
            "lost": trc("figure", "Lost"),
            "outside": trc("figure", "Outside the steps"),
            "buyers": trc("figure", "Buyers"),
            "new": trc("figure", "New"),
            "kept": trc("figure", "Kept"),
            "returned": trc("figure", "Returned"),
            "kept_share": trc("figure", "Kept of those before"),
            "clients": trc("figure", "Clients"),
            "sources.clients": trc("figure", "New clients"),
            "referrals": trc("figure", "Recommended"),
            "amount": trc("figure", "Sales"),
            "profit": trc("figure", "Profit"),
            "cost": trc("figure", "Cost"),
            "per_client": trc("figure", "Cost per client"),
            "payback": trc("figure", "Profit less cost"),
        },
        **{
            "total": trc("figure", "Brought in all"),
            "make_80": trc("figure", "Clients who bring 80 %"),
            "make_80_share": trc("figure", "That is of the buyers"),
            "top_20": trc("figure", "The first 20 %"),
            "top_20_share": trc("figure", "They bring"),
            "nothing": trc("figure", "Bring nothing"),
            "never": trc("figure", "Never bought"),
            "best_share": trc("figure", "Best and loyal"),
            "endangered": trc("figure", "About to be lost"),
            "received": trc("figure", "Received"),
            "answer_median": trc("figure", "Usual time to an answer"),
            "in_time": trc("figure", "Answered in time"),
            "resolve_median": trc("figure", "Usual time to a resolution"),
            "open": trc("figure", "Open now"),
            "overdue": trc("figure", "Overdue now"),
            "average_mark": trc("figure", "Average mark"),
            "satisfied": trc("figure", "Satisfied"),
            "expected": trc("figure", "Expected"),
            "from_deals": trc("figure", "From open deals"),
            "from_repeat": trc("figure", "From usual purchases"),
            "hit": trc("figure", "Foreseen of past sales"),
            "filled": trc("figure", "Known of"),
            "values": trc("figure", "Different values"),
            "due": trc("figure", "Due to buy"),
            "due.overdue": trc("figure", "Late"),
            "due.amount": trc("figure", "At stake"),
            "birthdays": trc("figure", "Birthdays"),
            "dates": trc("figure", "Other dates"),
            "round": trc("figure", "Round ones"),
        },
    }
