"""Which clients an event is with: by what our own export says, by e-mail, by name, by the words of its title."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.exchange.importing.existing import Existing
from crm_desktop.exchange.importing.record import Entity
from crm_desktop.folding import fold
from crm_desktop.kinds import ClientKind
from crm_desktop.models.names import split_name
from crm_desktop.services.duplicates.likeness import company_key

if TYPE_CHECKING:
    from crm_desktop.exchange.calendars.entries import EventEntry
    from crm_desktop.storage.store import Store

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 4
"""Letters of a family name that may be told by its beginning; shorter ones are words of every title."""
_ENDINGS = re.compile(
    r"(?:ому|ему|ого|его|ыми|ими|ами|ым|им|ом|ем|ои|еи|ыи|ии|ая|яя|ую|юю|а|я|у|ю|ы|и|е|о|ь"
    r"|ienei|ieneje|iene|ienes|iais|iams|iai|iui|iu|io|is|ys|as|us|es|ei|ui|au|ai|uje|yje|e|a|i|u|y|o|s)$"
)
_LONGEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Company:
    """Who takes part. ``doubtful``: one was told by a name alone. ``unknown``: those who are no clients, as written."""

    clients: tuple[bytes, ...] = ()
    unknown: tuple[str, ...] = ()
    doubtful: bool = False


def stem(word: str) -> str:
    """What the cases of a name share in Russian and Lithuanian: иванов - иванову, petraitis - petraičiu."""
    folded = fold(word)
    cut = _ENDINGS.sub("", folded) if len(folded) > _SHORTEST else folded
    return f"{cut[:-1]}t" if cut.endswith("c") and folded != cut else cut


class Finder:
    """Looks clients up for one rehearsal or import. The names of all are read once, when a title is first looked at."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._existing = Existing(store)
        self._by_stem: dict[str, dict[bytes, str]] | None = None
        self._companies: dict[str, list[bytes]] = {}

    def company_of(self, entry: EventEntry) -> Company:
        """Who takes part in the event."""
        own = self._own(entry)
        if own:
            return Company(tuple(dict.fromkeys(own)))
        found: dict[bytes, None] = {}
        unknown = []
        doubtful = False
        for name, address in entry.people:
            client = self._by_address(name, address) if address else None
            if client is None and name:
                client = self._by_name(name)
                doubtful = doubtful or client is not None
            if client is None:
                unknown.append(f"{name} <{address}>" if name and address else name or address)
            else:
                found[client] = None
        if not found and not entry.people and (client := self._by_title(entry.title)):
            return Company((client,), (), doubtful=True)
        return Company(tuple(found), tuple(unknown), doubtful)

    def _own(self, entry: EventEntry) -> list[bytes]:
        """The clients that our own export names by number and name; both must still agree."""
        try:
            named = json.loads(entry.own.get("CLIENTS", "[]"))
            pairs = [(int(number or 0), str(name)) for number, name in named]
        except (ValueError, TypeError):
            return []
        return [client for pair in pairs if (client := self._numbered(*pair)) is not None]

    def _numbered(self, number: int, name: str) -> bytes | None:
        found = self._store.read(
            "SELECT id FROM client WHERE number = ? AND name = ? AND deleted = 0 LIMIT 2", (number, name)
        )
        if len(found) != 1:
            found = self._store.read(
                "SELECT id FROM client WHERE name = ? AND deleted = 0 AND number IS NOT NULL LIMIT 2", (name,)
            )
        return found[0][0] if len(found) == 1 else None

    def _by_address(self, name: str, address: str) -> bytes | None:
        """The client with the e-mail; of several who share it the one whose name agrees."""
        found = self._store.read(
            "SELECT DISTINCT c.id, c.name FROM contact_point p JOIN client c ON c.id = p.client_id"
            " WHERE p.key = ? AND p.kind = 'email' AND p.deleted = 0 AND c.deleted = 0",
            (address,),
        )
        if len(found) == 1:
            return found[0][0]  # type: ignore[no-any-return]
        wanted = _words(name)
        agreeing = [client for client, shown in found if wanted and wanted <= _words(shown)]
        return agreeing[0] if len(agreeing) == 1 else None

    def _by_name(self, name: str) -> bytes | None:
        if len(_words(name)) < 2:  # a given name alone is nobody's
            return None
        parts = split_name(name, None)
        person = Entity(ClientKind.PERSON, name, family=parts.family, given=parts.given)
        if (client := self._existing.named(person)) is not None:
            return client
        self._stems()
        companies = self._companies.get(company_key(name), [])
        return companies[0] if len(companies) == 1 else None

    def _by_title(self, title: str) -> bytes | None:
        """The one client whose family name (or whole name of a company) stands in the title, in any case."""
        if self._existing.empty or not title:
            return None
        words = _WORD.findall(title)
        found: dict[bytes, int] = {}
        stems = {stem(word) for word in words}
        for word in words:
            if word[:1].isupper() and len(word) >= _SHORTEST:
                for client, given in self._stems().get(stem(word), {}).items():
                    found[client] = max(found.get(client, 0), 2 if given in stems else 1)
        best = [client for client, score in found.items() if score == max(found.values())]
        if len(best) == 1:
            return best[0]
        return None if best else self._company_in(words)

    def _company_in(self, words: Sequence[str]) -> bytes | None:
        self._stems()
        for length in range(min(_LONGEST_NAME, len(words)), 0, -1):
            for first in range(len(words) - length + 1):
                part = words[first : first + length]
                if length == 1 and not (part[0][:1].isupper() and len(part[0]) > _SHORTEST):
                    continue
                ids = self._companies.get(company_key(" ".join(part)), [])
                if len(ids) == 1:
                    return ids[0]
        return None

    def _stems(self) -> dict[str, dict[bytes, str]]:
        """Persons by the stem of their family name, each with that of the given name."""
        if self._by_stem is None:
            self._by_stem = {}
            for client, kind, name, family, given in self._store.read(
                "SELECT id, kind, name, family, given FROM client WHERE deleted = 0"
            ):
                if kind == ClientKind.COMPANY:
                    self._companies.setdefault(company_key(name), []).append(client)
                elif len(family or name) >= _SHORTEST:
                    self._by_stem.setdefault(stem(family or name), {})[client] = stem(given)
        return self._by_stem


def _words(text: str) -> set[str]:
    return set(_WORD.findall(fold(text)))
