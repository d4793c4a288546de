"""What must travel travels, table by table and column by column, and what lists, search and reminders make of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crm_desktop.services import listing, lists, views
from crm_desktop.services.demo.making import make_demo
from crm_desktop.services.filters import ClientQuery
from crm_desktop.services.reminders import refreshing
from crm_desktop.storage.row_json import encode
from crm_desktop.sync.tables import LOCAL, synced_tables
from tests.sync import plentiful, postgres
from tests.sync.laptops import synced

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def _without_own(rows):
    """What travels: all but the private views."""
    told = {id_: row for id_, row in rows["view"].items() if row["shared"]}
    return {**rows, "view": told}


def _same(anna, jonas):
    mine, theirs = _without_own(synced(anna.laptop.store)), synced(jonas.laptop.store)
    for table in synced_tables():
        assert theirs[table.name] == mine[table.name], table.name
        for id_, row in theirs[table.name].items():
            # 1 == True and '1' != 1, but b'' == bytearray(): types tell what a comparison would not.
            assert encode(row) == encode(mine[table.name][id_])


def _derived(store):
    """What lists, search and reminders are made of, by what they stand for."""
    ordered = store.read("SELECT client_id FROM client_list ORDER BY pos")
    texts = store.read(
        "SELECT l.client_id, t.* FROM client_text t JOIN client_list l ON l.pos = t.pos ORDER BY l.client_id"
    )
    shown = [(row[0], *row[2:]) for row in texts]  # without the place, which goes in steps of its own
    reminders = store.read(
        "SELECT subject_id, kind, moment, fire_at FROM reminder ORDER BY subject_id, kind, moment"
    )
    return ordered, shown, reminders


def _settled(member):
    """The base, with lists, search and reminders brought up to date as the program does after a sync."""
    store = member.laptop.store
    listing.ensure(store, "en")
    while not refreshing.refresh(store, NOW):
        pass
    return store


@pytest.fixture
def filled(team):
    """Anna's base has something everywhere, Jonas has nothing yet."""
    anna = team("anna")
    make_demo(anna.laptop.store, 60, activities_per_client=3)
    made = plentiful.fill(anna.laptop)
    return anna, team("jonas"), made


def test_the_test_writes_into_every_column(filled):
    """So that a column added later is not forgotten here: each has a value beside its default somewhere."""
    rows = synced(filled[0].laptop.store)
    for table in synced_tables():
        for column in table.columns:
            found = {row[column.name] for row in rows[table.name].values()}
            assert found - {column.default, None, ""}, f"{table.name}.{column.name}"


def test_everything_travels_and_lists_search_and_reminders_follow(filled):
    anna, jonas, made = filled
    before = synced(anna.laptop.store)
    anna.sync()
    assert synced(anna.laptop.store) == before, "a sync that nothing meets changes nothing"
    jonas.sync()
    _same(anna, jonas)
    store = _settled(jonas)
    assert listing.verify(store) == []
    # By increments now: every column once more, and what lay in the bin comes back.
    plentiful.change(anna.laptop, made)
    anna.sync()
    assert not jonas.sync().lists_follow
    _same(anna, jonas)
    assert listing.verify(_settled(jonas)) == []
    followed = _derived(store)
    listing.rebuild(store, "en")
    while not refreshing.refresh(store, NOW, whole=True):
        pass
    assert _derived(store) == followed
    assert _derived(_settled(anna))[:2] == followed[:2]


def test_the_search_finds_at_the_other_what_it_finds_here(filled):
    anna, jonas, _ = filled
    anna.sync()
    jonas.sync()
    here, there = _settled(anna), _settled(jonas)
    lists.prepare_search(here)
    lists.prepare_search(there)
    for text in ("client", "vilnius", "9000", "rose", "а", "ona", "client notes 1", "zzz"):
        found = [_found(store, text) for store in (here, there)]
        assert found[0] == found[1], text
    assert _found(there, "client name 1")


def _found(store, text):
    query = ClientQuery(text=text)
    return [row.client_id for row in lists.rows(store, lists.order(store, query), query)]


OF_THE_LAPTOP = (
    "meta", "draft", "import_run", "import_reject", "import_row", "import_mapping", "import_client", "inbox_file",
    "remote_event", "report_file",
)  # fmt: skip


def test_what_is_of_the_laptop_stays_there(filled, server, shared):
    """Planted wherever something private can stand; then all of the server is searched, its log included."""
    anna, jonas, _ = filled
    store = anna.laptop.store
    assert set(OF_THE_LAPTOP) <= set(LOCAL)
    for name in OF_THE_LAPTOP:
        _plant(store, name)
        assert plentiful.PRIVATE in str(store.read(f"SELECT * FROM {name}")), name
    own = views.save(store, plentiful.PRIVATE + " 2", {"text": plentiful.PRIVATE})
    views.rename(store, own, plentiful.PRIVATE + " 3")
    anna.sync()
    jonas.sync()
    said = _dump(server, shared) + (server.folder / "log").read_bytes()
    assert b"client name 0" in said, "the search finds what did travel"
    for secret in (plentiful.PRIVATE, postgres.PASSWORD.format("anna")):
        assert secret.encode() not in said
        assert secret.encode().hex().encode() not in said
    tables = [
        name for (name,) in jonas.laptop.store.read("SELECT name FROM sqlite_master WHERE type = 'table'")
    ]
    for name in tables:
        assert plentiful.PRIVATE not in str(jonas.laptop.store.read(f'SELECT * FROM "{name}"')), name


def _plant(store, table):
    """A row that says something private in every column of text."""
    columns = store.read(f"SELECT name, type FROM pragma_table_info('{table}') WHERE name <> 'rid'")
    made = {"INTEGER": 7, "BLOB": plentiful.PRIVATE.encode(), "REAL": 7.5}
    values = [made.get(kind, plentiful.PRIVATE) for _, kind in columns]
    names, marks = ", ".join(f'"{name}"' for name, _ in columns), ", ".join("?" * len(columns))
    for pragma in ("foreign_keys = OFF", "ignore_check_constraints = ON"):
        store.connection.execute(f"PRAGMA {pragma}")
    with store.transaction() as connection:
        connection.execute(f'INSERT INTO "{table}"({names}) VALUES ({marks})', values)
    for pragma in ("foreign_keys = ON", "ignore_check_constraints = OFF"):
        store.connection.execute(f"PRAGMA {pragma}")


def _dump(server, database):
    """All that the server holds, as text."""
    parts = []
    with server.admin(database) as admin:
        names = admin.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'crm'::regnamespace AND c.relkind = 'r'"
        ).fetchall()
        for (name,) in names:
            with admin.cursor().copy(f'COPY crm."{name}" TO STDOUT') as copy:
                parts += [bytes(block) for block in copy]
    return b"".join(parts)
