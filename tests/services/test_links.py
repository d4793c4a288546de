from __future__ import annotations

import pytest

from crm_desktop.ids import link_id
from crm_desktop.kinds import Op
from crm_desktop.services import clients, dictionaries, links
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ClientDraft
from tests.services.content import operation_rows


@pytest.mark.parametrize("which", [Dictionary.TAG, Dictionary.GROUP])
def test_a_link_is_one_row_for_ever(store, which):
    client, entry = clients.add(store, ClientDraft(name="A")), dictionaries.add(store, which, "x")
    table, column = links.LINK_TABLES[which]
    steps = []
    for write in (links.add, links.add, links.remove, links.remove, links.add):
        with store.change(Op.CHANGE_CLIENTS) as change:
            write(change, which, [client], entry)
            steps.append(change.rows)
    assert steps == [1, 0, 1, 0, 1]
    assert operation_rows(store) == [(table, "update")]
    assert store.read(f"SELECT id, client_id, {column}, deleted FROM {table}") == [
        (link_id(client, entry), client, entry, 0)
    ]
