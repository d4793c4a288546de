"""A third value instead of the two: written with the field that suits it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from crm_desktop.errors import DateRefused, MomentRefused, NumberRefused
from crm_desktop.kinds import ActivityKind, Channel, ClientKind, Direction, Gender, Outcome, RequestKind
from crm_desktop.services.difference_fields import Editor
from crm_desktop.ui import text_difference_values, text_kinds, text_requests
from crm_desktop.ui.card.day_field import DayField
from crm_desktop.ui.card.entry_choice import EntryChoice, colleague_choices, source_choices, stage_choices
from crm_desktop.ui.card.money_fields import AmountField
from crm_desktop.ui.card.text_box import TextBox
from crm_desktop.ui.card.when_field import WhenField, typed_text
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QKeyEvent

    from crm_desktop.services.difference_rows import Difference
    from crm_desktop.ui.session import Session

_NAME = "difference_third"
_MOST = 100_000


class ThirdValue(QWidget):
    """A field and its two buttons.

    Signals:
        wanted: the value, as it is stored, is to be written.
        problem: what was typed is no such value: the error.
        left: nothing is to be written.
    """

    wanted = Signal(object)
    problem = Signal(object)
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("difference_writing")
        self._session = session
        self._title = label("", "section")
        self._place = QVBoxLayout()
        self.field: QWidget | None = None
        self._read: Callable[[], Any] = lambda: None
        row = QHBoxLayout()
        row.addWidget(button("difference_write", tr("Save"), look="primary", clicked=self._save))
        row.addWidget(button("difference_write_no", tr("Cancel"), clicked=self.left.emit))
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addLayout(self._place)
        column.addLayout(row)
        self.hide()

    def ask(self, difference: Difference) -> None:
        """Begin with what stands."""
        self.forget()
        title = text_difference_values.field(difference)
        self._title.setText(title)
        self.field, self._read = self._made(difference, title)
        self._place.addWidget(self.field)
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Take the field away."""
        if self.field is not None:
            self._place.removeWidget(self.field)
            self.field.hide()
            self.field.deleteLater()
            self.field = None
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._save()
        else:
            super().keyPressEvent(event)

    def _save(self) -> None:
        try:
            value = self._read()
        except (DateRefused, MomentRefused, NumberRefused) as error:
            self.problem.emit(error)
            return
        self.wanted.emit(value)

    # ---------------------------------------------------------------------------------------------------------- fields

    def _made(self, difference: Difference, title: str) -> tuple[QWidget, Callable[[], Any]]:
        stands = difference.seen[0]
        makers: dict[Editor, Callable[[], tuple[QWidget, Callable[[], Any]]]] = {
            Editor.PARAGRAPH: partial(_paragraph, title, stands),
            Editor.DAY: partial(self._day, difference, title, yearly=False),
            Editor.YEARLY_DAY: partial(self._day, difference, title, yearly=True),
            Editor.MOMENT: partial(self._moment, difference, title),
            Editor.MONEY: partial(_money, difference, title),
            Editor.WHOLE: partial(_whole, difference, title),
            Editor.CHOICE: partial(self._choice, difference, title),
            Editor.YES_NO: partial(_yes_no, title, stands),
        }
        return makers.get(difference.editor, partial(_line, title, stands))()

    def _day(self, difference: Difference, title: str, *, yearly: bool) -> tuple[QWidget, Callable[[], Any]]:
        made = DayField(_NAME, title, self._session.store.clock, yearly=yearly)
        made.show_day(str(difference.seen[0] or ""))

        def read() -> str | None:
            return made.read(difference.field, strict=True) or ("" if yearly else None)

        return made, read

    def _moment(self, difference: Difference, title: str) -> tuple[QWidget, Callable[[], Any]]:
        ahead = difference.field == "planned_at"
        made = WhenField(_NAME, title, self._session.store.clock, ahead=ahead)
        made.set_text(typed_text(str(difference.seen[0] or "")))

        def read() -> str:
            when = made.when()
            if when is None:
                raise MomentRefused(field=difference.field, value=made.text())
            return when.stored

        return made, read

    def _choice(self, difference: Difference, title: str) -> tuple[QWidget, Callable[[], Any]]:
        made = EntryChoice(_NAME, title, self._choices(difference))
        made.choose(difference.seen[0])
        return made, made.value

    def _choices(self, difference: Difference) -> Sequence[tuple[Any, str]]:
        session, table, column = self._session, difference.table, difference.field
        lists: dict[str, Callable[[], Sequence[tuple[Any, str]]]] = {
            "stage_id": lambda: _deal_stages(session) if table == "deal" else stage_choices(session),
            "source_id": lambda: source_choices(session),
            "responsible_id": lambda: colleague_choices(session, difference.seen[0]),
        }
        return lists[column]() if column in lists else _fixed(table)[column]


