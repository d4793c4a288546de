"""The words of a folder with everything: its sheets, its README, and what is said when it comes and goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from crm_desktop.kinds import ActivityKind, Channel, DealState, Direction, Outcome, RequestKind
from crm_desktop.ui import text_kinds
from crm_desktop.ui.text import grouped, language, ntr, tr, trc

if TYPE_CHECKING:
    from datetime import date

    from crm_desktop.exchange.everything.bringing import Comparison
    from crm_desktop.exchange.everything.writing import Words


def words() -> Words:
    """The words in the language in use."""
    # Imported here: the names of the writer load all that it writes with.
    from crm_desktop.exchange.everything.writing import Words

    return Words(language(), _titles(), _value, _readme)


def folder_name(today: date) -> str:
    """How a folder with everything is called at first."""
    return f"CRM Desktop {today.isoformat()}"


def brought(comparison: Comparison) -> str:
    """What a folder would bring into the base."""
    clients = comparison.tables["client"]
    entries = comparison.tables["activity"]
    told = [
        ntr("{n} client", "{n} clients", clients.new),
        ntr("{n} history entry", "{n} history entries", entries.new),
    ]
    known = clients.same + clients.other
    line = tr("New here: {what}.", what=", ".join(told))
    if known:
        line += " " + ntr(
            "{n} client is here already and stays.", "{n} clients are here already and stay.", known
        )
    return line


def _titles() -> Mapping[str, str]:
    own = {
        "clients": tr("Clients"),
        "history": trc("tab", "History"),
        "requests": tr("Requests"),
        "deals": tr("Deals"),
        "payments": tr("Payments"),
        "client": tr("Client"),
        "kind": tr("Kind"),
        "satisfaction": tr("Satisfaction"),
        "request_kind": tr("Kind"),
        "came_by": trc("request", "Came by"),
        "given_at": tr("When"),
        "about": tr("About"),
        "planned_at": tr("Planned for"),
        "held_at": tr("Held"),
    }
    others = (
        "number direction minutes place wanted offered result outcome responsible text received_at answered_at"
        " resolved_at resolution mark comment title amount cost currency state expected_on closed_on lost_reason notes"
        " due_on paid_on note"
    )
    return {**{name: text_kinds.field(name) for name in others.split()}, **own}


def _value(column: str, code: str) -> str:
    """The word for a code; what is no code is shown as it is."""
    if not code:
        return ""
    try:
        if column == "kind":
            return text_kinds.activity_kind(ActivityKind(code))
        if column == "direction":
            return text_kinds.direction(Direction(code))
        if column == "outcome":
            return text_kinds.outcome(Outcome(code))
        if column == "request_kind":
            return text_kinds.request_kind(RequestKind(code))
        if column == "came_by":
            return text_kinds.channel(Channel(code))
        return text_kinds.deal_state(DealState(code))
    except ValueError:
        return code


def _readme(rows: Mapping[str, int]) -> str:
    files = {
        "clients.xlsx": tr(
            "clients, their history, requests, satisfaction, deals and payments: a sheet each"
        ),
        "clients.csv": tr("the clients once more, for programs that know no Excel"),
        "clients.vcf": tr("an address book for telephones and mail programs"),
        "diary.ics": tr("planned and held contacts for calendars"),
        "photos": tr("pictures of clients"),
        "tables": tr(
            "every table exactly as it was, the bin included: from these the base can be made again"
        ),
    }
    counts = {tr("Clients"): rows["client"], trc("tab", "History"): rows["activity"]}
    lines = (
        "CRM Desktop",
        "",
        tr(
            "Here is everything that your base held, as ordinary files. You need no program of ours to read them."
        ),
        "",
        *(f"{name} - {what}" for name, what in files.items()),
        "",
        tr("To have it all back, drop this folder on the window of CRM Desktop."),
        "",
        *(f"{what}: {grouped(count)}" for what, count in counts.items()),
        "",
        tr("In the tables a cell \\N is empty, and an apostrophe at the beginning means: this is text."),
    )
    return "\n".join(lines) + "\n"
