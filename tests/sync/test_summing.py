"""A row adds up to the same on either side."""

from __future__ import annotations

from crm_desktop.sync import server_care, summing
from crm_desktop.sync.tables import synced_table, synced_tables

_ODD = ("", "ž", "a\x1fb", "\U0001f600 שלום", "line\nbreak", " trailing ", "0", "é e\u0301")


def _furnish(laptop):
    for name in _ODD:
        laptop.insert("client", name=name or "-", notes=name, number=None)
    client = laptop.client("Ona", points=2)
    laptop.insert("client", name="employed", number=857389, stage_id=None, referrer_id=client)
    laptop.insert("photo", client_id=client, mime="image/png", data=bytes(range(256)))
    return client


def test_the_server_adds_up_what_this_base_does(team, log_in, shared):
    anna = team("anna")
    _furnish(anna.laptop)
    anna.sync()
    connection = log_in(shared)
    for table in synced_tables():
        found = {
            bucket: (rows, int(total)) for bucket, rows, total in connection.execute(server_care.sums(table))
        }
        assert found == summing.sums(anna.laptop.store, table.name), table.name
        assert sum(rows for rows, _ in found.values()) == summing.live_rows(anna.laptop.store, table.name)
    counted = dict(connection.execute(server_care.live_counts()).fetchall())
    assert counted["client"] == len(_ODD) + 2
    checked = dict(
        connection.execute(server_care.row_sums(synced_table("client"), range(256)), binary=True).fetchall()
    )
    assert checked == dict(summing.checksums(anna.laptop.store, "client"))


def _summed(store):
    return {
        table.name: (summing.sums(store, table.name), summing.live_rows(store, table.name))
        for table in synced_tables()
    }


def test_what_is_unsent_is_left_out(team):
    anna = team("anna")
    client = _furnish(anna.laptop)
    anna.sync()
    store = anna.laptop.store
    before = _summed(store)
    anna.laptop.update("client", client, notes="edited", number=7)
    ((other,), *_) = store.read("SELECT id FROM client WHERE id <> ? ORDER BY rid", (client,))
    anna.laptop.update("client", other, deleted=1)
    anna.laptop.client("new", points=1)
    assert _summed(store) == before
    anna.sync()
    after = summing.live_rows(store, "client")
    assert after == before["client"][1]  # one new, one thrown away
    anna.laptop.update("client", other, deleted=0)
    assert summing.live_rows(store, "client") == after


def test_nothing_and_an_empty_text_differ():
    table = synced_table("client")
    row = dict.fromkeys(table.names, "")
    assert summing.told(table, b"x" * 16, row) != summing.told(table, b"x" * 16, {**row, "notes": None})
