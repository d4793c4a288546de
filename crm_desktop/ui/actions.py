"""Everything that the window can be told to do: one table, from which menus, shortcuts and the palette are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from crm_desktop.ui import icons
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtWidgets import QMenu, QWidget

ALWAYS = "always"
LIST = "list"
SELECTION = "selection"
UNDO = "undo"
REDO = "redo"


@dataclass(frozen=True)
class Command:
    """One command.

    Attributes:
        id: stable id; the object name of its action.
        text: its words in menus and in the palette.
        keys: its shortcuts, the first one shown.
        icon: name of its icon.
        when: the state in which it is possible: ``always``, ``list``, ``selection``, ``undo`` or ``redo``.
        menu: the part of the menu it stands in; empty for one that only the palette and the keyboard know.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    when: str = ALWAYS
    menu: str = ""


def commands() -> tuple[Command, ...]:
    """The whole table, in the words of the language in use."""
    return (*_of_clients(), *_of_lists(), *_of_undo(), *_of_places(), *_of_program())


def _of_clients() -> tuple[Command, ...]:
    return (
        Command("new_client", tr("New client"), ("Ctrl+N",), "plus", menu="clients"),
        Command("edit_client", tr("Edit the client"), ("F2",), "pencil", SELECTION),
        Command("open_card", tr("Open the card"), ("Ctrl+Return",), "user", SELECTION),
        Command("log_contact", tr("Log a call or a visit"), ("Ctrl+L",), "phone", SELECTION),
        Command("new_deal", tr("New deal"), ("Ctrl+Shift+D",), "plus", menu="clients"),
        Command(
            "new_payment", tr("Write down a payment"), ("Ctrl+Shift+M",), "wallet", SELECTION, menu="clients"
        ),
        Command(
            "new_request", tr("New complaint or request"), ("Ctrl+Shift+R",), "message-square", menu="clients"
        ),
        Command("plan_contact", tr("Plan a contact"), ("Ctrl+P",), "calendar", menu="clients"),
        Command(
            "plan_many",
            tr("Plan contacts for the selected clients…"),
            ("Ctrl+Shift+L",),
            "calendar",
            SELECTION,
        ),
        Command("hand_over", tr("Hand the selected clients over…"), ("Ctrl+Shift+H",), "users", SELECTION),
        Command("copy_rows", tr("Copy rows"), (), "copy", SELECTION),
        Command("delete_clients", tr("Move to the bin"), ("Del",), "trash-2", SELECTION),
        Command(
            "merge_clients",
            tr("Merge the selected clients…"),
            ("Ctrl+M",),
            "users",
            SELECTION,
            menu="clients",
        ),
        Command("select_all", tr("Select all"), (), "list", LIST),
    )


def _of_lists() -> tuple[Command, ...]:
    return (
        Command("import", tr("Bring a list…"), ("Ctrl+O",), "import", menu="lists"),
        Command("paste_list", tr("Paste a list"), ("Ctrl+V",), "copy", menu="lists"),
        Command(
            "export", tr("Save the list as a file…"), ("Ctrl+E",), "file-spreadsheet", LIST, menu="lists"
        ),
        Command("print_list", tr("Print the list…"), ("Ctrl+Shift+P",), "printer", LIST, menu="lists"),
        Command("export_diary", tr("Save the diary as a calendar…"), (), "calendar", menu="lists"),
        Command("take_out", tr("Take everything out…"), (), "package-open", menu="lists"),
        Command("bring_back", tr("Bring back what was taken out…"), (), "archive-restore", menu="lists"),
        Command(
            "save_view", tr("Keep these filters as a view…"), ("Ctrl+S",), "bookmark", LIST, menu="lists"
        ),
        Command("add_filter", tr("Add a filter"), ("Ctrl+Shift+F",), "funnel", LIST),
        Command("clear_filters", tr("Show all clients"), ("Ctrl+Shift+X",), "rotate-ccw", LIST),
    )


