"""The pairs of clients in a base that are probably one, with the reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from crm_desktop.kinds import ClientKind, PointKind
from crm_desktop.services.duplicates.apart import pairs_apart
from crm_desktop.services.duplicates.blocks import Blocks, Pair
from crm_desktop.services.duplicates.evidence import CERTAIN, LIKELY, POSSIBLE, Reason, judge
from crm_desktop.services.duplicates.subjects import Subject, read_subjects

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

Progress = Callable[[int, int], None]

_BATCH = 400
"""Pairs compared with their clients in memory at once."""


class Certainty(StrEnum):
    """How sure it is that two clients are one; ``CERTAIN`` pairs may be merged together without a look."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Side:
    """One client of a pair, as a list shows it; ``hint`` is what else tells it apart: company, city, phone."""

    id: bytes
    number: int | None
    name: str
    kind: ClientKind
    hint: str


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two clients that are probably one. ``score`` is 0 to 100; the reasons come weightiest first."""

    one: Side
    other: Side
    reasons: tuple[Reason, ...]
    score: int

    @property
    def certainty(self) -> Certainty:
        """The score in words."""
        if self.score >= CERTAIN:
            return Certainty.CERTAIN
        return Certainty.LIKELY if self.score >= LIKELY else Certainty.POSSIBLE

    @property
    def ids(self) -> tuple[bytes, bytes]:
        """Both clients."""
        return self.one.id, self.other.id


def find(store: Store, progress: Progress = lambda done, total: None) -> list[DuplicatePair]:
    """All probable duplicates among the live clients, the surest first; pairs known to be two are left out.

    Takes seconds for 200,000 clients: not for the thread of the window. ``progress`` (done, total) counts first the
    clients read, then the pairs compared, on one scale, and may cancel by raising. Of two clients the one with more to
    its name, then the older, comes first: it is the one to keep.
    """
    blocks = Blocks(store)
    (clients,) = store.read("SELECT COUNT(*) FROM client WHERE deleted = 0")[0]
    blocks.read(lambda done, _total: progress(done, 2 * clients))
    pairs = sorted(blocks.pairs())
    progress(clients, 2 * clients)
    kept_apart = pairs_apart(store)
    found: list[DuplicatePair] = []
    for start in range(0, len(pairs), _BATCH):
        batch = pairs[start : start + _BATCH]
        found += (pair for pair in _judged(store, blocks, batch) if _key(pair) not in kept_apart)
        progress(clients + clients * (start + len(batch)) // len(pairs), 2 * clients)
    progress(2 * clients, 2 * clients)
    found.sort(key=lambda pair: (-pair.score, pair.one.name, pair.one.id, pair.other.id))
    return found


def among(store: Store, client_ids: Sequence[bytes]) -> list[DuplicatePair]:
    """Pairs among a few clients, whatever they score (0 where nothing speaks for them), for a look at a selection."""
    rids = [
        rid
        for client_id in client_ids
        for (rid,) in store.read("SELECT rid FROM client WHERE id = ?", (client_id,))
    ]
    subjects = read_subjects(store, rids)
    found = []
    for place, one in enumerate(rids):
        for other in rids[place + 1 :]:
            if one in subjects and other in subjects:
                judgement = judge(subjects[one], subjects[other])
                reasons, score = (judgement.reasons, judgement.score) if judgement else ((), 0)
                found.append(
                    DuplicatePair(_side(subjects[one]), _side(subjects[other]), tuple(reasons), score)
                )
    return found


def _judged(store: Store, blocks: Blocks, pairs: Iterable[Pair]) -> Iterable[DuplicatePair]:
    pairs = list(pairs)
    subjects = read_subjects(store, {rid for pair in pairs for rid in pair})
    for one_rid, other_rid in pairs:
        one, other = subjects.get(one_rid), subjects.get(other_rid)
        if one is None or other is None:
            continue  # gone since the base was read
        judgement = judge(
            one, other, crowd=lambda key: blocks.crowds.get(key, 2), rare=blocks.is_rare(one_rid)
        )
        if judgement is not None and judgement.score >= POSSIBLE:
            first, second = sorted((one, other), key=lambda subject: (-_weight(subject), subject.rid))
            yield DuplicatePair(_side(first), _side(second), judgement.reasons, judgement.score)


def _weight(subject: Subject) -> int:
    """How much a card says, to keep the fuller one."""
    texts = (subject.name, subject.family, subject.given, subject.middle, subject.birthday, subject.employer)
    return sum(map(bool, texts)) + len(subject.points) + len(subject.externals)


def _side(subject: Subject) -> Side:
    first = {way.kind: way.value for way in reversed(subject.points)}
    city = next((way.city for way in subject.points if way.city), "")
    known = (
        subject.employer,
        city,
        first.get(PointKind.PHONE) or first.get(PointKind.EMAIL) or first.get(PointKind.MESSENGER, ""),
    )
    hint = " · ".join(text for text in known if text and text != subject.shown)
    return Side(subject.id, subject.number, subject.shown, ClientKind(subject.kind), hint)


def _key(pair: DuplicatePair) -> tuple[bytes, bytes]:
    low, high = sorted(pair.ids)
    return low, high
