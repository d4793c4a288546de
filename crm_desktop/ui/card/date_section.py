"""The birthday and the other days to remember."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from crm_desktop.services.drafts import ClientDraft, DateDraft
from crm_desktop.ui import text_kinds
from crm_desktop.ui.card.bindings import Binding, Section
from crm_desktop.ui.card.day_field import DayField
from crm_desktop.ui.card.rows import Row, RowColumn
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from crm_desktop.clock import Clock
    from crm_desktop.ui.session import Session


class DateRow(Row):
    """A named day."""

    def __init__(self, clock: Clock, dated: DateDraft) -> None:
        super().__init__()
        self._dated = dated
        self.label = QLineEdit(dated.label)
        self.label.setObjectName("date_label")
        self.label.setAccessibleName(text_kinds.field("label"))
        self.label.setPlaceholderText(tr("Wedding, founding day"))
        self.day = DayField("date_day", text_kinds.field("date"), clock, yearly=True)
        self.day.show_day(dated.date)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.label, 2)
        row.addWidget(self.day, 3)
        row.addWidget(self.remove_button("date_remove"))
        self.watch(self.label, self.day.line)
        self.label.textEdited.connect(lambda _text: self.edited.emit())
        self.day.edited.connect(self.edited)

    def dated(self, *, strict: bool) -> DateDraft:
        """What the row holds. Raises DateRefused where ``strict``."""
        return replace(
            self._dated, label=self.label.text().strip(), date=self.day.read("dates", strict=strict)
        )


class DateSection(Section):
    """Birthday first, then the rows."""

    def __init__(self, session: Session) -> None:
        super().__init__("section_dates", tr("Days to remember"))
        self._clock = session.store.clock
        birthday = DayField("client_birthday", text_kinds.field("birthday"), self._clock, yearly=True)
        birthday.edited.connect(self.tell)
        self.add(
            Binding(
                "birthday",
                birthday,
                birthday.line,
                birthday.show_day,
                lambda strict: birthday.read("birthday", strict=strict),
            )
        )
        self.rows: RowColumn[DateRow] = RowColumn("date_rows")
        self.rows.told.edited.connect(self.tell)
        self.column.addWidget(self.rows)
        add = button("add_date", tr("Another day"), look="quiet", icon="plus", clicked=self.add_row)
        self.column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)

    def add_row(self) -> None:
        """Add an empty day and go there."""
        self.rows.add_new(lambda: DateRow(self._clock, DateDraft("", "")))

    def show_draft(self, draft: ClientDraft) -> None:
        super().show_draft(draft)
        self.rows.show_rows([DateRow(self._clock, dated) for dated in draft.dates])

    def filled(self, draft: ClientDraft, *, strict: bool) -> ClientDraft:
        draft = super().filled(draft, strict=strict)
        return replace(draft, dates=tuple(row.dated(strict=strict) for row in self.rows.rows))

    def widgets(self) -> Mapping[str, QWidget]:
        found = dict(super().widgets())
        wrong = [row for row in self.rows.rows if row.day.day() is None]
        if self.rows.rows:
            found["dates"] = (wrong or self.rows.rows)[0].day.line
        return found