def _of_undo() -> tuple[Command, ...]:
    return (
        Command("undo", tr("Take back"), ("Ctrl+Z",), "undo-2", UNDO, menu="undo"),
        Command("redo", tr("Do again"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo-2", REDO, menu="undo"),
    )


def _of_places() -> tuple[Command, ...]:
    return (
        Command("find", tr("Find in the list"), ("Ctrl+F",), "search"),
        Command("palette", tr("Find a client or a command"), ("Ctrl+K",), "search", menu="places"),
        Command("go_today", tr("Today"), ("Ctrl+1",), "sun"),
        Command("go_clients", tr("Clients"), ("Ctrl+2",), "users"),
        Command("go_calendar", tr("Calendar"), ("Ctrl+3",), "calendar"),
        Command("go_deals", tr("Deals"), ("Ctrl+4",), "handshake"),
        Command("go_requests", tr("Requests"), ("Ctrl+5",), "message-square"),
        Command("go_reports", tr("Reports"), ("Ctrl+6",), "chart"),
        Command("reminders", tr("Reminders"), ("Ctrl+R",), "bell", menu="places"),
        Command("go_imports", tr("Lists brought in"), ("Ctrl+8",), "import", menu="places"),
        Command("go_duplicates", tr("Duplicates"), ("Ctrl+D",), "copy", menu="places"),
        Command("go_operations", tr("What changed"), ("Ctrl+9",), "history", menu="places"),
        Command("go_bin", tr("Bin"), ("Ctrl+0",), "trash-2", menu="places"),
        Command("go_shared", tr("Shared base"), ("Ctrl+7",), "database", menu="places"),
        Command("go_settings", tr("Settings"), ("Ctrl+,",), "settings", menu="places"),
    )


def _of_program() -> tuple[Command, ...]:
    return (
        Command("theme_light", tr("Light colours"), (), "sun"),
        Command("theme_dark", tr("Dark colours"), (), "moon"),
        Command("theme_system", tr("Colours as the system has them"), (), "monitor"),
        Command("language_en", tr("Language: {name}", name="English"), (), "globe"),
        Command("language_ru", tr("Language: {name}", name="Русский"), (), "globe"),
        Command("language_lt", tr("Language: {name}", name="Lietuvių"), (), "globe"),
        Command("exchange_now", tr("Exchange with colleagues now"), ("F5",), "repeat", menu="program"),
        Command("join_shared", tr("Join a shared base…"), (), "database", menu="program"),
        Command("open_base", tr("Open another base…"), ("Ctrl+Shift+O",), "folder-open", menu="program"),
        Command("keys", tr("Keyboard"), ("F1",), "keyboard", menu="program"),
        Command("quit", tr("Quit"), ("Ctrl+Q",), "log-out", menu="program"),
    )


class Actions(QObject):
    """The table as Qt actions, added to one window so that their shortcuts work anywhere in it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._known = {command.id: command for command in commands()}
        self.table = dict(self._known)
        """The commands that are offered."""
        self._actions = {command.id: self._made(command, window) for command in self.table.values()}

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def connect_to(self, name: str, call: Callable[[], object]) -> None:
        """Let a command call something."""
        self._actions[name].triggered.connect(lambda _checked=False: call())

    def offer(self, name: str, *, offered: bool) -> None:
        """Offer a command or leave it out of menus, keys and palette altogether."""
        if offered == (name in self.table):
            return
        self._actions[name].setVisible(offered)
        self._actions[name].setEnabled(offered and self._known[name].when == ALWAYS)
        self.table = {
            id_: each for id_, each in self._known.items() if (offered if id_ == name else id_ in self.table)
        }

    def enable(self, states: Iterable[str]) -> None:
        """Enable the commands that are possible in these states, disable the others."""
        possible = {ALWAYS, *states}
        for name, action in self._actions.items():
            command = self.table.get(name)
            action.setEnabled(command is not None and command.when in possible)

    def fill(self, menu: QMenu, parts: Iterable[str]) -> None:
        """Put the commands of some parts into a menu, a line between the parts."""
        for part in parts:
            if not menu.isEmpty():
                menu.addSeparator()
            for name, command in self.table.items():
                if command.menu == part:
                    menu.addAction(self._actions[name])

    def key_of(self, name: str) -> str:
        """The shown shortcut of a command, in the words of the system."""
        keys = self.table[name].keys
        return QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""

    @staticmethod
    def _made(command: Command, window: QWidget) -> QAction:
        action = QAction(command.text, window)
        action.setObjectName(command.id)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        if command.icon:
            action.setIcon(icons.icon(command.icon))
        window.addAction(action)
        return action
