"""Editing the user's own fields: names, types, choices, order."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.errors import FieldValuesDoNotFit
from crm_desktop.kinds import FieldKind
from crm_desktop.services import fields
from crm_desktop.ui import text_kinds
from crm_desktop.ui.text import tr
from crm_desktop.ui.text_errors import error_text
from crm_desktop.ui.widgets.buttons import button, label, line, tool_button
from crm_desktop.ui.widgets.calm_fields import CalmChoice
from crm_desktop.ui.widgets.page_frame import Card, clear, keeping_focus, scrolling

if TYPE_CHECKING:
    from crm_desktop.services.fields import OwnField
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

_WIDEST = 720


class FieldsEditor(QWidget):
    """One line per field, edited in place."""

    def __init__(self, session: Session, tell: Tell) -> None:
        super().__init__()
        self._session = session
        self._tell = tell
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 16, 0, 16)
        outer.addWidget(
            label(
                tr(
                    "What you want to know about clients and no field here asks. Lists bring their own fields along."
                ),
                "quiet",
                wrap=True,
            )
        )
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 8, 0, 0)
        card = Card()
        card.setMaximumWidth(_WIDEST)
        card.column.setSpacing(0)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        card.column.addLayout(self._lines)
        card.column.addLayout(self._new_line())
        column.addWidget(card)
        column.addStretch(1)
        outer.addWidget(scrolling(inside), 1)

    def reload(self) -> None:
        """Read the fields again; the one in use keeps the focus."""
        with keeping_focus(self):
            clear(self._lines)
            own = fields.own_fields(self._session.store)
            for place, field in enumerate(own):
                self._lines.addWidget(self._line(field, place, len(own)))
                self._lines.addWidget(line())

    def _line(self, field: OwnField, place: int, count: int) -> QWidget:
        made = QWidget()
        rows = QVBoxLayout(made)
        rows.setContentsMargins(0, 6, 0, 6)
        row = QHBoxLayout()
        row.setSpacing(10)
        rows.addLayout(row)
        key = f"field_{field.id.hex()}"
        name = QLineEdit(field.name)
        name.setObjectName(f"{key}_name")
        name.setAccessibleName(tr("Name"))
        name.editingFinished.connect(lambda: self._rename(field, name))
        kind = _kinds(f"{key}_kind", field.kind)
        kind.activated.connect(lambda _i: self._retype(field, FieldKind(kind.currentData())))
        up = tool_button(f"{key}_up", tr("Move up"), "arrow-up", clicked=lambda: self._move(field.id, -1))
        up.setEnabled(place > 0)
        down = tool_button(
            f"{key}_down", tr("Move down"), "arrow-down", clicked=lambda: self._move(field.id, 1)
        )
        down.setEnabled(place < count - 1)
        remove = tool_button(f"{key}_delete", tr("Remove"), "trash-2", clicked=lambda: self._delete(field))
        row.addWidget(name, 1)
        for widget in (kind, up, down, remove):
            row.addWidget(widget)
        if field.kind is FieldKind.CHOICE:
            choices = QLineEdit("; ".join(field.choices))
            choices.setObjectName(f"{key}_choices")
            choices.setAccessibleName(tr("Choices, with semicolons between them"))
            choices.setPlaceholderText(choices.accessibleName())
            choices.editingFinished.connect(lambda: self._set_choices(field, choices))
            rows.addWidget(choices)
        return made

    def _new_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 10, 0, 0)
        row.setSpacing(8)
        self._new = QLineEdit()
        self._new.setObjectName("new_field")
        self._new.setPlaceholderText(tr("Name of a new field"))
        self._new.setAccessibleName(tr("Name of a new field"))
        self._new.returnPressed.connect(self._add)
        self._new_kind = _kinds("new_field_kind", FieldKind.TEXT)
        row.addWidget(self._new, 1)
        row.addWidget(self._new_kind)
        row.addWidget(button("add_field", tr("Add"), icon="plus", clicked=self._add))
        return row

    def _add(self) -> None:
        name, kind = self._new.text().strip(), FieldKind(self._new_kind.currentData())
        if name and self._try(lambda: fields.add(self._session.store, name, kind)):
            self._new.clear()
            self._new.setFocus()

    def _rename(self, field: OwnField, name: QLineEdit) -> None:
        # It also fires when the line is taken away: what was kept once is not kept again.
        if name.isModified() and name.text().strip() != field.name:
            name.setModified(False)
            self._try(lambda: fields.rename(self._session.store, field.id, name.text()))

    def _retype(self, field: OwnField, kind: FieldKind) -> None:
        store = self._session.store
        try:
            fields.retype(store, field.id, kind)
        except FieldValuesDoNotFit as error:
            self.reload()
            self._tell.notice(
                error_text(error),
                tr("Change it all the same"),
                lambda: self._try(lambda: fields.retype(store, field.id, kind, force=True)),
            )
        except Exception as error:
            self._tell.problem(error)
            self.reload()

    def _set_choices(self, field: OwnField, line_edit: QLineEdit) -> None:
        choices = [part.strip() for part in line_edit.text().split(";") if part.strip()]
        if line_edit.isModified() and tuple(choices) != tuple(field.choices):
            line_edit.setModified(False)
            self._try(lambda: fields.set_choices(self._session.store, field.id, choices))

    def _move(self, id_: bytes, step: int) -> None:
        ids = [field.id for field in fields.own_fields(self._session.store)]
        place = ids.index(id_)
        ids.insert(place + step, ids.pop(place))
        self._try(lambda: fields.reorder(self._session.store, ids))

    def _delete(self, field: OwnField) -> None:
        if self._try(lambda: fields.delete(self._session.store, field.id)):
            self._tell.done(tr("Removed. Ctrl+Z takes it back."))

    def _try(self, call: Callable[[], object]) -> bool:
        try:
            call()
        except Exception as error:
            self._tell.problem(error)
            self.reload()
            return False
        return True


def _kinds(name: str, chosen: FieldKind) -> QComboBox:
    made = CalmChoice()
    made.setObjectName(name)
    made.setAccessibleName(tr("Type"))
    for kind in FieldKind:
        made.addItem(text_kinds.field_kind(kind), kind)
    made.setCurrentIndex(made.findData(chosen))
    return made
