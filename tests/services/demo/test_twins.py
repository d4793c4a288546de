from __future__ import annotations

import itertools
from random import Random

from crm_desktop.kinds import Op, PointKind
from crm_desktop.services import clients
from crm_desktop.services.demo.chance import seeded_ids
from crm_desktop.services.demo.twins import plant
from crm_desktop.services.drafts import ClientDraft, PointDraft


def test_every_kind_of_second_card_is_made_and_the_nameless_get_none(store):
    phone = (PointDraft(PointKind.PHONE, "861234567"),)
    short = [clients.add(store, ClientDraft(family="Li", given="Jan", points=phone)) for _ in range(40)]
    long = [
        clients.add(store, ClientDraft(family="Kazlauskas", given="Jonas", points=phone)) for _ in range(40)
    ]
    nobody = [clients.add(store, ClientDraft(points=phone)), clients.add(store, ClientDraft(name="No phone"))]
    rng = Random(1)
    with store.change(Op.MAKE_SAMPLE) as change:
        made = plant(store, change, rng, seeded_ids(rng, 1), [*short, *long, *nobody], itertools.count(100))
    assert sorted(one for one, _ in made) == sorted([*short, *long])
    names = {clients.draft_of(store, twin).family for _, twin in made}
    assert {"Li", "Jan", "Kazlauskas", "Jonas"} < names
    assert all(clients.draft_of(store, twin).points for _, twin in made)
