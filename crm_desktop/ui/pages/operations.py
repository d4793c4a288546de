"""What changed: everything done in this base, newest first; each can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.services import colleagues, operations
from crm_desktop.ui import formats, text_operations
from crm_desktop.ui.card.entry_choice import EntryChoice
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.widgets.badge import Badge
from crm_desktop.ui.widgets.buttons import ElidedLabel, button, label, line
from crm_desktop.ui.widgets.page_frame import Card, PageFrame, clear

if TYPE_CHECKING:
    from crm_desktop.changes import Changes
    from crm_desktop.services.operations import OperationRow
    from crm_desktop.ui.session import Session

_AT_ONCE = 40
_WHO_WIDTH = 240


class OperationsPage(PageFrame):
    """Days as headings, one line per operation, a button at each that can still be taken back."""

    def __init__(
        self,
        session: Session,
        take_back: Callable[[OperationRow], object],
        open_card: Callable[[bytes], object],
        *,
        op: str | None = None,
    ) -> None:
        """Take what takes an operation back and what opens a client; ``op`` shows only operations of one kind."""
        title = tr("What changed") if op is None else tr("Lists brought in")
        super().__init__("page_operations" if op is None else "page_imports", title, _explained(op))
        self._session = session
        self._take_back = take_back
        self._open_card = open_card
        self._op = op
        self._oldest: int | None = None
        self._day = ""
        self._card: Card | None = None
        self._whom = EntryChoice("operations_who", tr("Who did it"), [(None, tr("Everybody"))])
        self._whom.activated.connect(lambda _index: self._reload())
        self._whom.setMaximumWidth(_WHO_WIDTH)
        self._whom.hide()
        self.column.addWidget(self._whom)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.column.addLayout(self._list)
        self._more = button("operations_more", tr("Show older"), clicked=self._add_older)
        self.column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._nothing = label(tr("Nothing yet."), "quiet")
        self.column.addWidget(self._nothing)
        self.column.addStretch(1)

    def shown(self, *, stale: bool) -> None:
        """Read the newest when the page comes on the screen."""
        if stale or self._oldest is None:
            self._reload()

    def changed(self, changes: Changes) -> None:
        """Something was committed: it is the newest line."""
        del changes
        self._reload()

    def states(self) -> tuple[str, ...]:
        """No command of the list is possible here."""
        return ()

    def _reload(self) -> None:
        self._offer_people()
        clear(self._list)
        self._oldest, self._day, self._card = None, "", None
        self._add_older()

    def _offer_people(self) -> None:
        """What did each of us do today? Asked once there are several."""
        people = colleagues.people(self._session.store) if self._op is None else []
        self._whom.setVisible(len(people) > 1)
        self._whom.refill([(None, tr("Everybody")), *((each.name, each.name) for each in people)])

    def _add_older(self) -> None:
        store, who = self._session.store, self._whom.value()
        rows = operations.recent(store, _AT_ONCE, self._oldest, op=self._op, who=who)
        for row in rows:
            # What the program did by itself (furnishing a new base) is nothing that anybody did here.
            if row.can_undo or row.undoes is not None or row.state != "done" or _is_work(row):
                self._add(row)
        if rows:
            self._oldest = rows[-1].seq
        self._more.setVisible(len(rows) == _AT_ONCE)
        self._nothing.setVisible(self._oldest is None)

    def _add(self, row: OperationRow) -> None:
        day = formats.relative(row.at)
        if day != self._day or self._card is None:
            self._day = day
            self._card = self._new_day(day)
        else:
            self._card.column.addWidget(line())
        self._card.column.addWidget(self._line(row))

    def _new_day(self, day: str) -> Card:
        heading = label(day[:1].upper() + day[1:], "section")
        heading.setContentsMargins(0, 8, 0, 0)
        self._list.addWidget(heading)
        card = Card()
        card.column.setContentsMargins(16, 4, 12, 4)
        card.column.setSpacing(0)
        self._list.addWidget(card)
        return card

    def _line(self, row: OperationRow) -> QWidget:
        made = QWidget()
        made.setMinimumHeight(46)
        across = QHBoxLayout(made)
        across.setContentsMargins(0, 6, 0, 6)
        across.setSpacing(12)
        time = label(formats.clock_time(row.at), "quiet")
        time.setMinimumWidth(44)
        across.addWidget(time, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(text_operations.op_name(row.op), "strong"))
        about = ElidedLabel(_about(row), "quiet")
        words.addWidget(about)
        across.addLayout(words, 1)
        if row.state == "undone":
            across.addWidget(Badge(tr("taken back"), "quiet"))
        elif row.state == "open":
            across.addWidget(Badge(tr("under way"), "care"))
        if len(row.clients) == 1:
            name, client = f"operation_card_{row.seq}", row.clients[0].id
            across.addWidget(button(name, tr("Open"), look="quiet", clicked=lambda: self._open_card(client)))
        if row.can_undo:
            name = f"take_back_{row.seq}"
            across.addWidget(
                button(name, tr("Take back"), icon="undo-2", clicked=lambda: self._take_back(row))
            )
        return made


def _is_work(row: OperationRow) -> bool:
    """Whether it is what a colleague did on another computer."""
    return row.elsewhere and bool(row.clients)


def _about(row: OperationRow) -> str:
    """Whom it touched, how much, and who did it."""
    parts: list[str] = []
    names = ", ".join(link.name for link in row.clients if link.name)
    if names:
        parts.append(names if len(row.clients) < 3 else tr("{names} and others", names=names))
    files = row.info.get("files")
    if isinstance(files, list | tuple) and files:
        parts.insert(0, ", ".join(_file_name(each) for each in files))
    parts.extend(import_counts(row.info))
    if not files and row.rows > 1:
        parts.insert(0 if len(row.clients) > 1 else len(parts), ntr("{n} change", "{n} changes", row.rows))
    if row.who:
        parts.append(row.who)
    return " · ".join(parts)


def import_counts(info: Mapping[str, Any]) -> list[str]:
    """How many clients an import added, completed and turned away, from the facts it left."""
    words: Mapping[str, Callable[[int], str]] = {
        "new": lambda n: ntr("{n} new", "{n} new", n),
        "completed": lambda n: ntr("{n} completed", "{n} completed", n),
        "rejected": lambda n: ntr("{n} turned away", "{n} turned away", n),
    }
    return [say(info[key]) for key, say in words.items() if isinstance(info.get(key), int) and info[key]]


def _explained(op: str | None) -> str:
    if op is None:
        return tr(
            "Everything that was done here. You can take back any line, not only the last one; what was changed "
            "since stays."
        )
    return tr(
        "Every list that was brought in. Taking one back removes its clients and undoes its changes; what you have "
        "edited since stays."
    )


def _file_name(each: object) -> str:
    name = each.get("file", "") if isinstance(each, dict) else each
    return str(name).replace("\\", "/").rsplit("/", 1)[-1]
