"""The everyday exchange with a shared base: shown as it is when a server is there, without one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton

from crm_desktop.clock import utc_text
from crm_desktop.sync.address import ServerAddress
from crm_desktop.sync.devices import Device
from crm_desktop.sync.failures import ServerPasswordNeeded, ServerUnreachable
from crm_desktop.sync.membership import Membership
from crm_desktop.sync.state import SyncState
from crm_desktop.ui import desk_commands
from crm_desktop.ui.places import SHARED
from crm_desktop.ui.shared.exchanging import Exchanging
from crm_desktop.ui.shared.page import SharedPage
from crm_desktop.ui.side_counts import show_shared
from crm_desktop.ui.standing import Standing
from screenshots.stage import settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.ui.desk import Desk

_BELONGS = Membership(ServerAddress("crm.example.com", "crm", "anna"), "laptop-anna")
_HOST = _BELONGS.address.host
_SERVER_SAYS = 'new row for relation "contact_point" violates check constraint "phone_of_company"'
_PEOPLE = (("laptop-anna", "Anna", 0), ("counter", "Jonas", 2), ("laptop-milda", "Milda", 31))


class _Shown(Exchanging):
    """Says what it is told, and asks nobody."""

    def ask(self, *_: object) -> None:
        """There is no server."""


def _page(desk: Desk, problem: Exception | None = None, *, unsent: int = 0, refused: int = 0) -> SharedPage:
    """The page, of an exchange that stands so."""
    made = desk.exchanging
    if not isinstance(made, Exchanging):
        made = desk.exchanging = _Shown(desk.session)  # never started
        desk.window.sidebar.offer(SHARED, offered=True)
        desk_commands.offer_shared(desk)
    now = desk.session.store.clock.now()
    is_offline = isinstance(problem, ServerUnreachable)
    last = utc_text(now - timedelta(minutes=52 if is_offline else 2))
    since = utc_text(now - timedelta(minutes=48)) if is_offline else ""
    made.standing = Standing(SyncState(_BELONGS, last, None, unsent, refused, 3), False, problem, since)
    desk.window.status.show_shared(made.standing)
    show_shared(desk.window.sidebar, made.standing.state.differences + refused)
    desk.window.go(SHARED)
    page = desk.window.page(SHARED)
    if not isinstance(page, SharedPage):
        raise TypeError(type(page))
    page.meet(made)
    page.tabs.setCurrentIndex(0)
    settle()
    return page


def _current(desk: Desk) -> None:
    _forget_refused(desk)
    _page(desk)


def _offline(desk: Desk) -> None:
    _page(desk, ServerUnreachable(host=_HOST, port=5432, why="name"), unsent=7)


def _password(desk: Desk) -> None:
    _page(desk, ServerPasswordNeeded(host=_HOST, user=_BELONGS.address.user))


def _refused(desk: Desk) -> None:
    """A rule of the company's own on the server."""
    store = desk.session.store
    points = store.read("SELECT id FROM contact_point WHERE deleted = 0 ORDER BY rid LIMIT 2")
    with store.transaction() as connection:
        connection.executemany(
            "INSERT INTO sync_refused(tbl, id, mine, reason, at) VALUES ('contact_point', ?, '{}', ?, ?)"
            " ON CONFLICT(tbl, id) DO NOTHING",
            [(id_, _SERVER_SAYS, utc_text(store.clock.now())) for (id_,) in points],
        )
    _page(desk, refused=len(points), unsent=len(points))


def _leaving(desk: Desk) -> None:
    button = _page(desk).findChild(QPushButton, "shared_leave")
    assert button is not None
    button.click()


def _forget_refused(desk: Desk) -> None:
    with desk.session.store.transaction() as connection:
        connection.execute("DELETE FROM sync_refused")


def _devices(desk: Desk) -> None:
    page = _page(desk)
    page.tabs.setCurrentIndex(page.tabs.count() - 1)
    now = desk.session.store.clock.now()
    found = [
        Device(bytes([n]), name, who, "1.0", utc_text(now - timedelta(hours=5 * n)), n == 0, behind, n == 2)
        for n, (name, who, behind) in enumerate(_PEOPLE)
    ]
    page.devices.show_devices((found, True))


SCREENS: dict[str, Callable[[Desk], None]] = {
    "shared": _current,
    "shared-offline": _offline,
    "shared-password": _password,
    "shared-leaving": _leaving,
    "shared-devices": _devices,
    "shared-refused": _refused,
}
