"""Client numbers (№): short, for people, unique in the base.

A number is never given out twice, not even after its client was undone or erased: the highest one stands in the base
beside the rows. Laptops that share a base give out numbers that are kept for each of them; where those run out (long
without the network, a large import) the next higher ones, and a sync gives another to whoever comes second.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crm_desktop.errors import NumberRefused, NumberTaken
from crm_desktop.services import facts

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

LEASE, RENEW_BELOW = 50, 20
"""So many numbers are kept for a laptop at a time; with fewer left it asks for others."""

_VARIABLES = 900

LARGEST = 999_999_999
"""The largest number a client may have: nine digits can still be said over the phone."""


def reserve(store: Store, count: int = 1, *, above: int = 0) -> int:
    """The first of ``count`` numbers in a row that nobody has or had; call it inside the change that uses them.

    ``above`` is a number about to be given out, which the new ones must pass.
    """
    leased = None if above else _from_lease(store, count)
    if leased is not None:
        return leased
    last = max(highest(store), above)
    facts.raise_number(store, last + count)
    return last + 1


def _from_lease(store: Store, count: int) -> int | None:
    """The first of so many numbers in a row out of those kept for this laptop; None where they do not suffice."""
    leased = facts.leased_numbers(store)
    taken = in_use(store, leased)
    for first in range(leased.start, leased.stop - count + 1):
        if taken.isdisjoint(range(first, first + count)):
            facts.lease_numbers(store, range(first + count, leased.stop))
            facts.raise_number(store, max(facts.highest_number(store), first + count - 1))
            return first
    return None


def left(store: Store) -> int:
    """How many of the numbers kept for this laptop are left."""
    return len(facts.leased_numbers(store))


def lease(store: Store, first: int) -> None:
    """Keep ``LEASE`` numbers from ``first`` on for this laptop, as the shared base gave them out."""
    facts.lease_numbers(store, range(first, min(first + LEASE, LARGEST + 1)))


def highest(store: Store) -> int:
    """The highest number that was given out here or stands on a client, in the bin or not."""
    return max(facts.highest_number(store), _highest_in_use(store))


def claim(store: Store, number: int, client_id: bytes) -> None:
    """Check that ``client_id`` may have ``number``; call it inside the change that writes it.

    Raises:
        NumberRefused: not between 1 and ``LARGEST``.
        NumberTaken: another client has it, in the bin or not.
    """
    if not 1 <= number <= LARGEST:
        raise NumberRefused(field="number", value=number, least=1, most=LARGEST)
    others = store.read("SELECT id, name FROM client WHERE number = ? AND id <> ?", (number, client_id))
    if others:
        raise NumberTaken(number=number, client_id=others[0][0], name=others[0][1])


def in_use(store: Store, numbers: Sequence[int]) -> set[int]:
    """Which of these numbers somebody has (in the bin or not) or no client may have."""
    found = {number for number in numbers if not 1 <= number <= LARGEST}
    for start in range(0, len(numbers), _VARIABLES):
        portion = numbers[start : start + _VARIABLES]
        marks = ", ".join("?" * len(portion))
        found |= {
            number
            for (number,) in store.read(f"SELECT number FROM client WHERE number IN ({marks})", portion)
        }
    return found


def _highest_in_use(store: Store) -> int:
    return int(store.read("SELECT COALESCE(MAX(number), 0) FROM client")[0][0])
