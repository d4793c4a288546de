"""Values of the user's own fields: text in one canonical form for each kind (``kinds.FieldKind``).

One form makes equal values equal in SQL: filters compare them and lists sort by them without knowing any notation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from crm_desktop.errors import FieldValueRefused
from crm_desktop.folding import fold
from crm_desktop.kinds import FieldKind
from crm_desktop.models.dates import DateReader

_YES = frozenset("1 yes y true on да д истина taip t tiesa + ✓ ✔ ☑ x х".split())
_NO = frozenset("0 no n false off нет н ложь ne netiesa - ☐".split())
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_SPACES = re.compile(r"[\s'’]")


def canonical(name: str, kind: FieldKind, choices: Sequence[str], value: str) -> str:
    """The value as the base keeps it; empty stays empty and means "no value".

    Numbers are plain decimals with a point ('1 234,50' is '1234.5'), dates ``YYYY-MM-DD``, yes and no ``1`` and ``0``
    (yes/no in en, ru and lt are understood), choices are one of ``choices`` as it is written there.

    Raises:
        FieldValueRefused: the value does not fit; ``field`` is the ``name`` of the own field.
    """
    if kind is FieldKind.TEXT:
        return value
    text = value.strip()
    if not text:
        return ""
    if kind is FieldKind.NUMBER:
        found = _number(text)
    elif kind is FieldKind.DATE:
        found = DateReader().read(text).day
        found = "" if found.startswith("--") else found
    elif kind is FieldKind.YES_NO:
        folded = text.casefold()
        found = "1" if folded in _YES else "0" if folded in _NO else ""
    else:
        found = next((choice for choice in choices if fold(choice) == fold(text)), "")
    if not found:
        raise FieldValueRefused(field=name, kind=kind, value=value, choices=tuple(choices))
    return found


def _number(text: str) -> str:
    """A plain decimal without needless zeros; empty when it is none. A lone comma is a decimal one."""
    plain = _SPACES.sub("", text.replace("−", "-"))
    if _GROUPED.fullmatch(plain) and (plain.count(",") > 1 or "." in plain):
        plain = plain.replace(",", "")
    plain = plain.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        return ""
    try:
        number = Decimal(plain)
    except InvalidOperation:  # pragma: no cover - the pattern lets no other text through
        return ""
    shown = format(number, "f")
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return "0" if number == 0 else shown
