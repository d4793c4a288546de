"""What a client has once only, and which of several values stays when clients become one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crm_desktop.folding import fold
from crm_desktop.models.names import Name, display_name, natural_order
from crm_desktop.services.duplicates.likeness import days_agree

NAME_PARTS = ("family", "given", "middle")
"""Parts that go with the name as written: they are chosen together with it, as ``name``."""

SINGLE = (
    "name", "prefix", "suffix", "nickname", "salutation", "gender", "birthday", "stage_id", "source_id",
    "source_detail", "referrer_id", "responsible_id", "preferred_channel", "preferred_hours", "language",
    "do_not_contact", "discount_bp", "price_terms", "loyalty_card", "ideal_silence_days", "longest_silence_days",
    "vip",
)  # fmt: skip
"""Columns of which one value stays; a value that gives way is written into the notes."""

JOINED = ("likes", "notes")
"""Texts that are joined."""

Field = str | bytes
"""A column of ``SINGLE``, or the id of an own field."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A value that gave way, to be written into the notes: of which field (and its name, of an own field), whose.

    ``value`` is readable: the name of a stage, source or colleague (a stage without one by its role), the rest as the
    column holds it.
    """

    field: Field
    name: str
    value: str
    client: str
    number: int | None


def is_empty(field: Field, value: Any) -> bool:
    """Whether a value says nothing."""
    return value in (None, "") or (field in ("do_not_contact", "vip") and not value)


def same_value(field: Field, one: Any, other: Any) -> bool:
    """Whether two values say the same to people."""
    if isinstance(one, str) and isinstance(other, str):
        return fold(one) == fold(other)
    return bool(one == other)


def preferred(field: Field, values: Sequence[Any]) -> int:
    """Which value stays where nobody chooses: the first that says anything; a full birthday rather than one without
    its year; whoever asked not to be contacted is not contacted, and an important client stays one.
    """
    said = [place for place, value in enumerate(values) if not is_empty(field, value)]
    if not said:
        return 0
    first = said[0]
    if field == "birthday" and values[first].startswith("--"):
        return next(
            (
                place
                for place in said
                if not values[place].startswith("--") and days_agree(values[first], values[place])
            ),
            first,
        )
    return first


def kept_name(row: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """What the other card adds to the name that stays: a missing middle name, an initial in full, a missing part.

    Only where the names agree; empty where it adds nothing.
    """
    added: dict[str, Any] = {}
    for part in NAME_PARTS:
        mine, theirs = fold(row[part]).rstrip("."), fold(other[part]).rstrip(".")
        if theirs == mine or not theirs:
            continue
        if mine and not (len(mine) == 1 and theirs.startswith(mine)):
            return {}
        added[part] = other[part]
    if not any(fold(row[part]) == fold(other[part]) != "" for part in NAME_PARTS):
        return {}
    if added and row["name"] == _derived(row):
        added["name"] = _derived({**row, **added})
    return added


def full_name(row: Mapping[str, Any]) -> str:
    """The name as written, and the parts it leaves out behind it: nothing of a name may get lost."""
    written = fold(row["name"])
    left_out = [row[part] for part in NAME_PARTS if fold(row[part]) not in written]
    return f"{row['name']} ({' '.join(left_out)})".strip() if left_out else str(row["name"])


def _derived(row: Mapping[str, Any]) -> str:
    name = Name(given=row["given"], middle=row["middle"], family=row["family"], suffix=row["suffix"])
    return display_name(name, natural_order(name))
