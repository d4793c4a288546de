"""Who may be the same client, while the form is being filled in.

The same evidence decides as in the search for duplicates (``duplicates.evidence``): a family on one phone is told, but
not called a duplicate.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from crm_desktop.folding import fold, words
from crm_desktop.kinds import ClientKind, PointKind
from crm_desktop.models.derived import BIN
from crm_desktop.models.names import split_name
from crm_desktop.services.by_name import named
from crm_desktop.services.client_drafts import NAME_PARTS, derived_name
from crm_desktop.services.duplicates.evidence import POSSIBLE, judge
from crm_desktop.services.duplicates.names import NameLikeness, compare_names
from crm_desktop.services.duplicates.subjects import Subject, Way, read_subjects
from crm_desktop.services.point_keys import point_key
from crm_desktop.translit import skeleton

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
    NAME_SPELLING = "name_spelling"


@dataclass(frozen=True, slots=True)
class SimilarClient:
    """A client that resembles a draft; ``value`` is what they share.

    ``is_duplicate`` tells whether it is probably the same client; false for a mere hint: a namesake, a family.
    """

    id: bytes
    number: int | None
    name: str
    likeness: Likeness
    value: str
    company: str
    is_duplicate: bool


def similar(
    store: Store, draft: ClientDraft, *, exclude: bytes | None = None, limit: int = 5
) -> list[SimilarClient]:
    """Live clients that share a phone, an e-mail, or the name with the draft; the surest first, each once.

    ``exclude`` is the client whose form it is.
    """
    typed = _typed(store, draft)
    found: dict[bytes, tuple[Likeness, str]] = {}
    for client_id, likeness, value in _resembling(store, draft, typed):
        if client_id != exclude:
            found.setdefault(client_id, (likeness, value))
    similar_ones = [
        _shown(store, typed, client_id, likeness, value) for client_id, (likeness, value) in found.items()
    ]
    return sorted(similar_ones, key=lambda client: not client.is_duplicate)[:limit]


def _typed(store: Store, draft: ClientDraft) -> Subject:
    """The draft as the evidence compares clients."""
    parts = {part: getattr(draft, part) for part in ("family", "given", "middle", "suffix")}
    if not any(getattr(draft, part) for part in NAME_PARTS) and draft.kind is ClientKind.PERSON:
        parted = split_name(draft.name)
        parts = {part: getattr(parted, part) for part in parts}
    name = draft.name or derived_name(draft)
    typed = Subject(
        0, b"", draft.kind.value, None, name, **parts,
        gender=draft.gender.value, birthday=draft.birthday, loyalty_card=draft.loyalty_card, name=name,
    )  # fmt: skip
    typed.points = [
        Way(point.kind.value, point_key(store, point.kind, point.value), point.value, point.city)
        for point in draft.points
    ]
    typed.employer = next((job.company_name for job in draft.employments if job.company_name), "")
    return typed


def _resembling(store: Store, draft: ClientDraft, typed: Subject) -> Iterator[tuple[bytes, Likeness, str]]:
    for kind, likeness in ((PointKind.PHONE, Likeness.PHONE), (PointKind.EMAIL, Likeness.EMAIL)):
        for way in typed.points:
            # Keys of emergency numbers and of a first digit typed say nothing.
            if way.kind == kind and len(way.key) > len("112"):
                for client_id in _holding(store, way.key, kind):
                    yield client_id, likeness, way.value
    if draft.birthday:
        for client_id in _born_and_named(store, draft.birthday, typed.name):
            yield client_id, Likeness.NAME_AND_BIRTHDAY, draft.birthday
    for client_id in named(store, typed.name, draft.kind):
        yield client_id, Likeness.NAME, typed.name
    for client_id, name in _spelled_otherwise(store, typed):
        yield client_id, Likeness.NAME_SPELLING, name


def _spelled_otherwise(store: Store, typed: Subject) -> Iterator[tuple[bytes, str]]:
    """Live clients of the whole name in another script, spelling or order: Ivanov Ivan, Иван Иванов."""
    sought = [skeleton(word) for word in words(typed.name)]
    if len(sought) < 2 or not all(sought):
        return
    match = " ".join(f'"{word}"' for word in sought)
    rows = store.read(
        "SELECT c.rid FROM find_script f JOIN client_list l ON l.pos = f.rowid JOIN client c ON c.id = l.client_id"
        " WHERE find_script MATCH ? AND f.rowid < ? AND l.kind = ? LIMIT 20",
        (match, BIN, typed.kind),
    )
    for subject in read_subjects(store, (rid for (rid,) in rows)).values():
        if compare_names(typed, subject) in (NameLikeness.SAME, NameLikeness.ORDER, NameLikeness.SCRIPT):
            yield subject.id, subject.shown


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


def _shown(store: Store, typed: Subject, client_id: bytes, likeness: Likeness, value: str) -> SimilarClient:
    ((rid, number, name),) = store.read("SELECT rid, number, name FROM client WHERE id = ?", (client_id,))
    known = read_subjects(store, [rid])[rid]
    judgement = judge(typed, known)
    sure = judgement is not None and judgement.score >= POSSIBLE
    return SimilarClient(client_id, number, name, likeness, value, known.employer, sure)