def _deal_stages(session: Session) -> list[tuple[Any, str]]:
    from crm_desktop.services import deal_stages
    from crm_desktop.ui import text_deals

    return [(stage.id, text_deals.stage(stage)) for stage in deal_stages.stages(session.store)]


def _fixed(table: str) -> Mapping[str, Sequence[tuple[Any, str]]]:
    """The choices of the fixed vocabularies, by column."""
    kinds: Mapping[str, Sequence[tuple[Any, str]]] = {
        "activity": [(each.value, text_kinds.activity_kind(each)) for each in ActivityKind],
        "request": [(each.value, text_kinds.request_kind(each)) for each in RequestKind],
        "client": [(each.value, text_kinds.client_kind(each)) for each in ClientKind],
    }
    return {
        "kind": kinds.get(table, ()),
        "gender": [(each.value, text_kinds.gender(each)) for each in Gender],
        "preferred_channel": [(each.value, text_kinds.channel(each)) for each in Channel],
        "channel": [(each.value, text_kinds.channel(each)) for each in Channel],
        "outcome": [
            (each.value, text_kinds.outcome(each) or text_difference_values.nothing()) for each in Outcome
        ],
        "direction": [
            (each.value, text_kinds.direction(each) or text_difference_values.nothing()) for each in Direction
        ],
        "mark": [(mark, text_requests.mark_of_five(mark)) for mark in range(1, 6)],
    }


def _line(title: str, stands: Any) -> tuple[QWidget, Callable[[], Any]]:
    made = QLineEdit(str(stands or ""))
    made.setObjectName(_NAME)
    made.setAccessibleName(title)
    made.selectAll()
    return made, lambda: made.text().strip()


def _paragraph(title: str, stands: Any) -> tuple[QWidget, Callable[[], Any]]:
    made = TextBox(_NAME, title, least=3, most=10)
    made.set_text(str(stands or ""))
    return made, made.text


def _money(difference: Difference, title: str) -> tuple[QWidget, Callable[[], Any]]:
    made = AmountField(_NAME, difference.currency)
    made.line.setAccessibleName(title)
    made.currency.setEnabled(False)
    made.show_amount(int(difference.seen[0] or 0), difference.currency)

    def read() -> int:
        minor = made.minor()
        if minor is None or made.code() != difference.currency:
            raise NumberRefused(field=difference.field, value=made.text(), least=0, most=2**53 - 1)
        return minor

    return made, read


def _whole(difference: Difference, title: str) -> tuple[QWidget, Callable[[], Any]]:
    made = QSpinBox()
    made.setObjectName(_NAME)
    made.setAccessibleName(title)
    made.setRange(0, 100 if difference.field == "chance" else _MOST)
    made.setValue(int(difference.seen[0] or 0))
    return made, made.value


def _yes_no(title: str, stands: Any) -> tuple[QWidget, Callable[[], Any]]:
    made = QCheckBox(title)
    made.setObjectName(_NAME)
    made.setChecked(bool(stands))
    return made, lambda: int(made.isChecked())
