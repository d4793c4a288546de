"""Lines of a calendar file: unfolded, with their parameters, however carelessly they were written.

RFC 5545 folds long lines by a line end and one space. Real files also break values without the space, leave empty
lines, end lines with CR CR LF, or fold in quoted-printable (vCalendar 1.0).
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

LONGEST_LINE = 1_000_000
"""Characters kept of one logical line; what is longer is a picture or an attack."""

_HEAD = re.compile(r"([A-Za-z][A-Za-z0-9-]*)(?=[;:])")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)(?:=((?:"[^"]*"|[^",;:]*)(?:,(?:"[^"]*"|[^",;:]*))*))?')
_ESCAPE = re.compile(r"\\([nN\\;,:\"])")
_KNOWN = frozenset(
    "BEGIN END UID DTSTART DTEND DTSTAMP DUE DURATION SUMMARY DESCRIPTION LOCATION STATUS CATEGORIES"
    " ATTENDEE ORGANIZER CONTACT RRULE RDATE EXDATE EXRULE RECURRENCE-ID CREATED COMPLETED LAST-MODIFIED"
    " SEQUENCE CLASS TRANSP PRIORITY URL GEO COMMENT ATTACH RESOURCES RELATED-TO PERCENT-COMPLETE TRIGGER"
    " ACTION REPEAT PRODID VERSION CALSCALE METHOD TZID TZNAME TZOFFSETFROM TZOFFSETTO TZURL"
    " REQUEST-STATUS FREEBUSY NAME COLOR IMAGE CONFERENCE REFRESH-INTERVAL SOURCE TZ DAYLIGHT AALARM"
    " DALARM PALARM MALARM ACKNOWLEDGED".split()
)


@dataclass(frozen=True, slots=True)
class Line:
    """One property: its name and the names of its parameters in capitals, the value as written."""

    name: str
    value: str
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The value of a TEXT property, escapes taken off (RFC 5545, 3.3.11)."""
        return unescape(self.value)

    def __str__(self) -> str:
        """The line as it would be written, unfolded."""
        parameters = "".join(f";{name}={_quoted(value)}" for name, value in self.parameters.items())
        return f"{self.name}{parameters}:{self.value}"


def unescape(value: str) -> str:
    """A TEXT value without its escapes."""
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def parse_line(text: str) -> Line | None:
    """The property that an unfolded line holds; None where it is none."""
    head = _HEAD.match(text)
    if head is None:
        return None
    place = head.end()
    parameters: dict[str, str] = {}
    while match := _PARAMETER.match(text, place):
        name = match[1].upper()
        if match[2] is None:
            parameters.setdefault("TYPE", name)  # vCalendar 1.0 leaves the name out
        else:
            parameters[name] = match[2].replace('"', "")
        place = match.end()
    colon = text.find(":", place)
    if colon < 0:
        return None
    value = text[colon + 1 :]
    if parameters.get("ENCODING", parameters.get("TYPE", "")).upper() == "QUOTED-PRINTABLE":
        value = _quoted_printable(value, parameters.pop("CHARSET", "utf-8"))
        parameters.pop("ENCODING", None)
        parameters.pop("TYPE", None)
    return Line(head[1].upper(), value, parameters)


def read_lines(physical: Iterable[str]) -> Iterator[Line]:
    """The properties of a file given line by line (without their ends); what is none is passed over."""
    parts: list[str] = []
    size = 0
    for line in physical:
        text = line.replace("\0", "")
        if not text:
            continue
        piece = _continuation(text, parts)
        if piece is None:
            yield from _made(parts)
            parts, size, piece = [], 0, text
        if size < LONGEST_LINE:
            parts.append(piece[: LONGEST_LINE - size])
            size += len(piece)
    yield from _made(parts)


def _made(parts: list[str]) -> Iterator[Line]:
    line = parse_line("".join(parts)) if parts else None
    if line is not None:
        yield line


def _continuation(text: str, parts: list[str]) -> str | None:
    """What ``text`` adds to the line before it; None where it begins a line of its own."""
    if not parts:
        return None
    if parts[-1].endswith("=") and "QUOTED-PRINTABLE" in parts[0].upper():
        parts[-1] = parts[-1][:-1]
        return text.lstrip(" \t") if text[0] in " \t" else text
    if text[0] in " \t":
        return text[1:]
    head = _HEAD.match(text)
    if head is not None and (head[1].upper() in _KNOWN or head[1].upper().startswith("X-")):
        return None
    # A value broken without its space: the line break was in the text.
    return "\\n" + text.replace("\\", "\\\\") if _is_text(parts[0]) else None


def _is_text(first: str) -> bool:
    head = _HEAD.match(first)
    return head is not None and head[1].upper() in {
        "DESCRIPTION",
        "SUMMARY",
        "LOCATION",
        "COMMENT",
        "CONTACT",
    }


def _quoted_printable(value: str, charset: str) -> str:
    """The text behind quoted-printable, escaped as a TEXT value is."""
    raw = quopri.decodestring(value.encode("utf-8", "replace"))
    try:
        text = raw.decode(charset, "replace")
    except LookupError:
        text = raw.decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\n", "\\n")


def _quoted(value: str) -> str:
    return f'"{value}"' if any(sign in value for sign in ':;,"') else value
