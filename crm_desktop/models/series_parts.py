"""The UIDs of series that were parted: "this and later" makes a second one, which goes on for the first.

The UID of a part tells what it goes on for, and from which occurrence: ``<origin>.from.20261207T160000Z``, or a day.
So the calendar that the first came from is known to be covered by the second (ADR 0013). To everybody else it is a
UID like any other, for they tell nothing (RFC 5545, 3.8.4.7).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from crm_desktop.models.limits import LONGEST_NAME

_MARK = ".from."
_PART = re.compile(
    r"(?P<origin>.+)\.from\.(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
    r"(?:T(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)Z)?",
    re.ASCII | re.DOTALL,
)


class PartOf(NamedTuple):
    """``origin`` is the UID of the whole series, ``cut`` the first of its occurrences that the part goes on for."""

    origin: str
    cut: str


def part_uid(origin: str, cut: str) -> str:
    """The UID of the part from the occurrence ``cut`` (an instant as ``clock.utc_text`` writes it, or a day) on.

    '' where it would be longer than a UID may be: then nobody knows it again.
    """
    moment = cut.partition(".")[0].rstrip("Z").replace("-", "").replace(":", "")
    uid = f"{origin}{_MARK}{moment}{'Z' if 'T' in cut else ''}"
    return uid if len(uid) <= LONGEST_NAME else ""


def read_part(uid: str) -> PartOf | None:
    """What the UID of a part tells; None for any other."""
    found = _PART.fullmatch(uid)
    if found is None:
        return None
    cut = f"{found['year']}-{found['month']}-{found['day']}"
    if found["hour"]:
        cut += f"T{found['hour']}:{found['minute']}:{found['second']}.000Z"
    return PartOf(found["origin"], cut)


def uids_of_parts(origin: str) -> tuple[str, str]:
    """Between which texts (the first included) the UIDs of all parts of a series lie, for a search by index."""
    return f"{origin}{_MARK}", f"{origin}{_MARK}:"  # ":" comes right after the digits
