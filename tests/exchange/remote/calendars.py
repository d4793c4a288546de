"""What the tests do with a calendar from outside, as a telephone would."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crm_desktop.exchange.remote.server import href_of

if TYPE_CHECKING:
    from crm_desktop.exchange.remote.server import Item, Server

SINCE = datetime(2020, 1, 1, tzinfo=UTC)


def calendar(*events: str) -> str:
    """A calendar of events, each given by its lines."""
    bodies = "".join(
        f"BEGIN:VEVENT\nDTSTAMP:20260101T000000Z\n{event.strip()}\nEND:VEVENT\n" for event in events
    )
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Telephone//EN\n{bodies}END:VCALENDAR\n"
    return text.replace("\n", "\r\n")


class Elsewhere:
    """A telephone that looks at a calendar and writes into it."""

    def __init__(self, server: Server, place: str) -> None:
        self.server, self.place = server, place

    def items(self) -> list[Item]:
        """All resources, by href."""
        listing = self.server.listing(self.place, "", SINCE)
        return sorted(self.server.fetch(self.place, sorted(listing.changed)), key=lambda item: item.href)

    def only(self) -> Item:
        """The one resource."""
        (item,) = self.items()
        return item

    def text(self) -> str:
        """The one resource, unfolded."""
        return unfolded(self.only().text)

    def add(self, name: str, *events: str) -> str:
        """Write a new resource; its href."""
        href = href_of(self.place, f"{name}.ics")
        self.server.put(self.place, href, calendar(*events), "")
        return href

    def write(self, item: Item, text: str) -> None:
        """Write over what stands there now."""
        self.server.put(self.place, item.href, text, item.etag)

    def change(self, before: str, after: str) -> None:
        """Change the words of the one resource."""
        item = self.only()
        text = unfolded(item.text)
        assert before in text, text
        self.write(item, text.replace(before, after).replace("\n", "\r\n"))

    def delete(self) -> None:
        """Delete everything."""
        for item in self.items():
            self.server.delete(self.place, item.href, item.etag)


def unfolded(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n ", "")
