"""The editor of one filter: how to compare, and with what. It filters while it is being set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.services.filters import Choice, Editor, Filter, FilterField, FilterOp, Value
from crm_desktop.ui.lists.filter_words import choice_word, field_name, op_word
from crm_desktop.ui.text import grouped, ntr, tr
from crm_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from collections.abc import Mapping

_WIDTH = 280
_LIST_HEIGHT = 220
_MOST_DAYS = 36500
_DAYS = frozenset({FilterOp.NEXT_DAYS, FilterOp.LAST_DAYS, FilterOp.OLDER_DAYS})
_ALONE = frozenset(
    {FilterOp.FILLED, FilterOp.EMPTY, FilterOp.YES, FilterOp.NO, FilterOp.THIS_MONTH, FilterOp.OVERDUE}
)
_FIRST_DAYS = {FilterOp.NEXT_DAYS: 7, FilterOp.LAST_DAYS: 30, FilterOp.OLDER_DAYS: 60}


class FilterPopup(QFrame):
    """A small window under a chip.

    Signals:
        changed: the filter as it is set now, or None while nothing is chosen.
    """

    changed = Signal(object)

    def __init__(
        self, parent: QWidget, field: FilterField, chosen: Filter | None, counts: Mapping[Value, int]
    ) -> None:
        """Take the field, the filter so far, and how many clients each counted value has."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("filter_popup")
        self.setAccessibleName(field_name(field))
        self.setProperty("look", "raised")
        self.setMinimumWidth(_WIDTH)
        self._field = field
        self._counts = counts
        self._values: tuple[Value, ...] = chosen.values if chosen else ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 12, 12, 12)
        self._column.addWidget(label(field_name(field), "strong"))
        self._ops = QComboBox()
        self._ops.setObjectName("filter_op")
        self._ops.setAccessibleName(tr("How to compare"))
        for op in field.ops:
            self._ops.addItem(op_word(field, op), op.value)
        self._column.addWidget(self._ops)
        self._ops.setVisible(len(field.ops) > 1)
        self._body = QWidget()
        self._column.addWidget(self._body)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button("filter_done", tr("Done"), look="primary", clicked=self.close))
        self._column.addLayout(row)
        op = chosen.op if chosen else field.ops[0]
        self._ops.setCurrentIndex(max(0, field.ops.index(op) if op in field.ops else 0))
        self._ops.currentIndexChanged.connect(lambda _index: self._choose_op())
        self._show_body(self.op)

    @property
    def op(self) -> FilterOp:
        """How the field is compared now."""
        return FilterOp(self._ops.currentData())

    def open_under(self, widget: QWidget) -> None:
        """Open under a chip and take the focus."""
        self.adjustSize()
        point = widget.mapToGlobal(QPoint(0, widget.height() + 4))
        screen = widget.screen().availableGeometry()
        point.setX(max(screen.left(), min(point.x(), screen.right() - self.width())))
        point.setY(max(screen.top(), min(point.y(), screen.bottom() - self.height())))
        self.move(point)
        self.show()
        first = self._body.findChild(QLineEdit) or self._body.findChild(QListWidget) or self._ops
        first.setFocus()

    def announce(self) -> None:
        """Tell the filter as it stands."""
        needs = self.op not in _ALONE
        ready = any(value not in {None, ""} for value in self._values)
        self.changed.emit(Filter(self._field.id, self.op, self._values) if ready or not needs else None)

    def _choose_op(self) -> None:
        if self.op in _ALONE:
            self._values = ()
        elif self.op in _DAYS:
            self._values = (_FIRST_DAYS[self.op],)
        elif not (self._field.editor is Editor.CHOICES and self.op in {FilterOp.IS, FilterOp.IS_NOT}):
            self._values = ()
        self._show_body(self.op)
        self.announce()

    def _show_body(self, op: FilterOp) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        if op in _DAYS:
            self._add_days(column)
        elif op is FilterOp.BETWEEN:
            self._add_range(column)
        elif op is FilterOp.CONTAINS or (
            op not in _ALONE and self._field.editor is Editor.TEXT and not self._counts
        ):
            self._add_text(column)
        elif op not in _ALONE:
            self._add_choices(column)
        self._column.replaceWidget(self._body, body)
        self._body.deleteLater()
        self._body = body
        self.adjustSize()

    # --------------------------------------------------------------------------------------------------------- editors

    def _add_days(self, column: QVBoxLayout) -> None:
        spin = QSpinBox()
        spin.setObjectName("filter_days")
        spin.setAccessibleName(op_word(self._field, self.op))
        spin.setRange(1, _MOST_DAYS)
        value = self._values[0] if self._values else _FIRST_DAYS[self.op]
        spin.setValue(value if isinstance(value, int) else _FIRST_DAYS[self.op])
        spin.setSuffix(" " + ntr("day", "days", spin.value()))

        def moved(days: int) -> None:
            spin.setSuffix(" " + ntr("day", "days", days))
            self._set((days,))

        spin.valueChanged.connect(moved)
        self._values = (spin.value(),)
        column.addWidget(spin)

    def _add_text(self, column: QVBoxLayout) -> None:
        text = QLineEdit(str(self._values[0]) if self._values else "")
        text.setObjectName("filter_text")
        text.setAccessibleName(op_word(self._field, self.op))
        text.textChanged.connect(lambda words: self._set((words.strip(),)))
        text.returnPressed.connect(self.close)
        column.addWidget(text)

    def _add_range(self, column: QVBoxLayout) -> None:
        numbers = self._field.editor is Editor.NUMBER and self._field.id not in {
            "last_contact",
            "next_contact",
        }
        low, high = (*self._values, None, None)[:2]
        ends = [_NumberEnd(low) if numbers else _DateEnd(self._field.editor, low)]
        ends.append(_NumberEnd(high) if numbers else _DateEnd(self._field.editor, high))
        for end, name, words in zip(ends, ("from", "to"), (tr("from"), tr("to")), strict=True):
            end.setObjectName(f"filter_{name}")
            end.setAccessibleName(words)
            row = QHBoxLayout()
            row.addWidget(label(words, "quiet"))
            row.addWidget(end, 1)
            column.addLayout(row)
            end.moved.connect(lambda: self._set((ends[0].end(), ends[1].end())))
        self._values = (ends[0].end(), ends[1].end())

    def _add_choices(self, column: QVBoxLayout) -> None:
        found = QListWidget()
        found.setObjectName("filter_choices")
        found.setProperty("look", "roomy")
        found.setAccessibleName(field_name(self._field))
        found.setMaximumHeight(_LIST_HEIGHT)
        for choice in self._choices():
            words = choice_word(self._field, choice)
            count = self._counts.get(choice.value)
            item = QListWidgetItem(words if count is None else f"{words}  ·  {grouped(count)}")
            item.setData(Qt.ItemDataRole.UserRole, choice.value)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
            )
            on = choice.value in self._values
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            found.addItem(item)
        found.itemChanged.connect(lambda _item: self._set(_ticked(found)))
        found.itemActivated.connect(_toggle)
        if found.count() > 8:
            search = QLineEdit()
            search.setObjectName("filter_search")
            search.setPlaceholderText(tr("Find in this list"))
            search.setAccessibleName(search.placeholderText())
            search.textChanged.connect(lambda text: _narrow(found, text))
            column.addWidget(search)
        if not found.count():
            column.addWidget(label(tr("There is nothing to choose from yet"), "quiet", wrap=True))
        column.addWidget(found)
        found.setVisible(bool(found.count()))

    def _choices(self) -> list[Choice]:
        """The choices of the list, or the values found in the base, most frequent first."""
        if self._field.choices:
            return list(self._field.choices)
        ranked = sorted(self._counts.items(), key=lambda pair: -pair[1])
        return [Choice(value, str(value)) for value, _count in ranked if value not in {None, ""}]

    def _set(self, values: tuple[Value, ...]) -> None:
        self._values = values
        self.announce()


