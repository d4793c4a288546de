"""Cards laid down are read again in their order, however many and however often."""

from __future__ import annotations

import pytest

from crm_desktop.exchange.vcards.spool import _PORTION, Spool


@pytest.mark.parametrize("count", [0, 1, _PORTION, _PORTION + 1, 2 * _PORTION])
def test_all_cards_come_back_each_time_to_the_end(count: int) -> None:
    spool = Spool()
    cards = [{"name": f"Ona {number}"} for number in range(count)]
    for card in cards:
        spool.add(dict(card))
    spool.close()
    assert spool.count == count
    assert list(spool) == cards
    assert list(spool) == cards


def test_two_readers_do_not_disturb_each_other() -> None:
    spool = Spool()
    for number in range(_PORTION + 2):
        spool.add({"name": str(number)})
    spool.close()
    first, second = iter(spool), iter(spool)
    next(first)
    assert [next(first), next(second)] == [{"name": "1"}, {"name": "0"}]
    assert [card["name"] for card in second] == [str(number) for number in range(1, _PORTION + 2)]


def test_pictures_lie_beside_the_cards() -> None:
    spool = Spool()
    kept = [spool.keep(data, "image/jpeg", data[:1]) for data in (b"first", b"second")]
    spool.close()
    assert [picture.read() for picture in kept] == [b"first", b"second"]
