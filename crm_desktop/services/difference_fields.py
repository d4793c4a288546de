"""What is known of single columns where two people's values meet: which belong together, which can be joined, which
nobody needs to be asked about, and how a third value is written.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from crm_desktop.kinds import ConflictKind
from crm_desktop.models.schema import CHILD_TABLES, TABLES

SILENT = frozenset("rank key created_at uid ical moved_at mime zone occurrence_at series_id".split())
"""Columns that the program sets by itself, or that say nothing to a person: what differs in them is told to nobody."""

KNOWN = (
    f"tbl IN ({', '.join(repr(spec.name) for spec in TABLES)})"
    f" AND kind IN ({', '.join(repr(kind.value) for kind in ConflictKind)})"
)
"""SQL: what this program has words for; a newer one of a colleague may tell of more."""

_TOGETHER: dict[str, tuple[tuple[str, ...], ...]] = {
    "client": (("name", "prefix", "family", "given", "middle", "suffix"),),
    "contact_point": (("value", "ext", "street", "city", "region", "postal_code", "country"),),
    "deal": (("stage_id", "state", "closed_on", "lost_reason"), ("amount", "currency")),
    "activity": (("planned_at", "all_day", "minutes"), ("held_at", "outcome")),
    "payment": (("amount", "currency"),),
    "personal_price": (("amount", "currency"),),
    "source_cost": (("amount", "currency"), ("on_day", "until_day")),
    "campaign": (("starts_on", "ends_on"),),
}
"""Columns that one decision is about; the first that differs gives it its name."""

_PARAGRAPHS = frozenset("likes notes price_terms wanted offered result text resolution note comment".split())
_LINES = frozenset("source_detail preferred_hours place nickname job_title department lost_reason".split())

PARENTS = {
    "activity_client": ("activity", "activity_id"),
    "activity_move": ("activity", "activity_id"),
    "deal_item": ("deal", "deal_id"),
    "plan_step": ("plan_template", "template_id"),
}
"""Tables whose rows are part of another record -> its table, and the column that names it."""

CARD_TABLES = (
    "employment contact_point named_date client_tag group_member field_value external_id personal_price photo"
    " stage_change"
).split()
"""Tables whose rows are part of the client's card."""

CLIENT_RECORDS = ("activity", "request", "deal", "payment", "feedback")
"""Records of a client that stand for themselves."""

_SPOKEN_OF = frozenset({"client", *CHILD_TABLES, "activity_client", "deal_item"}) - {
    "photo",
    "client_tag",
    "group_member",
}
"""Tables whose rows say something about a client, so that a value that goes can stand in its history."""


class Both(StrEnum):
    """How two values are kept: in one text, as a second phone or address, as a note in the history, or not at all."""

    JOIN = "join"
    POINT = "point"
    NOTE = "note"
    NO = ""


class Editor(StrEnum):
    """With what a third value is written; ``NO``: only on the record itself."""

    LINE = "line"
    PARAGRAPH = "paragraph"
    DAY = "day"  # YYYY-MM-DD
    YEARLY_DAY = "yearly_day"  # also --MM-DD
    MOMENT = "moment"  # a UTC instant, or a day
    MONEY = "money"  # minor units of the row's currency
    WHOLE = "whole"
    CHOICE = "choice"  # of a list, or of a fixed vocabulary
    YES_NO = "yes_no"
    NO = ""


_EDITORS: dict[Editor, str] = {
    Editor.PARAGRAPH: " ".join(sorted(_PARAGRAPHS)),
    Editor.DAY: "due_on paid_on expected_on closed_on starts_on ends_on on_day until_day since",
    Editor.YEARLY_DAY: "birthday date",
    Editor.MOMENT: "planned_at held_at received_at answered_at resolved_at at handled_at",
    Editor.MONEY: "amount cost price",
    Editor.WHOLE: "minutes ideal_silence_days longest_silence_days chance after",
    Editor.CHOICE: "stage_id source_id responsible_id gender preferred_channel outcome direction channel mark",
    Editor.YES_NO: "do_not_contact vip all_day active shared",
    Editor.LINE: (
        "name prefix family given middle suffix nickname salutation source_detail preferred_hours price_terms"
        " loyalty_card value ext service street city region postal_code country label job_title department item"
        " title lost_reason place"
    ),
}
_EDITOR_OF = {column: editor for editor, columns in _EDITORS.items() for column in columns.split()}
_NO_EDITOR = frozenset({("setting", "value"), ("external_id", "value"), ("deal_stage", "role")})


def lead(table: str, field: str) -> str:
    """The first of the columns that belong together with this one; itself where it stands alone."""
    return next((columns[0] for columns in _TOGETHER.get(table, ()) if field in columns), field)


def together(table: str, field: str) -> tuple[str, ...]:
    """The columns that one decision is about, in the order in which they are told."""
    return next((columns for columns in _TOGETHER.get(table, ()) if field in columns), (field,))


def lead_sql() -> str:
    """SQL that gives the lead of ``tbl`` and ``field``."""
    cases = "".join(
        f" WHEN tbl = '{table}' AND field IN ({', '.join(repr(column) for column in columns)}) THEN '{columns[0]}'"
        for table, sets in _TOGETHER.items()
        for columns in sets
    )
    return f"CASE{cases} ELSE field END"


def both(table: str, field: str, stands: Any, other: Any) -> Both:
    """How the two values can both be kept."""
    if table == "contact_point" and lead(table, field) == "value":
        return Both.POINT
    if not stands or not other or table not in _SPOKEN_OF:
        return Both.NO
    is_text = isinstance(stands, str) and isinstance(other, str)
    return Both.JOIN if is_text and _between(table, field) else Both.NOTE


def joined(table: str, field: str, stands: Any, other: Any) -> Any:
    """Both texts as one, each sentence once; what stands where they cannot be joined.

    The same two give the same text on every laptop: whoever answers so twice has answered once.
    """
    between = _between(table, field)
    if not between or not isinstance(stands, str) or not isinstance(other, str) or other in stands:
        return stands
    return other if stands in other else f"{stands.rstrip()}{between}{other.lstrip()}"


def _between(table: str, field: str) -> str:
    if table not in _SPOKEN_OF:
        return ""
    return "\n\n" if field in _PARAGRAPHS else "; " if field in _LINES else ""


def editor(table: str, field: str) -> Editor:
    """With what a third value is written."""
    if (table, field) in _NO_EDITOR or (field == "kind" and table not in {"activity", "request", "client"}):
        return Editor.NO
    if field == "kind":
        return Editor.CHOICE
    return _EDITOR_OF.get(field, Editor.NO)
