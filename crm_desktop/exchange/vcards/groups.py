"""Cards that stand for a group of others (RFC 6350 KIND:group, Apple's lists): their members get the name as a tag."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_desktop.exchange.reading.book import Cell
    from crm_desktop.exchange.vcards.facts import Facts
    from crm_desktop.exchange.vcards.lines import Property

_KINDS = ("KIND", "X-ADDRESSBOOKSERVER-KIND")
_MEMBERS = ("MEMBER", "X-ADDRESSBOOKSERVER-MEMBER")
_UUID = "urn:uuid:"


class Groups:
    """The groups of one file; they may stand before or behind their members."""

    def __init__(self) -> None:
        self._names: dict[str, list[str]] = {}
        self.count = 0

    @property
    def tagged(self) -> bool:
        """Whether some card is a member of a group."""
        return bool(self._names)

    def take(self, found: Sequence[Property], facts: Facts) -> bool:
        """Whether the card is a group; its members are then remembered."""
        if not any(
            head is not None and head.name in _KINDS and facts.text(head, value).lower() == "group"
            for head, value in found
        ):
            return False
        self.count += 1
        name = next(
            (facts.text(head, value) for head, value in found if head is not None and head.name == "FN"), ""
        )
        name = name or str(facts.cells.get("name.full") or facts.cells.get("name.family") or "")
        for head, value in found:
            if name and head is not None and head.name in _MEMBERS:
                uid = facts.text(head, value)
                uid = uid[len(_UUID) :] if uid.lower().startswith(_UUID) else uid
                self._names.setdefault(uid, []).append(" ".join(name.split()))
        return True

    def tag(self, cells: dict[str, Cell]) -> None:
        """Add the names of the card's groups to its tags."""
        names = self._names.get(str(cells.get("external_id.vcard") or ""))
        if names:
            tags = [part.strip() for part in str(cells.get("tags") or "").split(":::")]
            cells["tags"] = "".join(f"{tag} ::: " for tag in dict.fromkeys((*tags, *names)) if tag).strip()
