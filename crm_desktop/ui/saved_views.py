"""Saved views: filters and order of clients or of deals under a name, in the side bar.

Where the base is shared, a view is its user's own until it is shared with the colleagues.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol, cast

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from crm_desktop.kinds import Op
from crm_desktop.services import filters
from crm_desktop.ui.places import DEALS
from crm_desktop.ui.sidebar import Place
from crm_desktop.ui.text import tr
from crm_desktop.ui.text_operations import op_done

if TYPE_CHECKING:
    from crm_desktop.services.views import View
    from crm_desktop.ui.main_window import MainWindow
    from crm_desktop.ui.pages.clients import ClientsPage
    from crm_desktop.ui.session import Session

_PAGE = "clients"


def shared_by(view: View) -> str:
    """Who shares a view."""
    return tr("Shared by {name}").format(name=view.sharer) if view.sharer else tr("Shared with colleagues")


def _place(view: View) -> Place:
    """A view as a line of the side bar; one that is shared is marked."""
    if not view.shared:
        return Place(view.id.hex(), view.name)
    return Place(view.id.hex(), view.name, mark="users", hint=shared_by(view))


class Kept(Protocol):
    """A page whose filters are kept: that of deals."""

    def saved(self) -> Mapping[str, Any]:
        """What a view keeps of it."""

    def show_saved(self, query: Mapping[str, Any]) -> None:
        """Show what was kept; of an empty mapping everything."""


class SavedViews(QObject):
    """The views of one window. The service is imported late: a start shows its list after the first picture."""

    def __init__(
        self,
        session: Session,
        window: MainWindow,
        page: Callable[[], ClientsPage],
        go: Callable[[], object],
        undo: Callable[[], object],
    ) -> None:
        """Take the page of clients, what shows it, and what takes the last operation back."""
        super().__init__(window)
        self._session = session
        self._window = window
        self._page = page
        self._go = go
        self._undo = undo
        self.current = ""
        window.sidebar.view_chosen.connect(self.open)
        window.sidebar.view_menu.connect(self._open_menu)

    def show(self) -> None:
        """Read the views again and show them in the side bar."""
        self._window.sidebar.show_views(tuple(_place(view) for view in self._views()))
        self.mark(self.current)

    def mark(self, name: str) -> None:
        """Mark a view (its id in hex) as the one on the screen; empty for none."""
        self.current = name
        here = self._window.where()
        if here:
            self._window.sidebar.show_place(here, name if here in (_PAGE, DEALS) else "")

    def current_name(self) -> str:
        """The name of the view on the screen; empty for none."""
        view = self._view(self.current) if self.current else None
        return view.name if view else ""

    def open(self, name: str) -> None:
        """Show the clients, or the deals, of a view."""
        view = self._view(name)
        if view is None:
            return
        if view.of == DEALS:
            self._window.go(DEALS)
            self._deals().show_saved(view.query)
        else:
            self._go()
            self._page().show_view(filters.from_json(view.query))
        self.mark(name)

    def left_deals(self) -> None:
        """The page of deals was asked for, and not a view of it: all deals are shown again."""
        view = self._view(self.current) if self.current else None
        if view is not None and view.of == DEALS:
            self._deals().show_saved({})
            self.mark("")

    def save(self) -> None:
        """Ask for a name and keep the present filters and order under it; what is typed is of the moment only."""
        from crm_desktop.services import views
        from crm_desktop.ui.widgets.ask import ask_text

        name = ask_text(self._window, "view_name", tr("Keep as a view"), tr("Name of the view"))
        if name:
            stored = self._stored()
            self._try(lambda: self.mark(views.save(self._session.store, name, stored).hex()))

    def rename(self, name: str) -> None:
        """Ask for another name of a view."""
        from crm_desktop.services import views
        from crm_desktop.ui.widgets.ask import ask_text

        view = self._view(name)
        if view is None:
            return
        new = ask_text(self._window, "view_name", tr("Rename the view"), tr("Name of the view"), view.name)
        if new:
            self._try(lambda: views.rename(self._session.store, view.id, new))

    def remove(self, name: str) -> None:
        """Remove a view; a toast offers it back."""
        from crm_desktop.services import views

        view = self._view(name)
        if self._try(lambda: views.delete(self._session.store, bytes.fromhex(name))):
            shared = view is not None and view.shared
            self._window.tell.done(
                tr("View removed for everybody") if shared else tr("View removed"), self._undo
            )

    def share(self, name: str) -> None:
        """Have all colleagues see a view; a toast offers to take that back."""
        from crm_desktop.services import views

        session = self._session
        self._become(name, Op.SHARE_VIEW, lambda view: views.share(session.store, view, session.base.me))

    def unshare(self, name: str) -> None:
        """Have a view for oneself again; a toast offers to take that back."""
        from crm_desktop.services import views

        self._become(name, Op.UNSHARE_VIEW, lambda view: views.unshare(self._session.store, view))

    def _become(self, name: str, op: Op, call: Callable[[bytes], bytes]) -> None:
        """Share a view or take it back, which gives it another id: it stays the one on the screen."""
        was_current = self.current == name

        def become() -> None:
            now = call(bytes.fromhex(name))
            if was_current:
                self.mark(now.hex())
            self._window.tell.done(op_done(op, 1), self._undo)

        self._try(become)

    def _stored(self) -> Mapping[str, Any]:
        if self._window.where() == DEALS:
            return self._deals().saved()
        return filters.to_json(replace(self._page().query, text=""))

    def _deals(self) -> Kept:
        return cast("Kept", self._window.page(DEALS))

    def _views(self) -> list[View]:
        from crm_desktop.services import views

        return views.views(self._session.store)

    def _view(self, name: str) -> View | None:
        return next((view for view in self._views() if view.id.hex() == name), None)

    def _open_menu(self, name: str, point: QPoint) -> None:
        menu = QMenu(self._window)
        menu.setObjectName("view_menu")
        view = self._view(name)
        if view is not None and self._colleagues_see(view):
            self._add_sharing(menu, view)
        menu.addAction(tr("Rename…")).triggered.connect(lambda _on=False: self.rename(name))
        menu.addAction(tr("Remove")).triggered.connect(lambda _on=False: self.remove(name))
        menu.popup(point)

    def _colleagues_see(self, view: View) -> bool:
        """Whether there is something to say about colleagues: the base is shared, or the view was when it was."""
        from crm_desktop.sync.membership import membership

        return view.shared or membership(self._session.store) is not None

    def _add_sharing(self, menu: QMenu, view: View) -> None:
        """What can be done for colleagues to see it, or not; a view that another colleague shares is that one's."""
        name = view.id.hex()
        if not view.shared:
            action = menu.addAction(tr("Share with colleagues"))
            action.triggered.connect(lambda _on=False: self.share(name))
        elif view.shared_by in (None, self._session.base.me):
            action = menu.addAction(tr("Stop sharing"))
            action.triggered.connect(lambda _on=False: self.unshare(name))
        else:
            action = menu.addAction(shared_by(view))
            action.setEnabled(False)
        action.setObjectName("view_sharing")
        menu.addSeparator()

    def _try(self, call: Callable[[], object]) -> bool:
        try:
            call()
        except Exception as error:
            self._window.tell.problem(error)
            return False
        return True
