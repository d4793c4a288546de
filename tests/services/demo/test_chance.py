from __future__ import annotations

import uuid
from itertools import islice
from random import Random

from crm_desktop.services.demo.chance import digits, pick, seeded_ids


def test_ids_are_uuids_of_version_7_that_rise_with_the_time_given():
    ids = list(islice(seeded_ids(Random(1), 1_700_000_000_000), 9000))
    assert ids == sorted(set(ids))
    first, last = uuid.UUID(bytes=ids[0]), uuid.UUID(bytes=ids[-1])
    assert (first.version, first.variant) == (7, uuid.RFC_4122)
    assert (first.int >> 80, last.int >> 80) == (1_700_000_000_000, 1_700_000_000_002)
    assert list(islice(seeded_ids(Random(1), 1_700_000_000_000), 9000)) == ids


def test_digits_keep_their_zeros():
    rng = Random(2)
    assert {len(digits(rng, 4)) for _ in range(500)} == {4}


def test_every_item_is_picked():
    rng = Random(3)
    assert {pick(rng, "abc") for _ in range(100)} == set("abc")
