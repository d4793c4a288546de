"""One line typed over the calendar: what it says is shown while it is typed, Return writes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.clock import parse_utc_text
from crm_desktop.services.lengths import minutes_of
from crm_desktop.services.quick_entry import candidates, named, read_line
from crm_desktop.ui import formats, icons, text_kinds, text_planning
from crm_desktop.ui.text import tr, trc
from crm_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from crm_desktop.services.drafts import ActivityDraft
    from crm_desktop.ui.session import Session

_WIDTH, _WIDEST = 460, 760
"""A long line makes the popup wider, as far as the page has room, before its beginning goes out of sight."""
_ROW = 30
_HEAD, _GAP = 72, 8
_CLIENT = Qt.ItemDataRole.UserRole
_NEW = Qt.ItemDataRole.UserRole + 1


class QuickEntry(QFrame):
    """A popup over the page; one at a time, made once."""

    def __init__(
        self,
        session: Session,
        over: QWidget,
        save: Callable[[ActivityDraft, str], bool],
        plan: Callable[[ActivityDraft], object] | None,
    ) -> None:
        """``save`` writes a contact, with a new client where one is named, and says whether that went well; ``plan``
        opens the form with it.
        """
        super().__init__(over, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("quick_entry")
        self.setAccessibleName(tr("New contact"))
        self.setProperty("look", "raised")
        self._session, self._over, self._save, self._plan = session, over, save, plan
        self._draft: ActivityDraft | None = None
        self._understood: ActivityDraft | None = None
        self._about = ""
        self._near: QRect | None = None
        self.line = QLineEdit()
        self.line.setObjectName("quick_entry_line")
        self.line.setAccessibleName(tr("When, what and with whom"))
        self.line.setPlaceholderText(tr("15:30 meeting Ivanov about vases"))
        self.line.textChanged.connect(lambda _text: self._read())
        self.line.installEventFilter(self)
        self._meaning = label("", "strong", wrap=True)
        self._meaning.setObjectName("quick_entry_meaning")
        self.people = QListWidget()
        self.people.setObjectName("quick_entry_people")
        self.people.setAccessibleName(trc("quick entry", "With whom"))
        self.people.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.people.setIconSize(QSize(icons.SIZE, icons.SIZE))
        self.people.itemClicked.connect(lambda _item: self._write())
        self._hint = label(
            tr("Enter writes it, Ctrl+Enter opens the form, up and down choose the client"),
            "small",
            wrap=True,
        )
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 10)
        column.setSpacing(8)
        for widget in (self.line, self._meaning, self.people):
            column.addWidget(widget)
        foot = QHBoxLayout()
        foot.addWidget(self._hint, 1)
        foot.addWidget(button("quick_entry_more", tr("More…"), look="link", clicked=self._more))
        column.addLayout(foot)

    def begin(self, draft: ActivityDraft, text: str, near: QRect | None = None) -> None:
        """Ask for a contact at the time of the draft; ``text`` was typed already, ``near``: on what (global)."""
        self._draft, self._near = draft, near
        self.setFixedWidth(_WIDTH)
        self.line.setText(text)
        self._read()
        self.show()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)
        self.line.end(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._steer(event):
            return True
        return super().eventFilter(watched, event)

    # ---------------------------------------------------------------------------------------------------------- inside

    def _fit(self) -> None:
        """Take the room that the words need: never less than a moment ago, so that nothing jumps while one types."""
        beside = self._column.contentsMargins()
        frame = self.line.sizeHint().height()  # what a line leaves free at its ends, and the cursor
        need = self.line.fontMetrics().horizontalAdvance(self.line.text() or self.line.placeholderText())
        most = max(_WIDTH, min(_WIDEST, self._over.width() - 2 * _GAP))
        self.setFixedWidth(min(max(self.minimumWidth(), need + frame + beside.left() + beside.right()), most))
        self._column.activate()
        self.resize(self.width(), self._column.totalHeightForWidth(self.width()))
        self.move(self._place(self._near))

    def _place(self, near: QRect | None) -> QPoint:
        """Under the head of a day, as far as the page has room there."""
        page = QRect(self._over.mapToGlobal(QPoint(0, 0)), self._over.size())
        if near is None:
            return QPoint(page.center().x() - self.width() // 2, page.top() + _HEAD)
        left = max(page.left(), min(near.left(), page.right() - self.width() - _GAP))
        below = near.top() + _GAP * 4
        top = below if below + self.height() < page.bottom() else near.top() - self.height() - _GAP
        return QPoint(left, max(page.top(), top))

    def _steer(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            count = max(1, self.people.count())
            step = 1 if key == Qt.Key.Key_Down else -1
            self.people.setCurrentRow((self.people.currentRow() + step) % count)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._more()
            else:
                self._write()
        elif key == Qt.Key.Key_Escape:
            self.close()
        else:
            return False
        return True

    def _read(self) -> None:
        if self._draft is None:
            return
        store, draft = self._session.store, self._draft
        now = store.clock.now()
        typed = read_line(self.line.text(), now, _day_of(draft))
        found = named(store, typed.words)
        kind = typed.kind or draft.kind
        takes_time = typed.at is not None or (typed.day == _day_of(draft) and not draft.all_day)
        # What was typed counts before where it was typed.
        at = typed.stored if typed.at is not None or typed.day != _day_of(draft) else draft.planned_at
        minutes = typed.minutes or draft.minutes or (minutes_of(store, kind) if takes_time else None)
        self._about = found.about
        about = found.about if found.clients else " ".join(filter(None, (found.name, found.about)))
        self._understood = replace(
            draft, kind=kind, planned_at=at, all_day=not takes_time, minutes=minutes, wanted=about
        )
        self._show_people(found.clients, found.name)
        self._show_meaning()
        self._fit()

    def _show_people(self, clients: tuple[bytes, ...], name: str) -> None:
        self.people.clear()
        for found in candidates(self._session.store, clients):
            words = f"{found.name} · {found.beside}" if found.beside else found.name
            self._item("user", words).setData(_CLIENT, found.id)
        if name and not clients:
            self._item("calendar", tr("Without a client: {text}", text=name))
            self._item("plus", tr("New client: {name}", name=name)).setData(_NEW, name)
        else:
            self._item("calendar", tr("Without a client"))
        self.people.setCurrentRow(0)
        self.people.setFixedHeight(self.people.count() * _ROW + 2 * self.people.frameWidth())

    def _item(self, icon: str, words: str) -> QListWidgetItem:
        made = QListWidgetItem(icons.icon(icon, "quiet"), words)
        made.setSizeHint(QSize(0, _ROW))
        self.people.addItem(made)
        return made

    def _show_meaning(self) -> None:
        draft = self._understood
        if draft is None or draft.planned_at is None:
            return
        today = self._session.store.clock.now().astimezone().date()
        parts = [formats.moment(draft.planned_at, today), text_kinds.activity_kind(draft.kind)]
        if draft.minutes and not draft.all_day:
            parts.append(text_planning.length(draft.minutes))
        parts.append(draft.wanted)
        self._meaning.setText(" · ".join(filter(None, parts)))

    def _chosen(self) -> ActivityDraft | None:
        client_id = self.people.currentIndex().data(_CLIENT)
        return None if self._understood is None else replace(self._understood, client_id=client_id)

    def _write(self) -> None:
        draft = self._chosen()
        if draft is None or not self.line.text().strip():
            return
        new_client = self.people.currentIndex().data(_NEW) or ""
        if new_client:
            draft = replace(draft, wanted=self._about)
        if self._save(draft, new_client):
            self.close()

    def _more(self) -> None:
        draft = self._chosen()
        self.close()
        if draft is not None and self._plan is not None:
            self._plan(draft)


def _day_of(draft: ActivityDraft) -> date:
    moment = draft.planned_at or ""
    return (
        parse_utc_text(moment).astimezone().date() if "T" in moment else datetime.fromisoformat(moment).date()
    )
