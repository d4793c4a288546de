"""An administrator's backup of a database, and putting it back: pg_dump and pg_restore, as anybody would."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from psycopg import sql

from crm_desktop.sync import server_roles

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sync.postgres import Server


def dump(server: Server, database: str, target: Path) -> Path:
    """Write the whole database into a file."""
    _run(server, "pg_dump", "--format=custom", f"--file={target}", database)
    return target


def restore(server: Server, database: str, source: Path) -> None:
    """Drop the database, whoever is connected, make it anew and put back what the file holds."""
    make_empty(server, database)
    _run(server, "pg_restore", "--exit-on-error", f"--dbname={database}", str(source))


def make_empty(server: Server, database: str) -> None:
    """Drop the database and make it anew, with nothing in it."""
    server.drop_database(database)
    with server.admin() as admin:
        admin.execute(
            sql.SQL("CREATE DATABASE {} OWNER crm_owner TEMPLATE template0").format(sql.Identifier(database))
        )
        for statement in server_roles.database_grants(database):
            admin.execute(statement)


def _run(server: Server, program: str, *arguments: str) -> None:
    where = [f"--host={server.folder / 'run'}", f"--port={server.port}", "--username=postgres"]
    subprocess.run(
        [server.binaries.folder / program, *where, *arguments], check=True, capture_output=True, text=True
    )
