"""The outcome of guessing: what each column is, how surely, and what the rows of the table are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from crm_desktop.exchange.columns.fields import FIELDS, Field, Target
from crm_desktop.kinds import FieldKind

if TYPE_CHECKING:
    from crm_desktop.models.names import NameOrder

RecordKind = Literal["clients", "activities", "events", "deals", "deal_lines", "nothing"]
Subject = Literal["person", "company", "either"]
Reason = Literal["", "no_columns", "no_client_column", "lookup", "json_cells"]
Why = Literal[
    "preset",  # a known program's layout
    "header",  # the heading says so
    "values",  # the values look so
    "header_and_values",
    "neighbours",  # the columns beside it tell
    "sensitive_header",
    "sensitive_values",
    "other_person",  # a relative, an assistant: never the client's own
    "repeated_codes",  # headed as an id, but its values repeat: no key
    "row_number",
    "damaged_numbers",  # a spreadsheet has cut them to powers of ten: text, never a key
    "unknown",
]


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """One column. ``filled`` counts the non-empty cells of the sample, ``field_kind`` is meant for own fields.

    ``fillers`` are constants of the source program that mean an empty cell.
    """

    index: int
    header: str
    target: Target
    confidence: float
    why: Why
    filled: int = 0
    field_kind: FieldKind = FieldKind.TEXT
    fillers: tuple[str, ...] = ()

    @property
    def field(self) -> Field:
        """The import target without label and group."""
        return FIELDS[self.target.field]

    @property
    def label(self) -> str:
        """The label slot: 'mobile', 'home', an own field's name; '' for none."""
        return self.target.label

    @property
    def imported(self) -> bool:
        """Whether the column goes in unless the user says otherwise."""
        return not self.field.sensitive and self.field.id != "ignore"


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a table is. ``source`` names the program its ids come from; ``subject`` who a row speaks of.

    ``reason`` tells why ``record_kind`` is 'nothing'; ``dropped_groups`` are names of groups that mean nothing.
    """

    columns: tuple[ColumnGuess, ...]
    record_kind: RecordKind
    subject: Subject
    preset: str | None = None
    source: str = ""
    reason: Reason = ""
    name_order: NameOrder | None = None
    dropped_groups: tuple[str, ...] = ()

    def of(self, *fields: str) -> tuple[ColumnGuess, ...]:
        """The columns whose field is one of these, in the order of the file."""
        return tuple(column for column in self.columns if column.target.field in fields)
