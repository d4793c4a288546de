r"""The cells of the exact tables: every value of the base as text, and back without loss.

Nothing (NULL) is ``\N``, as PostgreSQL's COPY writes it; an id is a UUID in its usual form (RFC 9562). A text that a
spreadsheet program might take for a formula, or that begins like one of our own signs, stands behind an apostrophe.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, TypeAlias

from crm_desktop.errors import FileDamaged

if TYPE_CHECKING:
    from pathlib import Path

Value: TypeAlias = "str | int | bytes | None"

NOTHING = r"\N"
_GUARDED = tuple("=+-@\t\r'\\")


def written(value: Value) -> str:
    """A value of the base as the text of a cell; a photo's bytes have a file of their own, never a cell."""
    if value is None:
        return NOTHING
    if isinstance(value, bytes):
        return str(uuid.UUID(bytes=value))
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_GUARDED) else value
    return repr(value)


def read(text: str, kind: str, path: Path) -> Value:
    """The value of a cell; ``kind`` is the declared type of its column: TEXT, INTEGER or BLOB.

    Raises:
        FileDamaged: the cell holds no value of that type.
    """
    if text == NOTHING:
        return None
    try:
        if kind == "INTEGER":
            return int(text)
        if kind == "BLOB":
            return uuid.UUID(text).bytes
    except ValueError as error:
        raise FileDamaged(path=str(path), reason=f"{text!r} is no {kind}") from error
    return text[1:] if text.startswith("'") else text
