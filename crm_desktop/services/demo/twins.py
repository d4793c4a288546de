"""Second cards of clients that are there already, as they come about in real lists: a call taken down in a hurry, a
name in the other script, a slip of the finger, two lists brought together.

They are made from cards in the base, so a test knows which cards are one person's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from crm_desktop.ids import link_id
from crm_desktop.kinds import ClientKind, PointKind
from crm_desktop.services.demo.chance import pick
from crm_desktop.services.duplicates.subjects import Subject, Way, read_subjects

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store

SHARE = 0.03
"""Of a list that several people have kept for years, so much stands there twice."""

_LATIN = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
        "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
        "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
        "я": "ya", "ą": "a", "č": "c", "ę": "e", "ė": "e", "į": "i", "š": "s", "ų": "u", "ū": "u", "ž": "z",
    }
)  # fmt: skip
_FORMS = {"UAB": "MB", "ООО": "ОАО", "Ltd": "Limited", "MB": "UAB", "ИП": "ООО"}

Parts = tuple[str, str, str]
"""Family, given and middle name."""


def plant(
    store: Store,
    change: Change,
    rng: Random,
    ids: Iterator[bytes],
    originals: Sequence[bytes],
    numbers: Iterator[int],
) -> list[tuple[bytes, bytes]]:
    """Write a second card for each of these clients inside an open change; (client, its twin) for each.

    Nameless clients and those without a phone or e-mail get none: nobody could tell.
    """
    rids = {
        rid: client_id
        for client_id in originals
        for (rid,) in store.read("SELECT rid FROM client WHERE id = ?", (client_id,))
    }
    made = []
    for rid, subject in read_subjects(store, rids).items():
        ways = [way for way in subject.points if way.kind in (PointKind.PHONE, PointKind.EMAIL)]
        if subject.name and ways:
            twin = next(ids)
            _write(change, rng, ids, subject, twin, next(numbers), ways)
            made.append((rids[rid], twin))
    return made


def _write(
    change: Change,
    rng: Random,
    ids: Iterator[bytes],
    subject: Subject,
    twin: bytes,
    number: int,
    ways: list[Way],
) -> None:
    """One card: a phone or e-mail of the first card, and its name as somebody else took it down."""
    if subject.kind == ClientKind.COMPANY:
        name, (family, given, middle) = _company(rng, subject.shown), ("", "", "")
    else:
        family, given, middle = _person(rng, (subject.family, subject.given, subject.middle))
        name = " ".join(filter(None, (family, given, middle)))
    by_birthday = subject.birthday and not subject.birthday.startswith("--") and rng.random() < 0.15
    born = subject.birthday if by_birthday or rng.random() < 0.3 else ""
    change.execute(
        "INSERT INTO client(id, kind, number, name, family, given, middle, birthday, created_at)"
        " SELECT ?, kind, ?, ?, ?, ?, ?, ?, created_at FROM client WHERE id = ?",
        (twin, number, name, family, given, middle, born, subject.id),
    )
    kept = [pick(rng, ways)] if not by_birthday else []
    for way in kept:
        change.execute(
            "INSERT INTO contact_point(id, client_id, kind, value, key) VALUES (?, ?, ?, ?, ?)",
            (next(ids), twin, way.kind, way.key, way.key),
        )
    for company in change.execute(
        "SELECT company_id FROM employment WHERE person_id = ? AND deleted = 0", (subject.id,)
    ).fetchall():
        if rng.random() < 0.5:
            change.execute(
                "INSERT INTO employment(id, person_id, company_id) VALUES (?, ?, ?)",
                (link_id(twin, company[0]), twin, company[0]),
            )


def _person(rng: Random, parts: Parts) -> Parts:
    return pick(rng, _CHANGES)(rng, parts)


def _as_it_is(rng: Random, parts: Parts) -> Parts:
    del rng
    return parts


def _without_middle(rng: Random, parts: Parts) -> Parts:
    del rng
    return parts[0], parts[1], ""


def _swapped(rng: Random, parts: Parts) -> Parts:
    del rng
    return parts[1], parts[0], parts[2]


def _in_latin(rng: Random, parts: Parts) -> Parts:
    del rng
    return tuple(part.casefold().translate(_LATIN).title() for part in parts)  # type: ignore[return-value]  # three


def _with_slip(rng: Random, parts: Parts) -> Parts:
    family = parts[0]
    if len(family) < 6:
        return parts
    at = 2 + int(rng.random() * (len(family) - 4))
    return f"{family[:at]}{family[at + 1]}{family[at]}{family[at + 2 :]}", parts[1], parts[2]


def _with_initials(rng: Random, parts: Parts) -> Parts:
    del rng
    return parts[0], f"{parts[1][:1]}.", f"{parts[2][:1]}." if parts[2] else ""


_CHANGES: tuple[Callable[[Random, Parts], Parts], ...] = (
    _as_it_is, _as_it_is, _as_it_is, _without_middle, _without_middle, _swapped, _in_latin, _with_slip, _with_initials,
)  # fmt: skip


def _company(rng: Random, name: str) -> str:
    """Another legal form, or none, or other quotes."""
    for form, other in _FORMS.items():
        if form in name.split():
            return name.replace(form, pick(rng, (other, form, ""))).strip()
    return name.translate(str.maketrans("«»„“", '""""'))
