"""Seeded choice, and ids made from the seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

T = TypeVar("T")


def pick(rng: Random, items: Sequence[T]) -> T:
    """One of ``items``; three times as fast as ``Random.choice``, which weighs at millions of choices."""
    return items[int(rng.random() * len(items))]


def digits(rng: Random, count: int) -> str:
    """A text of ``count`` decimal digits."""
    return str(int(rng.random() * 10**count)).zfill(count)


def seeded_ids(rng: Random, milliseconds: int) -> Iterator[bytes]:
    """UUIDv7 (RFC 9562, 5.7) that rise from the instant given: 4,096 to a millisecond, the rest of the bits seeded.

    Rising ids let every unique index grow at its end, as those of ``ids.uuid7`` do.
    """
    while True:
        fixed = (milliseconds << 80) | (0x7 << 76) | (0b10 << 62)
        for count in range(4096):
            yield (fixed | count << 64 | rng.getrandbits(62)).to_bytes(16, "big")
        milliseconds += 1
