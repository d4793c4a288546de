"""The pull turn against a real server."""

from __future__ import annotations

import uuid
from contextlib import nullcontext

import pytest

from crm_desktop.sync import pulling, server_sql
from crm_desktop.sync.pulling import Spool, points, pull
from crm_desktop.sync.snapshot import Point
from crm_desktop.sync.tables import synced_table


def _hex(number):
    return number.to_bytes(16, "big").hex()


def _id(number):
    return number.to_bytes(16, "big")


@pytest.fixture
def anna(log_in, shared):
    return log_in(shared)


def _add_clients(connection, first, count, **values):
    names, marks = ", ".join(values), "".join(", %s" for _ in values)
    for number in range(first, first + count):
        connection.execute(
            f"INSERT INTO crm.client(id, kind{', ' + names if names else ''}) VALUES (%s, 'person'{marks})",
            (_hex(number), *values.values()),
        )


def test_a_new_base_is_empty_and_has_a_first_state(anna):
    pulled = pull(anna, 0)
    assert pulled.snapshot.point.rev == 0
    assert len(pulled.snapshot.point.push_id) == len(pulled.snapshot.epoch) == 16
    assert pulled.snapshot.rows == {}
    assert (pulled.high, pulled.snapshot.pending_rev) == (None, None)
    assert (pulled.state.version, pulled.state.oldest) == (1, 1)


def test_what_is_new_comes_as_the_file_holds_it(anna):
    anna.execute(
        "INSERT INTO crm.client(id, kind, name, birthday, number, vip)"
        " VALUES (%s, 'person', 'Ёлка ž', '--05-17', 7, 1)",
        (_hex(1),),
    )
    anna.execute(
        "INSERT INTO crm.photo(id, client_id, mime, data) VALUES (%s, %s, 'image/png', '\\x00ff')",
        (_hex(2), _hex(1)),
    )
    rows = pull(anna, 0).snapshot.rows
    (client,) = rows["client"]
    named = dict(zip(("id", "rev", *synced_table("client").names), client, strict=True))
    assert named["id"] == _id(1)
    assert (named["rev"], named["name"], named["birthday"], named["number"]) == (1, "Ёлка ž", "--05-17", 7)
    assert (named["vip"], named["deleted"], type(named["deleted"]), named["stage_id"]) == (1, 0, int, None)
    assert rows["photo"] == [(_id(2), 2, _id(1), "image/png", b"\x00\xff", 0, 0)]
    assert list(rows) == ["client", "photo"]


def test_only_what_is_newer_comes(anna):
    _add_clients(anna, 1, 3)
    snapshot = pull(anna, 2).snapshot
    assert [row[0] for row in snapshot.rows["client"]] == [_id(3)]
    assert set(snapshot.authors) == {3}
    assert snapshot.authors[3].who == "anna"
    assert len(snapshot.authors[3].at) == len("2026-05-01T10:00:00.000Z")
    assert not snapshot.many


def test_the_push_at_the_newest_known_revision_and_the_one_under_way_are_told(anna):
    push = uuid.uuid4()
    with anna.transaction():
        anna.execute(server_sql.BEGIN_PUSH, (push.hex, _hex(9), "Anna of the shop"))
        _add_clients(anna, 1, 1)
    pulled = pull(anna, 0, high=1, pending=push.bytes)
    assert pulled.high == push.bytes == pulled.snapshot.point.push_id
    assert pulled.snapshot.pending_rev == 1
    assert pulled.snapshot.authors[1].who == "Anna of the shop"
    missing = pull(anna, 0, high=5, pending=_id(77))
    assert (missing.high, missing.snapshot.pending_rev) == (None, None)


def test_very_many_rows_come_as_a_stream_and_are_the_same(anna, monkeypatch):
    _add_clients(anna, 1, 30, name="Ona")
    anna.execute(
        "INSERT INTO crm.photo(id, client_id, mime, data) VALUES (%s, %s, 'x', '\\x00')", (_hex(99), _hex(1))
    )
    plain = pull(anna, 3)
    monkeypatch.setattr(pulling, "FIRST_LOOK", 10)
    monkeypatch.setattr(pulling, "MANY", 10)
    monkeypatch.setattr(pulling, "_ROWS_IN_BLOCK", 4)
    streamed = pull(anna, 3, high=3)
    assert isinstance(streamed.snapshot.rows, Spool)
    assert {name: sorted(rows) for name, rows in streamed.snapshot.rows.items()} == plain.snapshot.rows
    first, same = (next(iter(each.snapshot.rows["client"])) for each in (streamed, plain))
    assert [(type(value), value) for value in first] == [(type(value), value) for value in same]
    assert (streamed.snapshot.point, streamed.snapshot.many) == (plain.snapshot.point, True)
    assert streamed.high is not None
    assert len(streamed.snapshot.rows) == 2
    assert list(streamed.snapshot.rows["photo"]) == list(streamed.snapshot.rows["photo"])
    streamed.close()
    plain.close()
    assert anna.info.transaction_status == 0


def test_a_stream_that_breaks_leaves_no_file(anna, monkeypatch):
    _add_clients(anna, 1, 3)
    closed = []
    monkeypatch.setattr(pulling, "FIRST_LOOK_OF_ALL", 1)
    close = Spool.close
    monkeypatch.setattr(Spool, "close", lambda spool: (closed.append(spool), close(spool)))
    monkeypatch.setattr(Spool, "add", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        pull(anna, 0)
    assert len(closed) == 1


def test_children_never_come_before_their_parents(anna, log_in, shared):
    """Between two statements of the pull another laptop adds a client and a photo: neither is seen."""
    other = log_in(shared, "jonas")
    _add_clients(other, 1, 1)
    seen = []
    execute = anna.execute

    def between(query, *args, **options):
        if 'crm."photo"' in query:
            _add_clients(other, 2, 1)
            other.execute(
                "INSERT INTO crm.photo(id, client_id, mime, data) VALUES (%s, %s, 'x', '')",
                (_hex(5), _hex(2)),
            )
            seen.append(query)
        return execute(query, *args, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(anna, "execute", between)
        # Without a pipeline every statement is sent at once, so that the other really comes in between.
        patch.setattr(anna, "pipeline", nullcontext)
        snapshot = pull(anna, 0).snapshot
    assert seen
    assert "photo" not in snapshot.rows
    assert snapshot.point.rev == 1
    assert pull(anna, 1).snapshot.point.rev == 3


def test_states_of_the_server_are_told_apart(anna):
    _add_clients(anna, 1, 2)
    found = points(anna, [0, 2, 7])
    assert [point.rev for point in found] == [0, 2]
    assert found[1] == Point(2, pull(anna, 0).snapshot.point.push_id)
