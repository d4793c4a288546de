from __future__ import annotations

import pytest

from crm_desktop.errors import ClientInBin, RecordNotFound
from crm_desktop.kinds import Op
from crm_desktop.services import clients
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.services.duplicates.merging import merge
from crm_desktop.services.living import living_client


def test_a_client_stands_for_itself_and_a_merged_one_for_the_last_of_its_line(store):
    one, two, three = (clients.add(store, ClientDraft(name=name)) for name in ("A", "B", "C"))
    assert living_client(store, one) == one
    merge(store, two, [one], say=str)
    merge(store, three, [two], say=str)
    assert living_client(store, one) == three
    clients.delete(store, [three])
    with pytest.raises(ClientInBin):
        living_client(store, one)


def test_nobody_and_a_circle_are_nobody(store):
    with pytest.raises(RecordNotFound):
        living_client(store, b"x" * 16)
    one, two = (clients.add(store, ClientDraft(name=name)) for name in "AB")
    with store.change(Op.EDIT_CLIENT) as change:
        change.execute("UPDATE client SET merged_into = ? WHERE id = ?", (two, one))
        change.execute("UPDATE client SET merged_into = ? WHERE id = ?", (one, two))
    with pytest.raises(RecordNotFound):
        living_client(store, one)
