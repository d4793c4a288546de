"""What came of an import, to be checked: rows by verdict, and where each column of the files went; all of it linked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from crm_desktop.exchange.columns.fields import Target
from crm_desktop.services import fields
from crm_desktop.services.filters import OWN, ClientQuery, Filter, FilterOp, met_by_import
from crm_desktop.ui import formats, text_import, text_rehearsal
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.widgets.buttons import ElidedLabel, button, label
from crm_desktop.ui.widgets.flow_layout import FlowLayout
from crm_desktop.ui.widgets.page_frame import Card

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_desktop.exchange.importing.past import PastImport
    from crm_desktop.ui.session import Session

_ROW_HEIGHT = 26
_LINK_MARGIN = 5
_COUNTS = (
    ("new", "new"),
    ("completes", "completed"),
    ("same", "same"),
    ("duplicate", "duplicates"),
    ("look", "review"),
    ("rejected", "rejected"),
)
"""Verdicts with the names of their counts."""

_FILTERS = {
    "phone": "phone",
    "email": "email",
    "birthday": "birthday",
    "address.city": "city",
    "address.region": "region",
    "address.country": "country",
    "company.name": "company",
    "position": "job_title",
    "stage": "stage",
    "tags": "tag",
    "group": "group",
    "source": "source",
    "responsible": "responsible",
    "referrer": "referrer",
    "language": "language",
    "channel": "channel",
    "number": "number",
}
"""Fields of columns with the filters that ask whether they are filled in."""


class Report(QWidget):
    """Two cards. Of an import that was taken back the numbers stay, and lead nowhere.

    Signals:
        show_wanted: clients shall be shown (a ``ClientQuery``).
        rejects_wanted: the rows that could not go in shall be saved.
    """

    show_wanted = Signal(object)
    rejects_wanted = Signal()

    def __init__(self, session: Session, past: PastImport) -> None:
        super().__init__()
        self.setObjectName("import_report")
        self._past = past
        self._own = {field.name: field.id for field in fields.own_fields(session.store)}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._rows())
        for number, facts in enumerate(past.files):
            if facts.get("columns"):
                column.addWidget(self._columns(number, facts))

    def _rows(self) -> Card:
        """How many rows had each verdict; a link shows exactly those clients."""
        read = self._past.counts.get("read", 0)
        card = Card(ntr("{n} row was read", "{n} rows were read", read))
        across = FlowLayout(gap=8)
        for verdict, name in _COUNTS:
            count = self._past.counts.get(name, 0)
            if count:
                events = bool(self._past.counts.get("events"))
                across.addWidget(self._link(verdict, text_rehearsal.met(verdict, count, events=events)))
        card.column.addLayout(across)
        return card

    def _link(self, verdict: str, words: str) -> QWidget:
        past = self._past
        is_event = bool(past.counts.get("events"))
        if verdict == "rejected":
            made = button(f"import_report_{verdict}", words, look="link", clicked=self.rejects_wanted.emit)
            made.setToolTip(tr("Save these rows with the reasons, to mend them"))
            made.setEnabled(past.rejects > 0)
            return made
        if past.state != "done" or is_event:
            return label(words, "quiet")
        value = past.id if verdict == "new" else met_by_import(past.id, verdict)
        made = button(
            f"import_report_{verdict}",
            words,
            look="link",
            clicked=lambda: self.show_wanted.emit(_query(value)),
        )
        made.setToolTip(tr("Show these clients in the list"))
        return made

    def _columns(self, number: int, facts: Mapping[str, Any]) -> Card:
        """Header, meaning and count of each column of one table; a count shows who has the field filled in."""
        several = len(self._past.files) > 1
        title = (
            tr("Columns of {file}", file=f"{facts['file']} · {facts['sheet']}") if several else tr("Columns")
        )
        card = Card(title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for row, (header, index, text, count) in enumerate(facts["columns"]):
            target = Target.parse(text)
            words = text_import.header_words(header, index)
            grid.addWidget(ElidedLabel(words), row, 0)
            name = text_import.target_name(Target(target.field, target.label or words))
            meaning = name if target.field == "own" else text_import.target_name(target)
            left_out = text_import.is_left_out(target)
            grid.addWidget(ElidedLabel(meaning, "small" if left_out else "quiet"), row, 1)
            grid.setRowMinimumHeight(row, _ROW_HEIGHT)
            shown = self._count(f"{number}_{index}", target, words, 0 if left_out else count)
            grid.addWidget(shown, row, 2, Qt.AlignmentFlag.AlignRight)
        card.column.addLayout(grid)
        return card

    def _count(self, name: str, target: Target, header: str, count: int) -> QWidget:
        words = formats.number(count) if count else "–"
        asked = self._filter(target, header)
        if not count or asked is None or self._past.state != "done":
            plain = label(words, "strong" if count else "quiet")
            plain.setContentsMargins(0, 0, _LINK_MARGIN, 0)  # as a link beside it has
            return plain
        query = _query(met_by_import(self._past.id, "all"), asked)
        made = button(
            f"import_column_{name}", words, look="link", clicked=lambda: self.show_wanted.emit(query)
        )
        made.setAccessibleName(tr("{header}: {n}", header=header, n=words))
        made.setToolTip(tr("Show these clients in the list"))
        return made

    def _filter(self, target: Target, header: str) -> Filter | None:
        """The filter that asks whether the field of a column is filled in, where there is one."""
        if target.field == "own":
            own = self._own.get(target.label or header)
            return Filter(OWN + own.hex(), FilterOp.FILLED) if own else None
        name = _FILTERS.get(target.field) or _FILTERS.get(target.field.split(".")[0])
        return Filter(name, FilterOp.FILLED) if name else None


def _query(value: bytes | str, *more: Filter) -> ClientQuery:
    return ClientQuery(filters=(Filter("import", FilterOp.IS, (value,)), *more))
