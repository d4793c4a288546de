"""Who may be the same client, while the form is being filled in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from crm_desktop.folding import fold
from crm_desktop.kinds import PointKind
from crm_desktop.services.by_name import named
from crm_desktop.services.client_drafts import derived_name
from crm_desktop.services.point_keys import point_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm_desktop.services.drafts import ClientDraft
    from crm_desktop.storage.store import Store


class Likeness(StrEnum):
    """Why two cards may be one person's, the surest first. A name alone is a hint: of 200,000 many share one."""

    PHONE = "phone"
    EMAIL = "email"
    NAME_AND_BIRTHDAY = "name_and_birthday"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class SimilarClient:
    """A client that resembles a draft. ``is_duplicate`` is false for a mere hint; ``value`` is what they share."""

    id: bytes
    number: int | None
    name: str
    likeness: Likeness
    value: str
    company: str

    @property
    def is_duplicate(self) -> bool:
        """Whether it is probably the same client."""
        return self.likeness is not Likeness.NAME


def similar(
    store: Store, draft: ClientDraft, *, exclude: bytes | None = None, limit: int = 5
) -> list[SimilarClient]:
    """Live clients that share a phone, an e-mail, or the name with the draft; the surest first, each once.

    ``exclude`` is the client whose form it is.
    """
    found: dict[bytes, tuple[Likeness, str]] = {}
    for client_id, likeness, value in _resembling(store, draft):
        if client_id != exclude:
            found.setdefault(client_id, (likeness, value))
    return [
        SimilarClient(client_id, *_shown(store, client_id, likeness, value))
        for client_id, (likeness, value) in list(found.items())[:limit]
    ]


def _resembling(store: Store, draft: ClientDraft) -> Iterator[tuple[bytes, Likeness, str]]:
    for kind, likeness in ((PointKind.PHONE, Likeness.PHONE), (PointKind.EMAIL, Likeness.EMAIL)):
        for point in draft.points:
            key = point_key(store, point.kind, point.value) if point.kind is kind else ""
            if len(key) > len("112"):  # keys of emergency numbers and of a first digit typed say nothing
                for client_id in _holding(store, key, kind):
                    yield client_id, likeness, point.value
    name = draft.name or derived_name(draft)
    if draft.birthday:
        for client_id in _born_and_named(store, draft.birthday, name):
            yield client_id, Likeness.NAME_AND_BIRTHDAY, draft.birthday
    for client_id in named(store, name, draft.kind):
        yield client_id, Likeness.NAME, name


def _holding(store: Store, key: str, kind: PointKind) -> list[bytes]:
    found = store.read(
        "SELECT DISTINCT p.client_id FROM contact_point p JOIN client c ON c.id = p.client_id"
        " WHERE p.key = ? AND p.key <> '' AND p.kind = ? AND p.deleted = 0 AND c.deleted = 0"
        " ORDER BY c.rid LIMIT 20",
        (key, kind.value),
    )
    return [client_id for (client_id,) in found]


def _born_and_named(store: Store, birthday: str, name: str) -> list[bytes]:
    """Of one name, born on one day; a birthday without its year agrees with any year."""
    folded = fold(name)
    found = store.read(
        "SELECT id, name, birthday FROM client WHERE substr(birthday, -5) = ? AND birthday <> '' AND deleted = 0"
        " ORDER BY rid",
        (birthday[-5:],),
    )
    return [
        client_id
        for client_id, other, theirs in found
        if fold(other) == folded and (theirs == birthday or "--" in (theirs[:2], birthday[:2]))
    ]


def _shown(
    store: Store, client_id: bytes, likeness: Likeness, value: str
) -> tuple[int | None, str, Likeness, str, str]:
    number, name = store.read("SELECT number, name FROM client WHERE id = ?", (client_id,))[0]
    company = store.read(
        "SELECT c.name FROM employment e JOIN client c ON c.id = e.company_id"
        " WHERE e.person_id = ? AND e.deleted = 0 AND c.deleted = 0 ORDER BY e.rank LIMIT 1",
        (client_id,),
    )
    return number, name, likeness, value, company[0][0] if company else ""
