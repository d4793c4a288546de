"""Answers to differences: what stands is kept, the other value takes its place, both are kept, a third is written.

An answer is one operation, to be undone as one, however many differences it is given to. It is an edit like any other
and travels as one; the row of the list travels with it, so that what is answered here is answered everywhere. An answer
that writes is given to what the user saw: where somebody changed the value since, it is refused and the newest value is
to be shown.

The same answer given on two laptops at once writes the same rows: what is made for it has an id made from the
difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.errors import DifferenceAnswered, DifferenceMoved, RecordNotFound, UserError
from crm_desktop.ids import link_id
from crm_desktop.kinds import ActivityKind, DifferenceAnswer, Op
from crm_desktop.models.ranks import STEP
from crm_desktop.services import difference_fields, differences, writing
from crm_desktop.services.bulk import CHUNK, in_bulk
from crm_desktop.services.difference_fields import Both
from crm_desktop.services.difference_values import point_values, write_values

if TYPE_CHECKING:
    from crm_desktop.services.bulk import Progress
    from crm_desktop.services.difference_rows import Difference
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store

_RESOLVE = (
    "UPDATE conflict SET resolved_at = ?, resolved_by = ?, answer = ? WHERE id = ? AND resolved_at IS NULL"
)

_WRITTEN_AT_ONCE = 10
"""Each is an edit by the rules of its field, of some milliseconds: nobody else is to wait long for the base."""


@dataclass(frozen=True, slots=True)
class Answered:
    """How many were answered; ``left`` are those that could not be answered so, or were changed since."""

    count: int
    left: tuple[bytes, ...] = ()


def keep(store: Store, ids: Iterable[bytes], progress: Progress | None = None) -> Answered:
    """What stands stays; notices count as seen. ``progress`` as in ``bulk.in_bulk``."""

    def decide(difference: Difference) -> DifferenceAnswer:
        return DifferenceAnswer.KEPT if DifferenceAnswer.KEPT in difference.answers else DifferenceAnswer.SEEN

    return _each(store, ids, decide, progress)


def use_others(store: Store, ids: Iterable[bytes], progress: Progress | None = None) -> Answered:
    """The other value takes the place of what stands, except where somebody changed that since it was found."""

    def decide(difference: Difference) -> DifferenceAnswer | None:
        if difference.moved or DifferenceAnswer.USED not in difference.answers:
            return None
        try:
            with store.change(Op.ANSWER_DIFFERENCES):
                _use(store, difference)
        except UserError:
            return None  # told as left; alone it says why
        return DifferenceAnswer.USED

    return _each(store, ids, decide, progress, at_once=_WRITTEN_AT_ONCE)


def use_other(store: Store, difference_id: bytes, seen: Sequence[Any]) -> None:
    """The other value takes the place of what stands.

    Raises:
        DifferenceAnswered: somebody was faster.
        DifferenceMoved: what stands is not what was ``seen`` (``Difference.seen``).
        UserError: the value cannot be written any more (it names what is gone, the name is taken).
    """
    _answer(store, difference_id, seen, DifferenceAnswer.USED, lambda difference: _use(store, difference))


def keep_both(store: Store, difference_id: bytes, seen: Sequence[Any], note: str) -> None:
    """Both stay: in one text, as a second phone or address, or the other one as a note in the history of the client.

    ``note`` are the words of that note. Raises as ``use_other``.
    """
    _answer(
        store,
        difference_id,
        seen,
        DifferenceAnswer.BOTH,
        lambda difference: _keep_both(store, difference, note),
    )


def write(store: Store, difference_id: bytes, seen: Sequence[Any], value: Any) -> None:
    """A third value, as it is stored, takes the place of both. Raises as ``use_other``, and what the field refuses."""

    def deed(difference: Difference) -> None:
        write_values(store, difference.table, difference.row_id, {difference.field: value})

    _answer(store, difference_id, seen, DifferenceAnswer.WRITTEN, deed)


def _answer(
    store: Store,
    difference_id: bytes,
    seen: Sequence[Any],
    answer: DifferenceAnswer,
    deed: Callable[[Difference], None],
) -> None:
    """One answer that writes, as one operation."""
    with store.change(Op.ANSWER_DIFFERENCES, info={"count": 1}) as change:
        found = differences.read(store, [difference_id])
        if not found:
            raise RecordNotFound(table="conflict", id=difference_id)
        difference = found[0]
        if difference.answered_at:
            raise DifferenceAnswered(id=difference_id, by=difference.answered_by, at=difference.answered_at)
        if difference.seen != tuple(seen):
            raise DifferenceMoved(id=difference_id, now=difference.stands.value)
        if answer not in difference.answers:
            raise RecordNotFound(table=difference.table, id=difference.row_id)
        deed(difference)
        _resolve(store, change, [(difference, answer)])


def _each(
    store: Store,
    ids: Iterable[bytes],
    decide: Callable[[Difference], DifferenceAnswer | None],
    progress: Progress | None,
    at_once: int = CHUNK,
) -> Answered:
    """One answer to many, as one operation; ``decide`` writes what it has to, None leaves the difference open."""
    left: list[bytes] = []
    done = 0

    def answer_some(change: Change, some: Sequence[bytes]) -> None:
        nonlocal done
        answers = []
        for difference in differences.read(store, some):
            answer = None if difference.answered_at else decide(difference)
            if answer is not None:
                answers.append((difference, answer))
            elif not difference.answered_at:
                left.append(difference.id)
        _resolve(store, change, answers)
        done += len(answers)

    in_bulk(store, Op.ANSWER_DIFFERENCES, ids, answer_some, progress=progress, at_once=at_once)
    return Answered(done, tuple(left))


def _resolve(store: Store, change: Change, answers: Iterable[tuple[Difference, DifferenceAnswer]]) -> None:
    now = utc_text(store.clock.now())
    change.executemany(
        _RESOLVE,
        (
            (now, store.who, answer.value, row_id)
            for difference, answer in answers
            for row_id in difference.ids
        ),
    )


def _others(difference: Difference) -> dict[str, Any]:
    """The values that were given up, by column, as stored."""
    return {difference.field: difference.other_raw} | {
        part.field: part.other_raw for part in difference.parts
    }


def _use(store: Store, difference: Difference) -> None:
    write_values(store, difference.table, difference.row_id, _others(difference))


def _keep_both(store: Store, difference: Difference, note: str) -> None:
    match difference.both:
        case Both.POINT:
            _add_point(store, difference)
        case Both.JOIN:
            stands = difference.seen[0]
            text = difference_fields.joined(difference.table, difference.field, stands, difference.other_raw)
            write_values(store, difference.table, difference.row_id, {difference.field: text})
        case _:
            _add_note(store, difference, note)


def _add_point(store: Store, difference: Difference) -> None:
    """The other phone, e-mail or address beside the one that stands."""
    present = writing.row(store, "contact_point", difference.row_id)
    kept = {name: value for name, value in present.items() if name not in ("rid", "id", "rev", "deleted")}
    values = point_values(store, kept | _others(difference))
    ((highest,),) = store.read(
        "SELECT MAX(rank) FROM contact_point WHERE client_id = ? AND deleted = 0", (present["client_id"],)
    )
    _place(
        store,
        "contact_point",
        link_id(b"difference", difference.id),
        values | {"rank": (highest or 0) + STEP},
    )


def _add_note(store: Store, difference: Difference, note: str) -> None:
    """The other value in words, in the history of the client, at the moment at which the two met.

    In another language the words are others: then it is another note.
    """
    client = difference.record.client
    assert client is not None  # else this is no answer to it
    values = {
        "client_id": client.id,
        "kind": ActivityKind.NOTE.value,
        "held_at": difference.found_at,
        "result": note,
        "created_at": difference.found_at,
        "deal_id": difference.record.id if difference.record.table == "deal" else None,
    }
    _place(store, "activity", link_id(b"difference", difference.id, note.encode()), values)


def _place(store: Store, table: str, row_id: bytes, values: dict[str, Any]) -> None:
    """Insert a row, or have the one that an earlier answer made stand again."""
    if store.read(f"SELECT 1 FROM {table} WHERE id = ?", (row_id,)):
        writing.update(store, table, row_id, values | {"deleted": 0})
    else:
        writing.insert(store, table, values, row_id)
