"""Values of properties: quoted-printable, base64, escapes, lists, calendar days, addresses of programs."""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import unquote

_ESCAPE = re.compile(r"\\(.)", re.S)
_ESCAPED = {"n": "\n", "N": "\n"}
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ].*)?\Z", re.S)
_DAY_OF_YEAR = re.compile(r"--(\d\d)-?(\d\d)(?:[T ].*)?\Z", re.S)
_NO_YEAR = frozenset(("1604", "0000", "0001"))
"""Years that writers put where none is known; Apple's is 1604, the first leap year of its calendar."""
_URI = re.compile(r"([a-z][a-z0-9+.-]*):(?://)?(.*)\Z", re.I | re.S)


def unprinted(value: bytes) -> bytes:
    """The bytes behind quoted-printable (RFC 2045, 6.7); what is no code stays as it is."""
    return binascii.a2b_qp(value)


def binary(value: bytes) -> bytes:
    """The bytes behind base64; signs of other alphabets are passed over, a missing end is forgiven."""
    clean = _NOT_BASE64.sub(b"", value)
    whole = len(clean) - (len(clean) % 4 == 1)  # one sign alone holds no byte
    return binascii.a2b_base64(clean[:whole] + b"=" * (-whole % 4))


def plain(text: str) -> str:
    r"""The text with its escapes undone: ``\n``, ``\,``, ``\;``, ``\\``, and Apple's ``\:``."""
    return _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), text) if "\\" in text else text


def parted(text: str, sign: str = ";") -> list[str]:
    """The components of a structured value (or, by commas, of a list), unescaped and trimmed."""
    if "\\" not in text:
        return [part.strip() for part in text.split(sign)]
    parts, start, signs = [], 0, iter(enumerate(text))
    for place, found in signs:
        if found == "\\":
            next(signs, None)
        elif found == sign:
            parts.append(text[start:place])
            start = place + 1
    return [plain(part).strip() for part in (*parts, text[start:])]


def day_of(text: str, params: Mapping[str, str]) -> str:
    """A date as ``YYYY-MM-DD`` or, without its year, ``--MM-DD``; any other text as it stands.

    All notations of RFC 2426 and RFC 6350 (``19930102``, ``--0420``, with a time behind), and the years that stand for
    "no year": the one named by X-APPLE-OMIT-YEAR, 1604, 0000.
    """
    text = text.strip()
    if match := _DAY_OF_YEAR.match(text):
        month, day = match.groups()
        return f"--{month}-{day}" if _exists("2000", month, day) else text
    match = _DAY.match(text)
    if match is None:
        return text
    year, month, day = match.groups()
    if year in _NO_YEAR or year == params.get("X-APPLE-OMIT-YEAR"):
        return f"--{month}-{day}" if _exists("2000", month, day) else text
    return f"{year}-{month}-{day}" if _exists(year, month, day) else text


def _exists(year: str, month: str, day: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def uri_of(text: str) -> tuple[str, str]:
    """Scheme (lower case) and rest of an address such as ``skype:anna``; no scheme for plain text."""
    match = _URI.match(text.strip())
    return (match[1].lower(), unquote(match[2])) if match else ("", text.strip())
