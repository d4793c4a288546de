"""Programs and servers of three versions meet, each with each (T8).

Version 1 knows neither personal prices nor who is a VIP, version 2 nothing of what clients like; version 3 is all that
the program has. What a program does not know of it neither reads nor writes, in its own base as on the server.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import replace

import pytest

from crm_desktop.models import schema
from crm_desktop.sync import engine, families, local_rows, making, server_audit, server_schema, tables, unsent
from crm_desktop.sync.connection import connect
from crm_desktop.sync.failures import ServerOutdated
from tests.sync import postgres
from tests.sync.laptops import synced

UNKNOWN = {1: ("vip", "likes"), 2: ("likes",), 3: ()}
"""Columns of clients."""
CACHES = (
    tables.synced_tables,
    tables.synced_table,
    tables.children_of,
    local_rows.statements,
    families.owners,
    families.owned,
    unsent._but_own,
)


class _Known:
    """The tables as a version knows them."""

    def __init__(self, version):
        specs = [spec for spec in schema.TABLES if version > 1 or spec.name != "personal_price"]
        self.tables = tuple(self._without(spec, UNKNOWN[version]) for spec in specs)

    def _without(self, spec, unknown):
        if spec.name != "client":
            return spec
        return replace(spec, columns=tuple(column for column in spec.columns if column not in unknown))

    def table(self, name):
        return next(spec for spec in self.tables if spec.name == name)


@pytest.fixture
def program(monkeypatch):
    """``with program(2):`` what syncs inside is a program of version 2."""

    @contextmanager
    def of(version):
        known = _Known(version)
        with monkeypatch.context() as patch:
            patch.setattr(tables, "TABLES", known.tables)
            for module in (local_rows, families):
                patch.setattr(module, "SCHEMA", known)
            for module in (engine, making, server_schema):
                patch.setattr(module, "VERSION", version)
            _forget()
            yield
        _forget()

    return of


def _forget():
    for cached in CACHES:
        cached.cache_clear()


@pytest.fixture
def bring_server(server, empty, program):
    """Have the server be of a version: made by it, or brought up to date from an older one."""
    owner = server.address(empty, "boss")

    def to(version):
        with program(3), closing(connect(owner, postgres.PASSWORD.format("boss"))) as connection:
            making.make_shared_base(connection, owner)
        with program(version), server.admin(empty) as admin:
            for column in UNKNOWN[version]:
                admin.execute(f"ALTER TABLE crm.client DROP COLUMN {column} CASCADE")
            if version == 1:
                admin.execute("DROP TABLE crm.personal_price CASCADE")
            for statement in server_audit.statements(tables.synced_table("client")):
                admin.execute(statement)
            admin.execute("UPDATE crm.sync_state SET version = %s", (version,))

    return to


@pytest.fixture
def pair(team, empty, address):
    """Anna and Jonas at that server."""
    members = team("anna"), team("jonas")
    for member in members:
        member.exchange.address = address(empty, member.role)
    return members


def _writes_all_it_knows(laptop, version):
    """A client with everything that a version knows."""
    values = {"vip": 1, "likes": "roses"}
    known = {name: value for name, value in values.items() if name not in UNKNOWN[version]}
    client = laptop.insert("client", name="Ona", **known)
    if version > 1:
        laptop.insert("personal_price", client_id=client, item="Cut", amount=2500, currency="EUR")
    return client


@pytest.mark.parametrize("of_server", [1, 2, 3])
@pytest.mark.parametrize("of_program", [1, 2, 3])
def test_every_program_works_with_every_server_or_waits(of_program, of_server, program, bring_server, pair):
    anna, jonas = pair
    bring_server(of_server)
    with program(of_server):
        client = _writes_all_it_knows(jonas.laptop, of_server)
        jonas.sync()
    with program(of_program):
        own = _writes_all_it_knows(anna.laptop, of_program)
        if of_program > of_server:
            with pytest.raises(ServerOutdated):
                anna.sync()
            assert unsent.count(anna.laptop.store.connection) > 0
            bring_server(of_program)
            anna.exchange.close()
        anna.sync()
        assert anna.laptop.value("client", client, "name") == "Ona"
        anna.laptop.update("client", client, notes="tall")
        anna.sync()
    newest = max(of_program, of_server)
    with program(newest):
        for member in (jonas, anna, jonas):
            member.exchange.close()
            member.sync()
            assert unsent.count(member.laptop.store.connection) == 0
        mine, theirs = synced(anna.laptop.store), synced(jonas.laptop.store)
    assert mine == theirs
    assert mine["conflict"] == {}
    # Nothing was emptied by who did not know of it, and what somebody could not know came with the update.
    for id_, version, notes in ((client, of_server, "tall"), (own, of_program, "")):
        row = anna.laptop.row("client", id_)
        assert (row["notes"], row["vip"]) == (notes, int(version > 1))
        assert row["likes"] == ("roses" if version == 3 else "")
        prices = anna.laptop.store.read("SELECT item FROM personal_price WHERE client_id = ?", (id_,))
        assert prices == ([("Cut",)] if version > 1 else [])
