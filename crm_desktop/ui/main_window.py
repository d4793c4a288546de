"""The frame: side bar, top bar with the search, the pages, the status line. It knows where to go, not what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.ui.actions import ALWAYS, REDO, UNDO, Actions
from crm_desktop.ui.drop import local_files
from crm_desktop.ui.sidebar import Place, Sidebar
from crm_desktop.ui.status_line import StatusLine
from crm_desktop.ui.tell import Tell
from crm_desktop.ui.text import tr
from crm_desktop.ui.toast import Toast
from crm_desktop.ui.widgets.buttons import button, line, tool_button
from crm_desktop.ui.widgets.notice_bar import NoticeBar
from crm_desktop.ui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent, QResizeEvent

    from crm_desktop.changes import Changes

_SMALLEST = QSize(760, 480)
_FIRST = QSize(1280, 800)
_TOP_HEIGHT = 52
_SEARCH_WIDTH = 520
_ROOM_FOR_BOTH = 980
_NEW_CLIENT = "new_client"


class Page(Protocol):
    """A page of the window: a widget that hears of changes when it is seen or will be seen again."""

    def changed(self, changes: Changes) -> None:
        """Something was committed while the page is on the screen."""

    def shown(self, *, stale: bool) -> None:
        """The page comes on the screen; ``stale``: something was committed since it was there last."""

    def states(self) -> Iterable[str]:
        """The states that enable commands (``actions.LIST``, ``actions.SELECTION``)."""


class MainWindow(QMainWindow):
    """The window.

    Signals:
        searched: the text of the search box, at every key.
        search_left: Down or Return in the search box.
        files_dropped: files were dropped on the window (a list of paths).
        closing: the window is about to close.
        painted: the first picture of the window is being painted; what is queued by it follows that picture.
    """

    searched = Signal(str)
    search_left = Signal()
    files_dropped = Signal(list)
    closing = Signal()
    painted = Signal()

    def __init__(
        self,
        places: Sequence[Place],
        below: Sequence[Place],
        primary: Mapping[str, str] | None = None,
        searched: Mapping[str, str] | None = None,
    ) -> None:
        """Take the places of the side bar, and by page the command of the one coloured button ("new_client" else).

        A page whose command is empty has a button of its own. In each of the pages ``searched`` the search box has a
        text of its own, which is there again when one comes back; the words say what is looked for there.
        """
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("CRM Desktop")
        self.setMinimumSize(_SMALLEST)
        self.resize(_FIRST)
        self.setAcceptDrops(True)
        self.actions_table = Actions(self)
        self.sidebar = Sidebar(tuple(places), tuple(below))
        self.search = SearchBox("search", tr("Find a client"), self.actions_table.key_of("find"))
        self.notice = NoticeBar()
        self.status = StatusLine()
        self._stack = QStackedWidget()
        self._primary_of = primary or {}
        self._searched = searched or {}
        self._typed: dict[str, str] = {}
        self._makers: Mapping[str, Callable[[], QWidget]] = {}
        self._pages: dict[str, QWidget] = {}
        self._stale: set[str] = set()
        self._undoable = (False, False)
        self._states: list[str] = []
        self._was_painted = False
        self._guest: QWidget | None = None
        self._before_guest = ""
        self.toast = Toast(self._build())
        self.tell = Tell(self.toast, self.notice)
        self.search.typed.connect(self.searched)
        self.search.left_down.connect(self.search_left)
        self.sidebar.went.connect(self.go)

    # ----------------------------------------------------------------------------------------------------------- pages

    def set_pages(self, makers: Mapping[str, Callable[[], QWidget]]) -> None:
        """Take the makers of the pages by id; each is called when its page is first shown."""
        self._makers = makers

    def page(self, name: str) -> QWidget:
        """A page, made now if it was never shown."""
        if name not in self._pages:
            made = self._makers[name]()
            made.setObjectName(made.objectName() or f"page_{name}")
            self._pages[name] = made
            self._stack.addWidget(made)
        return self._pages[name]

    def add_page(self, name: str, widget: QWidget) -> None:
        """Add a page that is there already and lives as long as the window."""
        self._pages[name] = widget
        self._stack.addWidget(widget)

    def make_stale(self, name: str) -> None:
        """A page that is not on the screen is to read everything again when it is."""
        self._stale.add(name)

    def made(self, name: str) -> QWidget | None:
        """A page if it was ever shown."""
        return self._pages.get(name)

    def go(self, name: str, typed: str | None = None) -> None:
        """Show a page; a guest that was on the screen stays where it is, behind, and can be come back to.

        ``typed`` is what is looked for on it; None: what was when it was left.
        """
        widget = self.page(name)
        if self.where() != name:
            self._typed[self.where()] = self.search.text()
            if name in self._searched:
                self.search.show_text(self._typed.get(name, "") if typed is None else typed)
            self.search.show_aim(self._searched.get(name, tr("Find a client")))
        before = QApplication.focusWidget()
        self._stack.setCurrentWidget(widget)
        if before is not None and not before.isVisible():
            # The focus went with the page before: the search box is where the next key does something sensible.
            self.search.setFocus()
        self.sidebar.show_place(name)
        self._show_primary()
        self.status.show_selection("")
        _as_page(widget).shown(stale=name in self._stale)
        self._stale.discard(name)
        self.refresh_states()

    def enter_page(self) -> None:
        """Take the focus into the page on the screen: to the first thing there that keys can do something with."""
        page = self.page(self.where())
        widget: QWidget | None = page.nextInFocusChain()
        while widget is not None and widget is not page:
            takes_keys = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
            if takes_keys and widget.isEnabled() and page.isAncestorOf(widget) and widget.isVisibleTo(page):
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                return
            widget = widget.nextInFocusChain()

    def show_guest(self, widget: QWidget) -> None:
        """Show a widget that is no page (a form, an import) until ``leave_guest``; one at a time.

        It fills the place of the page, side bar and search stay. It belongs to the window until it is left.
        """
        self._drop_guest()
        self._before_guest = self.where()
        self._guest = widget
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        widget.setFocus()
        self.refresh_states()

    def leave_guest(self, page: str = "") -> None:
        """Take the guest away and show a page, the one before where none is named."""
        back = page or self._before_guest
        self._drop_guest()
        if back:
            self.go(back)

    def guest(self) -> QWidget | None:
        """The guest on the screen, if any."""
        return self._guest if self._guest is not None and self._stack.currentWidget() is self._guest else None

    def _drop_guest(self) -> None:
        guest, self._guest = self._guest, None
        if guest is not None:
            self._stack.removeWidget(guest)
            guest.deleteLater()

    def where(self) -> str:
        """The id of the page on the screen."""
        current = self._stack.currentWidget()
        return next((name for name, widget in self._pages.items() if widget is current), "")

    def changed(self, changes: Changes) -> None:
        """Something was committed: the page on the screen hears it, the others go stale."""
        here = self.where()
        self._stale.update(name for name in self._pages if name != here)
        if here:
            _as_page(self._pages[here]).changed(changes)
        self.refresh_states()

    def show_undoable(self, *, undo: bool, redo: bool) -> None:
        """Say what the base could take back or do again."""
        self._undoable = (undo, redo)
        self.refresh_states()

    def refresh_states(self) -> None:
        """Enable the commands that are possible now."""
        states = [ALWAYS]
        undo, redo = self._undoable
        # A focused text field may have something of its own to take back, so these stay possible while one has it.
        typing = self.focusWidget() is not None and self.focusWidget().inherits("QLineEdit")
        states += [UNDO] if undo or typing else []
        states += [REDO] if redo or typing else []
        here = self.where()
        if here:
            states += list(_as_page(self._pages[here]).states())
        if states != self._states:
            # Not at every key of a search: there are dozens of commands, and each hears of it.
            self._states = states
            self.actions_table.enable(states)

    # --------------------------------------------------------------------------------------------------- kept between

    def layout_state(self) -> dict[str, object]:
        """Size and place of the window, to be remembered."""
        return {"geometry": bytes(self.saveGeometry().toBase64().data()).decode("ascii")}

    def restore_layout(self, state: Mapping[str, object]) -> None:
        """Take the remembered size and place; what does not fit the present screens is mended by Qt."""
        geometry = state.get("geometry")
        if isinstance(geometry, str) and geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii")))

    # ---------------------------------------------------------------------------------------------------- Qt's events

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        # The pages are painted after the ground they stand on, in the same go.
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files: list[Path] = local_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(files)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.refresh_states()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_primary()

    # ---------------------------------------------------------------------------------------------------------- inside

    def _build(self) -> QWidget:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top_bar())
        column.addWidget(line())
        notice = QVBoxLayout()
        notice.setContentsMargins(16, 0, 16, 0)
        notice.addWidget(self.notice)
        column.addLayout(notice)
        column.addWidget(self._stack, 1)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(line(upright=True))
        row.addWidget(middle, 1)
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(row, 1)
        rows.addWidget(line())
        rows.addWidget(self.status)
        self.setCentralWidget(whole)
        self.search.installEventFilter(self)
        return whole

    def _show_primary(self) -> None:
        """One coloured button, that of the page; bringing a list belongs to the pages of clients."""
        wanted = self._primary_of.get(self.where(), _NEW_CLIENT)
        for name, shown in self._primary.items():
            shown.setVisible(name == wanted and self.actions_table[name].isVisible())
        roomy = self.width() >= _ROOM_FOR_BOTH and wanted == _NEW_CLIENT
        self._bring.setVisible(roomy and self.actions_table["import"].isVisible())

    def _top_bar(self) -> QWidget:
        bar = QWidget()
        bar.setObjectName("top_bar")
        bar.setMinimumHeight(_TOP_HEIGHT)
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(10)
        self.search.setMaximumWidth(_SEARCH_WIDTH)
        row.addWidget(self.search, 4)
        row.addStretch(1)
        self._bring = button("bring_list", tr("Bring a list…"), clicked=self.actions_table["import"].trigger)
        self._primary = {
            name: button(
                f"{name}_button", text, look="primary", icon="plus", clicked=self.actions_table[name].trigger
            )
            for name, text in (
                (_NEW_CLIENT, tr("New client")),
                ("plan_contact", tr("Plan")),
                ("new_deal", tr("New deal")),
                ("new_request", tr("New request")),
            )
        }
        menu_button = tool_button("menu", tr("Menu"), "ellipsis")
        menu = QMenu(menu_button)
        menu.setObjectName("main_menu")
        self.actions_table.fill(menu, ("clients", "lists", "undo", "places", "program"))
        menu_button.setMenu(menu)
        for widget in (self._bring, *self._primary.values(), menu_button):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        return bar


def _as_page(widget: QWidget) -> Page:
    """The page that a widget is; the makers give nothing else."""
    page: Page = widget  # type: ignore[assignment]  # QWidget and Page at once; Python has no type for "both"
    return page
