"""Joining a shared base and what a changed server asks: shown as they are when a server is there, without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.sync.address import ServerAddress
from crm_desktop.sync.connection import Place
from crm_desktop.sync.failures import ServerCertificateRefused, ServerOutdated
from crm_desktop.sync.joining import Counts, JoinCase, Outlook, counts_here
from crm_desktop.sync.parting import Parting
from crm_desktop.ui.shared.joining.administrator import AdministratorDialog
from crm_desktop.ui.shared.joining.dialog import JoinDialog
from crm_desktop.ui.shared.joining.form import JoinForm, Typed
from crm_desktop.ui.shared.parting.ask import ask_parting
from crm_desktop.ui.shared.parting.dialog import PartingDialog
from crm_desktop.ui.shared.parting.questions import of_parting

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.ui.desk import Desk

_ADDRESS = ServerAddress("crm.example.com", "crm", "anna")
_NEWER = 312


def _form(desk: Desk) -> JoinDialog:
    dialog = JoinDialog(desk.window, desk.session)
    form = dialog.findChild(JoinForm)
    assert form is not None
    form.show_address(_ADDRESS)
    dialog.open()
    return dialog


def _join(desk: Desk) -> None:
    _form(desk)


def _trouble(desk: Desk) -> None:
    form = _form(desk).findChild(JoinForm)
    assert form is not None
    form.show_trouble(ServerCertificateRefused(host=_ADDRESS.host, why="authority"))


def _outlook(desk: Desk) -> None:
    """Both sides hold clients of their own."""
    place = Place(_ADDRESS.database, _ADDRESS.user, made=True, joins=True, owns=False, server=15)
    there = Counts(1_204, 8_530, 96)
    names = ("Anna", "Jonas", "Milda")
    outlook = Outlook(JoinCase.UNITE, counts_here(desk.session.store), there, names, place)
    _form(desk).show_outlook(Typed(_ADDRESS, "", "laptop", keep=True), outlook)


def _administrator(desk: Desk) -> None:
    AdministratorDialog(desk.window).open()


def _put_back(desk: Desk) -> None:
    store = desk.session.store
    beyond = tuple(("client", number.to_bytes(16, "big")) for number in range(_NEWER))
    at = store.clock.now().replace(hour=6, minute=30).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    found = Parting(b"e" * 16, True, 41, 60, None, at, beyond)
    PartingDialog(desk.window, desk.session, of_parting(store, found)).open()


def _outdated(desk: Desk) -> None:
    ask_parting(desk.window, desk.session, ServerOutdated(host=_ADDRESS.host, version=1, mine=2))


SCREENS: dict[str, Callable[[Desk], None]] = {
    "join": _join,
    "join-trouble": _trouble,
    "join-outlook": _outlook,
    "join-administrator": _administrator,
    "server-put-back": _put_back,
    "server-outdated": _outdated,
}
