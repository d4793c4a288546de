"""The rows that the server does not take: whose they are, what the server says, and the way to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.services.difference_records import record_of, row_of
from crm_desktop.sync.failures import read_refusal
from crm_desktop.sync.freezing import refused
from crm_desktop.ui import formats
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.text_errors import error_text
from crm_desktop.ui.text_kept import table_name
from crm_desktop.ui.widgets.buttons import ElidedLabel, button, label, line
from crm_desktop.ui.widgets.page_frame import Card, clear, keeping_focus

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.services.base import Store
    from crm_desktop.services.difference_records import Record

_MOST = 50


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row of a table that stays here: what it is part of, why (``failures.read_refusal``), since when (UTC text)."""

    table: str
    record: Record
    reason: str
    at: str


def read_refusals(store: Store) -> tuple[list[Refusal], int]:
    """The newest of them, and how many there are in all."""
    with store.snapshot():
        rows = refused(store)
        found = [
            Refusal(name, record_of(store, name, id_, row_of(store, name, id_)), reason, at)
            for (name, id_), reason, at in rows[:_MOST]
        ]
    return found, len(rows)


class RefusedCard(Card):
    """Hidden where there is none."""

    def __init__(self, open_client: Callable[[bytes], object]) -> None:
        super().__init__(tr("Could not be sent"))
        self.setObjectName("shared_refused")
        self._open = open_client
        self.column.addWidget(
            label(
                tr(
                    "The server does not take these, everything else is exchanged. Open what it is about and correct "
                    "it: it is tried again as soon as you save."
                ),
                "quiet",
                wrap=True,
            )
        )
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.column.addLayout(self._list)
        self.hide()

    def show_rows(self, read: tuple[list[Refusal], int]) -> None:
        """Show these."""
        rows, total = read
        with keeping_focus(self):
            clear(self._list)
            for number, row in enumerate(rows):
                if number:
                    self._list.addWidget(line())
                self._list.addWidget(self._line(number, row))
            if total > len(rows):
                more = total - len(rows)
                self._list.addWidget(label(ntr("and {n} more", "and {n} more", more), "small"))
        self.setVisible(bool(rows))

    def _line(self, number: int, row: Refusal) -> QWidget:
        made = QWidget()
        across = QHBoxLayout(made)
        across.setContentsMargins(0, 8, 0, 8)
        across.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(_title(row), "strong", wrap=True))
        words.addWidget(ElidedLabel(f"{formats.moment(row.at)} · {_why(row.reason)}", "small"))
        across.addLayout(words, 1)
        client = row.record.client
        if client is not None:
            across.addWidget(
                button(
                    f"shared_refused_{number}",
                    tr("Open"),
                    look="quiet",
                    clicked=lambda: self._open(client.id),
                )
            )
        return made


def _title(row: Refusal) -> str:
    """Whose it is, and what kind of thing."""
    record, kind = row.record, table_name(row.table)
    whose = record.client.name if record.client is not None else record.name
    return tr("{whose}: {kind}", whose=whose, kind=kind) if whose and row.table != "client" else whose or kind


def _why(reason: str) -> str:
    """Why a row stays here, in our words where we know it, else in the server's."""
    error = read_refusal(reason)
    return reason if error is None else error_text(error)
