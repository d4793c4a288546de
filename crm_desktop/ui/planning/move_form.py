"""Puts a planned contact off: one key for the usual times, any other typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.errors import ContactHeld, DateRefused, RecordEmpty
from crm_desktop.kinds import Op
from crm_desktop.services import moves, planning
from crm_desktop.services.planning import Scope
from crm_desktop.ui import formats
from crm_desktop.ui.card.activity_about import about_words, standing
from crm_desktop.ui.card.form_keys import claim
from crm_desktop.ui.card.scope_question import ScopeQuestion
from crm_desktop.ui.card.small_form import SmallForm
from crm_desktop.ui.card.when_field import WhenField
from crm_desktop.ui.card.wishes_line import WishesLine
from crm_desktop.ui.planning.move_times import offers
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QPushButton

    from crm_desktop.services.moves import Move
    from crm_desktop.services.typed_span import Span
    from crm_desktop.ui.session import Session

_SHOWN_MOVES = 3


class MoveForm(SmallForm):
    """Offers times by number; a series is asked how much of it goes along."""

    def __init__(self, session: Session, activity_id: bytes, occurrence: str | None) -> None:
        """Raises RecordNotFound, and ContactHeld for what was held already."""
        store = session.store
        self._activity_id = activity_id
        self._draft, self._occurrence = standing(store, activity_id, occurrence)
        if self._draft.held_at is not None or self._draft.planned_at is None:
            raise ContactHeld(id=activity_id, held_at=self._draft.held_at)
        self._offers = offers(self._draft.planned_at or "", store.clock.now())
        self._to: Span | None = None
        self._scope: Scope | None = None
        super().__init__("move_form", tr("Move"), session, f"move:{activity_id.hex()}")
        self._add_widgets(moves.of(store, activity_id))
        self.ready()

    def focus_first(self) -> None:
        self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def state(self) -> Mapping[str, Any]:
        return {}  # one key fills it: nothing is worth keeping

    def show_state(self, state: Mapping[str, Any]) -> None:
        del state

    def save(self) -> None:
        """Move to the time chosen or typed, after asking of a series how much of it goes along."""
        if self._to is None and self.when.text():
            self._to = self.when.span()
        if self._to is not None and self._occurrence is not None and self._scope is None:
            self._question.ask()
            return
        super().save()
        self._to, self._scope = None, None

    def write(self) -> str:
        if self._to is None:
            if self.when.text():
                raise DateRefused(field="planned_at", value=self.when.text())
            raise RecordEmpty(table="activity", field="planned_at")
        planning.move(
            self.session.store,
            self._activity_id,
            self._to.when.stored,
            all_day=self._to.when.time is None,
            minutes=self._to.minutes,
            occurrence=self._occurrence,
            scope=self._scope or Scope.THIS,
        )
        return Op.MOVE_ACTIVITY

    def event(self, event: QEvent) -> bool:
        return claim(event, self._digits()) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = event.key() - Qt.Key.Key_1
        if self._question.isHidden() and 0 <= place < len(self._buttons) and not event.modifiers():
            self._buttons[place].click()
        else:
            super().keyPressEvent(event)

    # ---------------------------------------------------------------------------------------------------------- inside

    def _add_widgets(self, before: list[Move]) -> None:
        for words, look in (
            (about_words(self.session.store, self._draft), "strong"),
            (self._planned_words(), "quiet"),
        ):
            self.add_row("", label(words, look, wrap=True))
        if before:
            self.add_row("", label(_moved_words(before, self._today()), "small", wrap=True))
        wishes = WishesLine(self.session.store)
        self.add_row("", wishes)
        wishes.show_clients([*filter(None, [self._draft.client_id])])
        self.add_row("", self._offered())
        self.when = WhenField("move_when", tr("Another time"), self.session.store.clock, ahead=True)
        self.add_row(tr("Another time"), self.when, "planned_at", self.when.line)
        self._question = ScopeQuestion()
        self._question.chosen.connect(self._move_as)
        self._question.left.connect(self._leave_question)
        self.add_row("", self._question)
        self.name_save(tr("Move"))

    def _offered(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(6)
        today = self._today()
        self._buttons: list[QPushButton] = []
        for number, offer in enumerate(self._offers, start=1):
            words = "  ·  ".join(filter(None, (formats.moment(offer.when.stored, today), offer.words)))
            words = f"{number}   {words}"
            each = button(f"move_{number}", words)
            each.setStyleSheet("text-align: left;")
            each.clicked.connect(lambda _checked=False, place=number - 1: self._take(place))
            self._buttons.append(each)
            column.addWidget(each)
        return made

    def _take(self, place: int) -> None:
        from crm_desktop.services.typed_span import Span

        self._to = Span(self._offers[place].when)
        self.save()

    def _move_as(self, scope: Scope) -> None:
        self._scope = scope
        self._question.hide()
        self.save()

    def _leave_question(self) -> None:
        self._to = None
        self._question.hide()
        self.focus_first()

    def _digits(self) -> set[int]:
        return {Qt.Key.Key_1 + place for place in range(len(self._offers))} | {Qt.Key.Key_Escape}

    def _today(self) -> date:
        return self.session.store.clock.now().astimezone().date()

    def _planned_words(self) -> str:
        when = formats.moment(self._draft.planned_at or "", self._today())
        return tr("Planned for {when}", when=when)


def _moved_words(before: list[Move], today: date) -> str:
    """How often it was moved, and where it stood, the newest first."""
    shown = [formats.moment(move.from_at, today) for move in reversed(before[-_SHOWN_MOVES:])]
    more = "…" if len(before) > _SHOWN_MOVES else ""
    return ntr(
        "Moved {n} time; it stood at {places}",
        "Moved {n} times; it stood at {places}",
        len(before),
        places=", ".join(filter(None, (*shown, more))),
    )
