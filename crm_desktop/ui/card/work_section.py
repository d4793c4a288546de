"""Where a person works: companies found while typing, or made with the client."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from crm_desktop.kinds import ClientKind
from crm_desktop.services.drafts import ClientDraft, EmploymentDraft
from crm_desktop.ui import text_kinds
from crm_desktop.ui.card.bindings import Section
from crm_desktop.ui.card.client_field import ClientField
from crm_desktop.ui.card.rows import Row, RowColumn
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from crm_desktop.ui.session import Session


class WorkRow(Row):
    """One work place."""

    def __init__(self, session: Session, job: EmploymentDraft) -> None:
        super().__init__()
        self.company = ClientField("work_company", text_kinds.field("company"), session, ClientKind.COMPANY)
        self.company.setPlaceholderText(text_kinds.field("company"))
        self.company.show_client(job.company_id, job.company_name)
        self.title = _line("work_title", text_kinds.field("job_title"), job.job_title)
        self.department = _line("work_department", text_kinds.field("department"), job.department)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.company, 3)
        row.addWidget(self.title, 2)
        row.addWidget(self.department, 2)
        row.addWidget(self.remove_button("work_remove"))
        self.watch(self.company, self.title, self.department)
        for field in (self.company, self.title, self.department):
            field.textEdited.connect(lambda _text: self.edited.emit())
        self.company.picked.connect(self.edited)

    def job(self) -> EmploymentDraft:
        """What the row holds."""
        return EmploymentDraft(
            self.company.client_id(),
            self.company.text().strip(),
            self.title.text().strip(),
            self.department.text().strip(),
        )


class WorkSection(Section):
    """The work places of a person."""

    def __init__(self, session: Session) -> None:
        super().__init__("section_work", tr("Work"))
        self._session = session
        self.rows: RowColumn[WorkRow] = RowColumn("work_rows")
        self.rows.told.edited.connect(self.tell)
        self.column.addWidget(self.rows)
        add = button("add_work", text_kinds.field("company"), look="quiet", icon="plus", clicked=self.add_row)
        add.setAccessibleName(tr("Add: {what}", what=text_kinds.field("company")))
        self.column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)

    def add_row(self) -> None:
        """Add an empty work place and go there."""
        self.rows.add_new(lambda: WorkRow(self._session, EmploymentDraft()))

    def show_draft(self, draft: ClientDraft) -> None:
        self.rows.show_rows([WorkRow(self._session, job) for job in draft.employments])

    def filled(self, draft: ClientDraft, *, strict: bool) -> ClientDraft:
        jobs = tuple(row.job() for row in self.rows.rows)
        return replace(draft, employments=() if draft.kind is ClientKind.COMPANY else jobs)

    def widgets(self) -> Mapping[str, QWidget]:
        """The first row stands for all."""
        if not self.rows.rows:
            return {}
        first = self.rows.rows[0]
        return {
            "company_id": first.company,
            "company_name": first.company,
            "job_title": first.title,
            "department": first.department,
            "employments": first.company,
        }


def _line(name: str, title: str, text: str) -> QLineEdit:
    made = QLineEdit(text)
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setPlaceholderText(title)
    return made
