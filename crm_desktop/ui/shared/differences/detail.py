"""The chosen difference: what happened, both sides beside each other, and the answers with their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.kinds import DifferenceAnswer
from crm_desktop.ui import text_difference_values, text_differences
from crm_desktop.ui.shared.differences.deed_button import DeedButton
from crm_desktop.ui.shared.differences.sides import Sides
from crm_desktop.ui.shared.differences.third_value import ThirdValue
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import ElidedLabel, button, label
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.services.difference_rows import Difference
    from crm_desktop.ui.session import Session

_SIDE = 22
_MANY = (DifferenceAnswer.KEPT, DifferenceAnswer.USED)
_MOST_ANSWERS = 4


class DifferenceDetail(QScrollArea):
    """Shows one, or how many are chosen.

    Signals:
        answered: one of the answers was chosen: which.
        third_wanted: a third value, as it is stored, is to be written.
        problem: what was typed is no such value: the error.
        record_wanted: the record is to be opened.
        several_wanted: what can be done with several at once is asked for.
        done: the keys belong to the list again.
    """

    answered = Signal(object)
    third_wanted = Signal(object)
    problem = Signal(object)
    record_wanted = Signal()
    several_wanted = Signal()
    done = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("difference_detail")
        self.setAccessibleName(tr("Difference"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._chosen: Sequence[Difference] = ()
        self._offered: tuple[DifferenceAnswer, ...] = ()
        self.third = ThirdValue(session)
        self._build()
        self.third.wanted.connect(self.third_wanted)
        self.third.problem.connect(self.problem)
        self.third.left.connect(self._leave_third)

    def show_chosen(self, chosen: Sequence[Difference]) -> None:
        """Show one difference, or what can be done with several; a third value that is being written stays."""
        same = [each.ids for each in chosen] == [each.ids for each in self._chosen]
        self._chosen = chosen
        if not (same and self.third.isVisible()):
            self.third.forget()
        self._body.setVisible(bool(chosen))
        self._nothing.setVisible(not chosen)
        if len(chosen) == 1:
            self._show_one(chosen[0])
        elif chosen:
            self._show_many(chosen)

    def press(self, digit: int) -> None:
        """A digit was pressed: give the answer that has it."""
        if 1 <= digit <= len(self._offered):
            self._choose(self._offered[digit - 1])

    def ask_third(self) -> None:
        """Let a third value be written."""
        if len(self._chosen) == 1:
            self.third.ask(self._chosen[0])
            self.ensureWidgetVisible(self.third)

    def several_corner(self) -> QPoint:
        """Where the menu of several at once belongs, globally."""
        return self._several.mapToGlobal(self._several.rect().bottomLeft())

    # --------------------------------------------------------------------------------------------------------- showing

    def _show_one(self, difference: Difference) -> None:
        record = difference.record
        self._name.setText(text_difference_values.title(record))
        beside = text_difference_values.beside(record)
        in_bin = tr("In the bin") if record.deleted else ""
        self._beside.setText(" · ".join(part for part in (beside, in_bin) if part))
        self._open.setVisible(record.client is not None)
        self._field.setText(text_difference_values.field(difference))
        self._sentence.setText(text_differences.sentence(difference))
        self._changed.setText(self._changed_since(difference))
        self._changed.setVisible(bool(self._changed.text()))
        self._beside.setVisible(bool(self._beside.text()))
        self._field.setVisible(self._field.text() != self._beside.text())
        self.sides.show_difference(difference)
        self._show_answers(() if difference.answered_at else difference.answers, difference)
        self._decided.setText(text_differences.decided(difference) if difference.answered_at else "")
        self._now.setText(self._since(difference))
        self._now.setVisible(bool(self._now.text()))
        self._decided.setVisible(bool(difference.answered_at))
        self._several.setVisible(not difference.answered_at)

    def _since(self, difference: Difference) -> str:
        """What stands since it was decided, where that is neither of the two."""
        known = (None, difference.stands.value, difference.other.value)
        if (
            not difference.answered_at
            or difference.field in ("deleted", "merged_into")
            or difference.now in known
        ):
            return ""
        return tr("Stands now: {value}", value=text_difference_values.shown(difference, difference.now))

    def _changed_since(self, difference: Difference) -> str:
        if not difference.moved or difference.answered_at:
            return ""
        return tr(
            "What stands is newer than this difference: {given}",
            given=text_differences.given(difference.stands),
        )

    def _show_many(self, chosen: Sequence[Difference]) -> None:
        self._name.setText(text_differences.chosen(chosen))
        for each in (
            self._beside,
            self._open,
            self._field,
            self._changed,
            self._decided,
            self._now,
            self.sides,
            self._several,
        ):
            each.hide()
        self._sentence.setText(tr("One answer is given to all of them, and taken back as one."))
        open_ones = [each for each in chosen if not each.answered_at]
        usable = any(DifferenceAnswer.USED in each.answers for each in open_ones)
        self._show_answers((_MANY if usable else _MANY[:1]) if open_ones else (), None)

    def _show_answers(self, answers: Sequence[DifferenceAnswer], difference: Difference | None) -> None:
        self._offered = tuple(answers)
        for place, made in enumerate(self.answers):
            if place < len(answers):
                how = answers[place]
                words = (
                    text_differences.answer(difference, how)
                    if difference is not None
                    else text_differences.answer_to_many(how)
                )
                made.show_deed(words, str(place + 1), "primary" if len(answers) == 1 else "plain")
            made.setVisible(place < len(answers))

    # -------------------------------------------------------------------------------------------------------- commands

    def _choose(self, how: DifferenceAnswer) -> None:
        if how is DifferenceAnswer.WRITTEN:
            self.ask_third()
        else:
            self.answered.emit(how)

    def _leave_third(self) -> None:
        self.third.forget()
        self.done.emit()

    # --------------------------------------------------------------------------------------------------------- widgets

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(_SIDE, 16, _SIDE, 16)
        self._nothing = EmptyState(
            "difference_none",
            "users",
            tr("Choose a difference"),
            tr("Here stand both values, and what you can do: nothing is lost until you decide."),
        )
        self._body = QWidget()
        column.addWidget(self._nothing, 1)
        column.addWidget(self._body)
        column.addStretch(1)
        self._fill(QVBoxLayout(self._body))
        self.setWidget(inside)
        self._body.hide()

    def _fill(self, body: QVBoxLayout) -> None:
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(4)
        self._name = label("", "heading", wrap=True)
        self._name.setObjectName("difference_record")
        self._beside = ElidedLabel("", "quiet")
        self._open = button(
            "difference_open", tr("Open the card"), look="link", clicked=self.record_wanted.emit
        )
        below = QHBoxLayout()
        below.addWidget(self._beside, 1)
        below.addWidget(self._open)
        self._field = label("", "strong", wrap=True)
        self._field.setObjectName("difference_field")
        self._sentence = label("", "quiet", wrap=True)
        self._sentence.setObjectName("difference_sentence")
        self._changed = label("", "care", wrap=True)
        self._changed.setObjectName("difference_changed")
        self._decided = label("", "strong", wrap=True)
        self._decided.setObjectName("difference_decided")
        self._now = label("", "quiet", wrap=True)
        self._now.setObjectName("difference_now")
        body.addWidget(self._name)
        body.addLayout(below)
        body.addSpacing(10)
        for each in (self._field, self._sentence, self._changed):
            body.addWidget(each)
        body.addSpacing(10)
        self.sides = Sides()
        body.addWidget(self.sides)
        body.addSpacing(10)
        body.addWidget(self._decided)
        body.addWidget(self._now)
        body.addWidget(self._buttons())
        body.addWidget(self.third)
        body.addSpacing(6)
        self._several = button(
            "difference_several", tr("Several at once…"), look="link", clicked=self.several_wanted.emit
        )
        body.addWidget(self._several, 0, Qt.AlignmentFlag.AlignLeft)

    def _buttons(self) -> QWidget:
        row = QWidget()
        flow = FlowLayout(row, 8)
        self.answers = [DeedButton(f"difference_answer_{place}") for place in range(1, _MOST_ANSWERS + 1)]
        for place, made in enumerate(self.answers, start=1):
            made.clicked.connect(lambda _checked=False, digit=place: self.press(digit))
            flow.addWidget(made)
        return row
