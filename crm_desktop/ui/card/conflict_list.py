"""What was changed on both sides while a form was open: both values, and the choice between them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from crm_desktop.kinds import PointKind
from crm_desktop.services.drafts import ClientDraft, DateDraft, EmploymentDraft, PointDraft
from crm_desktop.ui import formats, text_kinds
from crm_desktop.ui.card.choice_row import ChoiceRow
from crm_desktop.ui.card.facts import address_words
from crm_desktop.ui.text import tr, trc
from crm_desktop.ui.widgets.buttons import label
from crm_desktop.ui.widgets.page_frame import clear

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.services.meanwhile import Conflict

_LONGEST = 60


class ConflictList(QFrame):
    """One line of two chips per conflict.

    Signals:
        chosen: the user took a side; carries the conflict and whether it is mine.
    """

    chosen = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("conflicts")
        self.setProperty("look", "notice-care")
        self.setAccessibleName(tr("Changed by somebody else meanwhile"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 10, 14, 12)
        self._column.setSpacing(6)
        self.hide()

    def show_conflicts(self, conflicts: Sequence[Conflict], words: Sequence[tuple[str, str, str]]) -> None:
        """Show conflicts, each with the words (field, mine, theirs); none hides the list."""
        clear(self._column)
        self._column.addWidget(
            label(tr("Somebody changed the same meanwhile. Which one is to stay?"), "strong", wrap=True)
        )
        for conflict, (field, mine, theirs) in zip(conflicts, words, strict=True):
            self._column.addWidget(label(field, "quiet"))
            sides = [
                (True, trc("conflict", "mine: {value}", value=_cut(mine))),
                (False, trc("conflict", "theirs: {value}", value=_cut(theirs))),
            ]
            row: ChoiceRow[bool] = ChoiceRow("conflict", field, sides)
            row.told.changed.connect(
                lambda row=row, conflict=conflict: self.chosen.emit(conflict, row.value())
            )
            self._column.addWidget(row)
        self.setVisible(bool(conflicts))


def _cut(text: str) -> str:
    shown = text or trc("conflict", "nothing")
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"


def field_words(conflict: Conflict, own_names: dict[bytes, str]) -> str:
    """The name of the field that is in dispute."""
    value = conflict.mine or conflict.theirs
    if isinstance(value, PointDraft):
        return text_kinds.point_kind(value.kind)
    if conflict.field == "fields" and conflict.row is not None:
        return own_names.get(conflict.row, text_kinds.field("field_value"))
    return text_kinds.field(conflict.field)


def value_words(value: Any, names: dict[bytes, str]) -> str:
    """A value of a draft in one line; ``names`` are the words behind ids."""
    if value is None or value == "":
        return ""
    if isinstance(value, bytes):
        return names.get(value, "")
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, PointDraft):
        shown = address_words(value) if value.kind is PointKind.ADDRESS else value.value
        return ", ".join(part for part in (shown, value.note) if part)
    if isinstance(value, DateDraft):
        return f"{value.label} {formats.birthday(value.date)}".strip()
    if isinstance(value, EmploymentDraft):
        return ", ".join(part for part in (value.company_name, value.job_title, value.department) if part)
    return str(value)


def taken(draft: ClientDraft, conflict: Conflict, *, mine: bool) -> ClientDraft:
    """The draft with one side's value of a conflict."""
    value = conflict.mine if mine else conflict.theirs
    if conflict.field == "fields":
        assert conflict.row is not None
        kept = {key: text for key, text in draft.fields.items() if key != conflict.row}
        return replace(draft, fields=kept if value is None else {**kept, conflict.row: value})
    if conflict.field in {"points", "dates", "employments"}:
        other = conflict.theirs if mine else conflict.mine
        rows = [value if row == other else row for row in getattr(draft, conflict.field)]
        if value is not None and value not in rows:
            rows.append(value)
        changed: dict[str, Any] = {conflict.field: tuple(row for row in rows if row is not None)}
        return replace(draft, **changed)
    changed = {conflict.field: value}
    return replace(draft, **changed)
