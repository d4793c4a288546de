"""What stands before the colon of a property: group, name and parameters (RFC 6350, 3.3, and 2.1's bare types)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

_KNOWN = frozenset(
    "BEGIN END VERSION N FN TEL EMAIL ADR LABEL ORG TITLE ROLE BDAY NOTE URL PHOTO LOGO NICKNAME CATEGORIES UID REV"
    " PRODID GEO TZ IMPP GENDER LANG RELATED MEMBER KIND ANNIVERSARY DEATHDATE BIRTHPLACE DEATHPLACE SOUND KEY AGENT"
    " CLASS MAILER SORT-STRING SOURCE NAME PROFILE XML CLIENTPIDMAP FBURL CALURI CALADRURI CAPURI EXPERTISE HOBBY"
    " INTEREST ORG-DIRECTORY SOCIALPROFILE PRONOUNS GRAMGENDER CREATED JSPROP CONTACT-URI".split()
)
_NAME = re.compile(r"\s*(?:([A-Za-z0-9_.-]+)\.)?([A-Za-z][A-Za-z0-9_-]*)\s*\Z")
_CARET = re.compile(r"\^(['n^])")
_CARETS = {"'": '"', "n": "\n", "^": "^"}  # RFC 6868
_ENCODINGS = {"QUOTED-PRINTABLE": "qp", "Q": "qp", "BASE64": "base64", "B": "base64"}
_PREFERRED = "pref"
_LAST_CHOICE = 101  # PREF goes from 1, the most preferred, to 100


class Head(NamedTuple):
    """A parsed head. ``types`` are lower case, ``params`` have upper-case names and values as written.

    ``encoding`` is 'qp', 'base64' or ''; ``charset`` as the file names it, '' for none; ``pref`` orders equals: 1 is
    the most preferred.
    """

    raw: bytes
    group: str
    name: str
    types: tuple[str, ...]
    params: Mapping[str, str]
    encoding: str
    charset: str
    pref: int

    def has(self, *types: str) -> bool:
        """Whether one of these types stands in the head."""
        return any(kind in self.types for kind in types)


def split_line(line: bytes, *, whole: bool = True) -> tuple[Head, bytes] | None:
    """The head and the value of a line, None for a line that is no property.

    Of a line that may be folded in its head (not ``whole``) a quote that is open still may be closed by the next.
    """
    raw, colon, value = line.partition(b":")
    if raw.count(b'"') % 2:  # the colon stands inside a quoted parameter
        raw, colon, value = _outside_quotes(line, line.partition(b":") if whole else (b"", b"", b""))
    if not colon or not raw:
        return None
    head = parse_head(raw)
    return (head, value) if head else None


def may_begin(line: bytes) -> bool:
    """Whether a line without its colon may begin a property whose head is folded."""
    name, semicolon, _ = line[:_LONGEST_HEAD].partition(b";")
    match = _NAME.match(name.decode("utf-8", "replace"))
    return bool(semicolon and match and (match[2].upper() in _KNOWN or match[2].upper().startswith("X-")))


def _outside_quotes(line: bytes, unclosed: tuple[bytes, bytes, bytes]) -> tuple[bytes, bytes, bytes]:
    """The line parted at its first colon outside quotes; ``unclosed`` where there is none."""
    quoted = False
    for place, sign in enumerate(line[:_LONGEST_HEAD]):
        if sign == ord('"'):
            quoted = not quoted
        elif sign == ord(":") and not quoted:
            return line[:place], b":", line[place + 1 :]
    return unclosed


_LONGEST_HEAD = 10_000


@lru_cache(maxsize=4096)
def parse_head(raw: bytes) -> Head | None:
    """The head of a property; None for text that only looks like one. Address books repeat a few heads for ever."""
    if len(raw) > _LONGEST_HEAD:
        return None
    first, *rest = _parts(raw.decode("utf-8", "replace").lstrip("\ufeff"))
    match = _NAME.match(first)
    if match is None:
        return None
    group, name = (match[1] or "").lower(), match[2].upper()
    # In notes that were written without folding, 'http://...' begins a line.
    if not (name in _KNOWN or name.startswith("X-") or rest or match[2].isupper()):
        return None
    types: list[str] = []
    params: dict[str, str] = {}
    for part in rest:
        _take(part, types, params)
    encoding = _ENCODINGS.get(params.get("ENCODING", "").upper(), "")
    charset = params.get("CHARSET", "")
    return Head(
        raw, group, name, tuple(dict.fromkeys(types)), params, encoding, charset, _pref(types, params)
    )


def _parts(text: str) -> list[str]:
    """The text parted at semicolons outside quotes."""
    if '"' not in text:
        return text.split(";")
    parts, start, quoted = [], 0, False
    for place, sign in enumerate(text):
        if sign == '"':
            quoted = not quoted
        elif sign == ";" and not quoted:
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]


def _take(part: str, types: list[str], params: dict[str, str]) -> None:
    """One parameter; in 2.1 a type or an encoding stands bare, without its name."""
    name, equals, value = part.partition("=")
    name, value = name.strip().upper(), _unquoted(value)
    if not equals:
        if name in _ENCODINGS and name not in ("B", "Q"):
            params["ENCODING"] = name
        elif name:
            types.append(name.lower())
    elif name == "TYPE":
        types += [word for word in re.split(r"[,\s]+", value.lower()) if word]
    elif name:
        params.setdefault(name, value)


def _unquoted(value: str) -> str:
    value = value.strip().replace('"', "")
    return _CARET.sub(lambda match: _CARETS[match[1]], value) if "^" in value else value


def _pref(types: list[str], params: Mapping[str, str]) -> int:
    number = params.get("PREF", "")
    if number.isascii() and number.isdecimal():
        return min(int(number[:4]), _LAST_CHOICE)
    return 1 if _PREFERRED in types or "PREF" in params else _LAST_CHOICE
