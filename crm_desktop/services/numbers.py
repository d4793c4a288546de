"""Client numbers (№): short, for people, unique in the base.

A number is never given out twice, not even after its client was undone or erased: the highest one stands in the base
beside the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crm_desktop.errors import NumberRefused, NumberTaken
from crm_desktop.services import facts

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

_VARIABLES = 900

LARGEST = 999_999_999
"""The largest number a client may have: nine digits can still be said over the phone."""


def reserve(store: Store, count: int = 1, *, above: int = 0) -> int:
    """The first of ``count`` numbers in a row that nobody has or had; call it inside the change that uses them.

    ``above`` is a number about to be given out, which the new ones must pass.
    """
    highest = max(facts.highest_number(store), _highest_in_use(store), above)
    facts.raise_number(store, highest + count)
    return highest + 1


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
