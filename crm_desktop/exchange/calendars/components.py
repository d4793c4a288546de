"""Events, tasks and zones of a calendar file, each with its lines; a missing or wrong END costs one of them at most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_desktop.exchange.calendars.lines import Line

ITEMS = frozenset({"VEVENT", "VTODO", "VJOURNAL"})
"""What becomes a row."""

MOST_LINES = 5_000
"""Lines kept of one component; a meeting of thousands is an attack."""

_WHOLE = ITEMS | {"VTIMEZONE", "VFREEBUSY"}
_DEEPEST = 6


@dataclass(slots=True)
class Component:
    """A component with its own lines and the components inside it (alarms, the halves of a zone)."""

    name: str
    lines: list[Line] = field(default_factory=list)
    inside: list[Component] = field(default_factory=list)

    def line(self, name: str) -> Line | None:
        """The first line of this name."""
        return next((line for line in self.lines if line.name == name), None)

    def text(self, name: str) -> str:
        """The text of the first line of this name, '' for none."""
        line = self.line(name)
        return line.text.strip() if line else ""

    def all(self, name: str) -> list[Line]:
        """The lines of this name in their order."""
        return [line for line in self.lines if line.name == name]

    def content(self) -> str:
        """The component as text, one property to a line, unfolded."""
        inner = [text for each in self.inside for text in each.content().split("\n")]
        return "\n".join((f"BEGIN:{self.name}", *map(str, self.lines), *inner, f"END:{self.name}"))


def read_components(lines: Iterable[Line]) -> Iterator[Component]:
    """The items and zones of a calendar in the order of the file.

    An item that begins inside another one says that the END of the other is missing.
    """
    path: list[Component] = []  # the item and what is open inside it
    for line in lines:
        if line.name in {"BEGIN", "END"}:
            name = line.value.strip().upper()
            if path and _is_over(path, line.name, name):
                yield path[0]
                path = []
            elif line.name == "END":
                _close(path, name)
            if line.name == "BEGIN":
                _open(path, name)
        elif path and len(path[-1].lines) < MOST_LINES:
            path[-1].lines.append(line)
    if path:
        yield path[0]


def _is_over(path: list[Component], sign: str, name: str) -> bool:
    """Whether the item ends: with its own END, with the calendar's, or because the next one begins."""
    return name in _WHOLE if sign == "BEGIN" else name in {path[0].name, "VCALENDAR"}


def _open(path: list[Component], name: str) -> None:
    begun = Component(name)
    if name in _WHOLE:
        path.append(begun)
    elif path and len(path) < _DEEPEST and len(path[-1].inside) < MOST_LINES:
        path[-1].inside.append(begun)
        path.append(begun)


def _close(path: list[Component], name: str) -> None:
    if any(each.name == name for each in path[1:]):
        while path.pop().name != name:
            pass
