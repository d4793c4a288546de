"""The screens of the window around the list of clients."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crm_desktop.services.filters import ClientQuery, Filter, FilterOp, filter_fields
from screenshots import cards
from screenshots.stage import wait

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.ui.desk import Desk


def _clients(desk: Desk) -> None:
    desk.clients_page().show_view(_everybody())
    cards.show_somebody(desk)


def _search(desk: Desk) -> None:
    desk.go_clients()
    desk.window.search.setText("bdfyjd")


def _filters(desk: Desk) -> None:
    stage = next(field for field in filter_fields(desk.session.store) if field.id == "stage")
    chosen = Filter("stage", FilterOp.IS, tuple(choice.value for choice in stage.choices[1:3]))
    desk.go_clients()
    desk.clients_page().show_view(replace(_everybody(), filters=(chosen,)))
    desk.clients_page().filter_bar.edit("city")


def _selection(desk: Desk) -> None:
    _clients(desk)
    desk.clients_page().table.selectAll()


def _empty(desk: Desk) -> None:
    desk.go_clients()
    desk.window.search.setText("qqxqqx")


def _palette(desk: Desk) -> None:
    from crm_desktop.ui.palette import Palette

    _clients(desk)
    desk.window.actions_table["palette"].trigger()
    popup = desk.window.findChild(Palette)
    if popup is not None:
        popup.line.setText("an")


def _page(name: str) -> Callable[[Desk], None]:
    def show(desk: Desk) -> None:
        desk.window.go(name)

    return show


def _everybody() -> ClientQuery:
    return ClientQuery()


def _duplicates(desk: Desk) -> None:
    desk.window.go("duplicates")
    page = desk.window.page("duplicates")
    wait(lambda: page.view.pairs.rowCount() > 0)  # type: ignore[attr-defined]  # a DuplicatesPage, which searches


def _merge(desk: Desk) -> None:
    from crm_desktop.ui.duplicates.host import merge_selected

    desk.go_clients()
    people = desk.session.store.read("SELECT id FROM client WHERE kind = 'person' AND deleted = 0 LIMIT 3")
    merge_selected(desk, [client_id for (client_id,) in people])


def _take_out(desk: Desk) -> None:
    desk.go_clients()
    desk.window.actions_table["take_out"].trigger()


SCREENS: dict[str, Callable[[Desk], None]] = {
    "welcome": _page("welcome"),
    "clients": _clients,
    "search": _search,
    "nobody": _empty,
    "filters": _filters,
    "selection": _selection,
    "palette": _palette,
    "imports": _page("imports"),
    "duplicates": _duplicates,
    "merge": _merge,
    "take-out": _take_out,
    "operations": _page("operations"),
    "bin": _page("bin"),
    "keys": _page("keys"),
}
