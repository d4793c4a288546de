"""E-mail addresses: the text as written, and a folded key by which one mailbox is one mailbox.

Well-formed is what RFC 5321/6531 mailboxes look like in practice: a local part (letters of any script), one '@', a
domain of two labels or more. Quoted local parts and address literals are kept as written and flagged.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_ANGLE = re.compile(r"([^<>@,;]*)<\s*(?:mailto:)?([^<>]*@[^<>]*)>", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*:::\s*|[\s,;|]+|/(?=[^/@\s]+@)")
_LOCAL = re.compile(r"[^\s@.,;:<>()\[\]\"\\]+(?:\.[^\s@.,;:<>()\[\]\"\\]+)*")
_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")
_EDGES = re.compile(r"^[\s<>()\[\]\"'.,;:]+|[\s<>()\[\]\"'.,;:]+$")
# Nearly all addresses are of this kind: one, ASCII, well-formed. The pattern says what ``is_wellformed`` says, at once.
_PLAIN = re.compile(r"[\w+%-]+(?:\.[\w+%-]+)*@(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z]{2,}", re.ASCII)
_PLAIN_LENGTH = 64
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"), None)


@dataclass(frozen=True, slots=True)
class Email:
    """``valid`` tells of the text as written; ``key`` is the address with the slips at its ends mended.

    ``name`` is what else was written beside it: a display name or a remark.
    """

    text: str
    key: str
    valid: bool
    name: str = ""


def email_key(text: str) -> str:
    """The folded form that two spellings of one address share; '' for an empty text."""
    folded = unicodedata.normalize("NFC", text.translate(_INVISIBLE)).strip().casefold()
    while (trimmed := _EDGES.sub("", folded.removeprefix("mailto:").partition("?")[0])) != folded:
        folded = trimmed
    return folded


def is_wellformed(address: str) -> bool:
    """Whether mail could be sent to the address as it stands."""
    local, at, domain = address.rpartition("@")
    labels = domain.split(".")
    if not at or len(labels) < 2 or len(address) > 254 or len(local) > 64 or not _LOCAL.fullmatch(local):
        return False
    return all(_LABEL.fullmatch(label) for label in labels) and _is_top_level(labels[-1])


def _is_top_level(label: str) -> bool:
    """Letters of one script in one case: 'ltSeniūnas' is a word that ran into the address."""
    if label.casefold().startswith("xn--"):
        return True
    if len(label) < 2 or not label.isalpha():
        return False
    if label.isascii():
        return label == label.lower() or label == label.upper() or label == label.capitalize()
    return not any(unicodedata.name(sign, "").startswith("LATIN") for sign in label)


def parse_emails(text: str | None) -> list[Email]:
    """All addresses of a cell in the order written; what is no address is kept as written and flagged."""
    if text and len(text) <= _PLAIN_LENGTH and _PLAIN.fullmatch(text):
        return [Email(text, text.casefold(), valid=True)]
    text = (text or "").translate(_INVISIBLE).replace("\u00a0", " ").strip()
    if not text:
        return []
    if "@" not in text:
        return [Email(text, email_key(text), valid=False)]
    named = {match.group(2).strip(): match.group(1).strip(" \"'\t\r\n") for match in _ANGLE.finditer(text)}
    if named:
        text = _ANGLE.sub(lambda match: f" {match.group(2).strip()} ", text)
    pieces = [piece for piece in _SEPARATOR.split(re.sub(r"\s*@\s*", "@", text)) if piece]
    return [
        Email(address, email_key(address), is_wellformed(address), named.get(address) or remark)
        for address, remark in _with_remarks(pieces)
    ]


def _with_remarks(pieces: list[str]) -> list[tuple[str, str]]:
    """Each address with the words that stand after it (or before the first one)."""
    found: list[tuple[str, str]] = []
    stray = ""
    for piece in pieces:
        if "@" in piece:
            found.append((re.sub(r"^mailto:", "", piece, flags=re.IGNORECASE).strip("<>"), stray))
            stray = ""
        elif found:
            address, remark = found[-1]
            found[-1] = (address, f"{remark} {piece}".strip())
        else:
            stray = f"{stray} {piece}".strip()
    return found