class _DateEnd(QDateEdit):
    """One end of a span of days; its first day stands for "open"."""

    moved = Signal()

    def __init__(self, editor: Editor, value: Value) -> None:
        super().__init__()
        self._month_day = editor is Editor.MONTH_DAY
        self.setCalendarPopup(not self._month_day)
        self.setDisplayFormat("d MMM" if self._month_day else "dd.MM.yyyy")
        self.setSpecialValueText("…")
        # A leap year, so that 29 February can be chosen.
        self.setMinimumDate(QDate(1999, 12, 31) if self._month_day else QDate(1899, 12, 31))
        shown = QDate.fromString(str(value or "").replace("--", "2000-"), Qt.DateFormat.ISODate)
        self.setDate(shown if shown.isValid() else self.minimumDate())
        self.dateChanged.connect(lambda _date: self.moved.emit())

    def end(self) -> Value:
        """The day, ``--MM-DD`` where only month and day count; None where open."""
        if self.date() == self.minimumDate():
            return None
        return self.date().toString("--MM-dd" if self._month_day else "yyyy-MM-dd")


class _NumberEnd(QSpinBox):
    """One end of a span of numbers; its least value stands for "open"."""

    moved = Signal()

    def __init__(self, value: Value) -> None:
        super().__init__()
        self.setRange(-1, 2_000_000_000)
        self.setSpecialValueText("…")
        self.setValue(int(str(value)) if str(value or "").isdecimal() else -1)
        self.valueChanged.connect(lambda _value: self.moved.emit())

    def end(self) -> Value:
        """The number; None where open."""
        return None if self.value() < 0 else self.value()


def _ticked(found: QListWidget) -> tuple[Value, ...]:
    items = [found.item(number) for number in range(found.count())]
    return tuple(i.data(Qt.ItemDataRole.UserRole) for i in items if i.checkState() == Qt.CheckState.Checked)


def _toggle(item: QListWidgetItem) -> None:
    on = item.checkState() == Qt.CheckState.Checked
    item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)


def _narrow(found: QListWidget, text: str) -> None:
    from crm_desktop.folding import fold

    wanted = fold(text)
    for number in range(found.count()):
        item = found.item(number)
        item.setHidden(wanted not in fold(item.text()))
