"""What the rows of a table are: clients, contacts held with them, or nothing of anybody; and who a row speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crm_desktop.exchange.columns.values import parse_gender
from crm_desktop.models.companies import looks_like_company
from crm_desktop.models.given_names import is_given_name
from crm_desktop.models.names import name_evidence

if TYPE_CHECKING:
    from crm_desktop.exchange.columns.column import Column
    from crm_desktop.exchange.columns.mapping import Reason, RecordKind, Subject

_PEOPLE = ("name.any", "name.full", "name.family", "name.given", "name.nickname")
_REACH = ("phone", "email", "messenger")
_REFERENCES = ("external_id", "deal.client", "deal.contact")
_LOOKUP_ROWS = 30


def kind_of_rows(columns: Sequence[Column], known: str) -> tuple[RecordKind, Reason]:
    """What the rows are, and why if they are of no use; ``known``: what the layout or the headings have told."""
    if not columns:
        return "nothing", "no_columns"
    fields = {column.field for column in columns}
    if known == "deal_lines":
        return "deal_lines", ""
    if known == "deals" and fields.intersection(_REFERENCES):
        return "deals", ""
    if not fields.intersection((*_PEOPLE, *_REACH, "company.name")):
        json = any(column.shape.of("json") > 0.8 for column in columns)
        return "nothing", "json_cells" if json else "no_client_column"
    if known == "activities":
        return "activities", ""
    if known == "deals":
        return "deals", ""
    if _is_lookup(columns):
        return "nothing", "lookup"
    named = fields.intersection(_PEOPLE) or "company.name" in fields
    if "activity.date" in fields and named and not fields.intersection(_REACH):
        return "activities", ""
    return "clients", ""


def _is_lookup(columns: Sequence[Column]) -> bool:
    """A key and a word for it, a few rows, and nobody among the words: genders, roles, cities."""
    named = [column for column in columns if column.field in {"name.any", "company.name"}]
    keyed = [column for column in columns if column.field in {"external_id", "ignore"}]
    if len(columns) != 2 or len(named) != 1 or len(keyed) != 1 or not named[0].values:
        return False
    texts = [str(value) for value in named[0].values]
    return len(texts) <= _LOOKUP_ROWS and not any(_is_somebody(text) for text in texts)


def _is_somebody(text: str) -> bool:
    if parse_gender(text):
        return False
    return is_given_name(text) or name_evidence(text) or looks_like_company(text)


def subject_of(columns: Sequence[Column]) -> Subject:
    """Whether a row speaks of a person (perhaps employed), a company (perhaps with its contact), or of either."""
    fields = {column.field for column in columns}
    if "name.any" in fields or "company.flag" in fields:
        return "either"
    contact = any(
        column.target and column.field == "name.full" and column.target.label == "contact"
        for column in columns
    )
    if "company.name" in fields and (contact or not fields.intersection(_PEOPLE)):
        return "company"
    return "person"
