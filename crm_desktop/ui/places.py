"""The pages of the window by their ids, and the places of the side bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.ui.sidebar import Place
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm_desktop.ui.hosts import Hosts

TODAY, CLIENTS, CALENDAR, WELCOME = "today", "clients", "calendar", "welcome"
DEALS, REQUESTS, REPORTS = "deals", "requests", "reports"
IMPORTS, DUPLICATES, OPERATIONS, BIN = "imports", "duplicates", "operations", "bin"
SETTINGS, KEYS, SHARED = "settings", "keys", "shared"

PRIMARY = {TODAY: "plan_contact", CALENDAR: "", DEALS: "new_deal", REQUESTS: "new_request", REPORTS: ""}
"""The command of the coloured button by page; the calendar has its own."""


def search_hints() -> Mapping[str, str]:
    """What the search box looks for on the pages that are searched."""
    return {
        CLIENTS: tr("Find a client"),
        DEALS: tr("Find a deal"),
        REQUESTS: tr("Find a request"),
        BIN: tr("Find a client"),
    }


SEARCHED = frozenset({CLIENTS, DEALS, REQUESTS, BIN})
"""The pages in which the search box looks; typed elsewhere, a text is looked for among the clients."""


def above(hosts: Hosts) -> Sequence[Place]:
    """The places of every day; those that nobody hosts are left out."""
    return (
        *((Place(TODAY, tr("Today"), "sun"),) if hosts.today_page else ()),
        Place(CLIENTS, tr("Clients"), "users"),
        *((Place(CALENDAR, tr("Calendar"), "calendar"),) if hosts.calendar_page else ()),
        *((Place(DEALS, tr("Deals"), "handshake"),) if hosts.deals_page else ()),
        *((Place(REQUESTS, tr("Requests"), "message-square"),) if hosts.requests_page else ()),
        *((Place(REPORTS, tr("Reports"), "chart"),) if hosts.reports_page else ()),
    )


def below() -> Sequence[Place]:
    """The quiet places; that of the shared base is offered where there is one."""
    return (
        Place(SHARED, tr("Shared base"), "database"),
        Place(IMPORTS, tr("Lists brought in"), "import"),
        Place(DUPLICATES, tr("Duplicates"), "copy"),
        Place(OPERATIONS, tr("What changed"), "history"),
        Place(BIN, tr("Bin"), "trash-2"),
        Place(SETTINGS, tr("Settings"), "settings"),
    )
