"""Lists brought in: every import with its files and numbers, taken back or brought again, its clients and rejects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from crm_desktop.exchange.exporting.rejects import rejected_tables
from crm_desktop.exchange.importing.past import PastImport, past_imports
from crm_desktop.services import operations
from crm_desktop.services.filters import ClientQuery, Filter, FilterOp
from crm_desktop.ui import formats, rejects, text_import
from crm_desktop.ui.pages.import_report import Report
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.widgets.badge import Badge
from crm_desktop.ui.widgets.buttons import ElidedLabel, button, label
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.page_frame import Card, PageFrame, clear

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crm_desktop.changes import Changes
    from crm_desktop.services.operations import OperationRow
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell
    from crm_desktop.ui.undoing import Undoing

_AT_ONCE = 30
_FILES_NAMED = 3


class ImportsPage(PageFrame):
    """One card per import, newest first."""

    def __init__(
        self,
        session: Session,
        tell: Tell,
        undoing: Undoing,
        show: Callable[[ClientQuery], object],
        bring: Callable[[], object],
    ) -> None:
        """Take what takes operations back, what shows clients in the list, and what begins an import."""
        super().__init__(
            "page_imports",
            tr("Lists brought in"),
            tr(
                "Taking a list back removes its clients and undoes what it changed; what you have edited since stays."
            ),
        )
        self._session = session
        self._tell = tell
        self._undoing = undoing
        self._show = show
        self._limit = _AT_ONCE
        self._open: set[bytes] = set()
        """The imports whose report is open."""
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        self.column.addLayout(self._list)
        self._more = button("imports_more", tr("Show older"), clicked=self._show_older)
        self.column.addWidget(self._more)
        begin = button("imports_begin", tr("Bring a list…"), look="primary", icon="import", clicked=bring)
        self._nothing = EmptyState(
            "imports_empty",
            "import",
            tr("No list yet"),
            tr(
                "Drop a spreadsheet anywhere on the window: before anything is written you see what would come of it."
            ),
            (begin,),
        )
        self.column.addWidget(self._nothing)
        self.column.addStretch(1)

    def add_above(self, widget: QWidget) -> None:
        """Put something over the list of imports."""
        self.column.insertWidget(self.column.indexOf(self._list), widget)

    def shown(self, *, stale: bool) -> None:
        """Read when the page comes on the screen."""
        del stale
        self._reload()

    def changed(self, changes: Changes) -> None:
        """Something was committed; a list may have come or gone."""
        del changes
        self._reload()

    def states(self) -> tuple[str, ...]:
        """No command of the list is possible here."""
        return ()

    def _reload(self) -> None:
        clear(self._list)
        found = past_imports(self._session.store, self._limit)
        for past in found:
            self._list.addWidget(self._card(past))
        self._more.setVisible(len(found) == self._limit)
        self._nothing.setVisible(not found)

    def _show_older(self) -> None:
        self._limit += _AT_ONCE
        self._reload()

    def _card(self, past: PastImport) -> QWidget:
        card = Card()
        card.setObjectName(f"import_{past.operation}")
        card.setAccessibleName(_files(past))
        top = QHBoxLayout()
        top.addWidget(ElidedLabel(_files(past), "title"), 1)
        if past.state == "undone":
            top.addWidget(Badge(tr("taken back"), "quiet"))
        elif past.state == "open":
            top.addWidget(Badge(tr("under way"), "care"))
        top.addWidget(label(" · ".join(filter(None, (formats.moment(past.at), past.who))), "small"))
        card.column.addLayout(top)
        card.column.addWidget(label(_counts(past), "quiet", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        for each in self._buttons(past):
            row.addWidget(each)
        row.addStretch(1)
        card.column.addLayout(row)
        if past.id in self._open:
            card.column.addWidget(self._report(past))
        return card

    def _report(self, past: PastImport) -> Report:
        made = Report(self._session, past)
        made.show_wanted.connect(self._show)
        made.rejects_wanted.connect(lambda: self._save(past))
        return made

    def _toggle(self, past: PastImport) -> None:
        """Open or close the report of an import."""
        self._open ^= {past.id}
        self._reload()
        name = f"import_details_{past.operation}"
        again = self.findChild(QPushButton, name)
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _buttons(self, past: PastImport) -> list[QWidget]:
        made: list[QWidget] = []
        words = tr("Hide the report") if past.id in self._open else tr("What came of it")
        name = f"import_details_{past.operation}"
        made.append(button(name, words, icon="list", clicked=lambda: self._toggle(past)))
        if past.state == "done" and past.counts.get("new") and past.counts.get("people"):
            query = ClientQuery(filters=(Filter("import", FilterOp.IS, (past.id,)),))
            made.append(
                button(
                    f"import_clients_{past.operation}",
                    tr("Show the clients"),
                    icon="users",
                    clicked=lambda: self._show(query),
                )
            )
        if past.can_undo:
            made.append(
                button(
                    f"import_take_back_{past.operation}",
                    tr("Take back"),
                    icon="undo-2",
                    clicked=lambda: self._reverse(past.operation, self._undoing.take_back),
                )
            )
        if past.undo is not None:
            undo = past.undo
            made.append(
                button(
                    f"import_again_{past.operation}",
                    tr("Bring again"),
                    icon="redo-2",
                    clicked=lambda: self._reverse(undo, self._undoing.again),
                )
            )
        if past.rejects:
            words = ntr(
                "Save {n} row that could not go in…", "Save {n} rows that could not go in…", past.rejects
            )
            name = f"import_rejects_{past.operation}"
            made.append(button(name, words, look="quiet", icon="save", clicked=lambda: self._save(past)))
        return made

    def _reverse(self, seq: int, call: Callable[[OperationRow], object]) -> None:
        """Take an operation back: the import, or the undo of it."""
        rows = operations.recent(self._session.store, 1, before=seq + 1)
        if rows and rows[0].seq == seq:
            call(rows[0])

    def _save(self, past: PastImport) -> None:
        path = rejects.ask_place(self, rejects.suggested_name(str(past.files[0]["file"])))
        if path is None:
            return
        store, title = self._session.store, rejects.reason_title()
        rejects.save_rejects(
            self._session, self._tell, path, lambda: rejected_tables(store, past, title, text_import.problem)
        )


def _files(past: PastImport) -> str:
    names = list(dict.fromkeys(str(facts["file"]) for facts in past.files))
    named = ", ".join(names[:_FILES_NAMED])
    rest = len(names) - _FILES_NAMED
    return ntr("{files} and {n} more", "{files} and {n} more", rest, files=named) if rest > 0 else named


def _counts(past: PastImport) -> str:
    counts = past.counts
    words: Mapping[str, Callable[[int], str]] = {
        "read": lambda n: ntr("{n} row", "{n} rows", n),
        "new": lambda n: (
            ntr("{n} new entry", "{n} new entries", n)
            if counts.get("events")
            else ntr("{n} new client", "{n} new clients", n)
        ),
        "completed": lambda n: ntr("{n} completed", "{n} completed", n),
        "same": lambda n: ntr("{n} known already", "{n} known already", n),
        "duplicates": lambda n: ntr("{n} repeated", "{n} repeated", n),
        "rejected": lambda n: ntr("{n} could not go in", "{n} could not go in", n),
        "activities": lambda n: ntr("{n} contact in the history", "{n} contacts in the history", n),
        "deals": lambda n: ntr("{n} deal", "{n} deals", n),
    }
    return " · ".join(say(counts[name]) for name, say in words.items() if counts.get(name))
