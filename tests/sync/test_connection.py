"""Reaching a real server, and being told exactly what is wrong where that fails."""

from __future__ import annotations

import shutil
import socket
import struct
import threading
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from crm_desktop.sync import connection, diagnosis, failures
from crm_desktop.sync.address import ServerAddress
from crm_desktop.sync.connection import connect, failure_of, look, told
from tests.sync import certificates, postgres

ANNA = postgres.PASSWORD.format("anna")


def _fails(kind, address, password=ANNA, **facts):
    with pytest.raises(failures.SyncError) as caught:
        connect(address, password, seconds=2).close()
    assert type(caught.value) is kind, caught.value
    assert facts.items() <= caught.value.facts.items()
    assert password not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.fixture
def tls(server):
    if not server.binaries.tls:
        pytest.skip("this server was built without TLS")


def test_a_person_gets_in_encrypted_and_in_utc(tls, shared, log_in):
    connected = log_in(shared)
    (row,) = connected.execute(
        "SELECT ssl, current_setting('TimeZone'), current_setting('statement_timeout'),"
        " current_setting('idle_in_transaction_session_timeout'), current_setting('lock_timeout')"
        " FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
    ).fetchall()
    assert row == (True, "UTC", "1min", "15s", "30s")
    assert connected.autocommit


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"host": ""}, "host"),
        ({"host": "a b"}, "host"),
        ({"host": "a,b"}, "host"),
        ({"host": "a" * 70 + ".example"}, "host"),
        ({"port": 0}, "port"),
        ({"port": 65_536}, "port"),
        ({"database": " "}, "database"),
        ({"user": ""}, "user"),
        ({"host": "db.example", "encrypted": False}, "open"),
    ],
)
def test_an_address_that_is_none_is_refused_before_anything_is_sent(change, why):
    with pytest.raises(failures.ServerAddressRefused) as caught:
        connect(replace(ServerAddress("localhost", "crm", "anna"), **change), ANNA)
    assert caught.value.facts["why"] == why


def test_without_a_password_nobody_is_asked():
    with pytest.raises(failures.ServerPasswordNeeded):
        connect(ServerAddress("localhost", "crm", "anna"), None)


def test_a_name_that_nobody_has():
    _fails(failures.ServerUnreachable, ServerAddress("nobody.invalid", "crm", "anna"), why="name")


def test_a_port_where_nobody_listens(address, shared):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        _fails(
            failures.ServerUnreachable, replace(address(shared), port=probe.getsockname()[1]), why="refused"
        )


RESET = b"hang up at once"


@contextmanager
def _listener(answer):
    """Somebody else's program at a port; ``answer`` is what it says to whoever calls, None: nothing at all."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        ended = threading.Event()

        def serve():
            while not ended.is_set():
                try:
                    caller, _ = listening.accept()
                except OSError:
                    return
                with caller:
                    if answer is None:
                        ended.wait(20)
                    elif answer is RESET:
                        caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    else:
                        caller.recv(100)
                        caller.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield listening.getsockname()[1]
        ended.set()
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_a_server_that_never_answers_is_given_up():
    with _listener(None) as port:
        _fails(failures.ServerUnreachable, ServerAddress("localhost", "crm", "anna", port), why="timeout")


def test_something_that_is_no_postgresql():
    with _listener(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port:
        _fails(failures.ServerNotOurs, ServerAddress("localhost", "crm", "anna", port))
        _fails(failures.ServerNotOurs, ServerAddress("localhost", "crm", "anna", port, encrypted=False))


def test_a_server_without_encryption():
    with _listener(b"N") as port:
        _fails(failures.ServerNotEncrypted, ServerAddress("localhost", "crm", "anna", port))


def test_a_certificate_for_another_name(tls, address, shared):
    _fails(failures.ServerCertificateRefused, replace(address(shared), host="127.0.0.1"), why="name")


def test_a_certificate_of_an_authority_nobody_knows(tls, address, shared, tmp_path):
    other = tmp_path / "other.pem"
    other.write_bytes(certificates.Authority("Somebody else").certificate_pem)
    _fails(failures.ServerCertificateRefused, replace(address(shared), ca_file=other), why="authority")
    _fails(failures.ServerCertificateRefused, replace(address(shared), ca_file=None), why="authority")


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_a_file_that_holds_no_authority(tls, address, shared, tmp_path, content):
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    _fails(failures.ServerCertificateRefused, replace(address(shared), ca_file=path), why="file", path=path)


@pytest.fixture
def expired(server, tls):
    """The server shows a certificate that was good until yesterday, of the authority everybody trusts."""
    data = server.folder / "data"
    kept = {name: (data / name).read_bytes() for name in ("server.crt", "server.key")}
    authority = certificates.Authority("Test CA")
    trusted = server.folder / "expired-ca.pem"
    trusted.write_bytes(authority.certificate_pem)
    for name, content in zip(kept, authority.server("localhost", expired=True), strict=True):
        (data / name).write_bytes(content)
    _reload(server)
    yield trusted
    for name, content in kept.items():
        (data / name).write_bytes(content)
    _reload(server)


def _reload(server):
    with server.admin() as admin:
        (before,) = admin.execute("SELECT pg_conf_load_time()").fetchone()
        admin.execute("SELECT pg_reload_conf()")
        while admin.execute("SELECT pg_conf_load_time()").fetchone() == (before,):
            pass


def test_a_certificate_that_is_out_of_date(expired, address, shared):
    _fails(failures.ServerCertificateRefused, replace(address(shared), ca_file=expired), why="expired")


def test_a_wrong_password_and_an_unknown_name_are_told_alike(address, shared):
    _fails(failures.ServerPasswordRefused, address(shared), "wrong of anna", user="anna")
    _fails(failures.ServerPasswordRefused, address(shared, "nobody"), "any of them", user="nobody")


def test_a_database_that_is_not_there(address):
    _fails(failures.ServerDatabaseMissing, address("nowhere"), database="nowhere")


def test_somebody_who_may_not_enter(address, shared, server):
    _fails(failures.ServerEntryRefused, address(shared, "stranger"), postgres.PASSWORD.format("stranger"))
    with server.admin() as admin:
        admin.execute("ALTER ROLE jonas NOLOGIN")
        try:
            _fails(failures.ServerEntryRefused, address(shared, "jonas"), postgres.PASSWORD.format("jonas"))
            admin.execute("ALTER ROLE jonas LOGIN CONNECTION LIMIT 0")
            _fails(
                failures.ServerBusy,
                address(shared, "jonas"),
                postgres.PASSWORD.format("jonas"),
                why="connections",
            )
        finally:
            admin.execute("ALTER ROLE jonas LOGIN CONNECTION LIMIT -1")


def test_in_clear_the_server_does_not_let_anybody_in(tls, address, shared):
    _fails(failures.ServerEntryRefused, replace(address(shared), encrypted=False))


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"E\0\0\0\x19SFATAL\0C57P03\0Mstarting\0\0", failures.ServerBusy),
        (b"E\0\0\0\x19SFATAL\0C53300\0Mtoo many\0\0", failures.ServerBusy),
        (b"E\0\0\0\x19SFATAL\0CXX000\0Modd thing\0\0", failures.ServerFailed),
    ],
)
def test_what_a_server_says_before_it_asks(answer, kind):
    with _listener(answer) as port:
        _fails(kind, ServerAddress("localhost", "crm", "anna", port, encrypted=False))


def test_a_server_whose_encryption_is_none():
    with _listener(b"S" + b"this is no TLS" * 9) as port:
        _fails(
            failures.ServerCertificateRefused, ServerAddress("localhost", "crm", "anna", port), why="other"
        )


def test_a_network_that_breaks_at_once():
    with _listener(RESET) as port:
        _fails(failures.ServerUnreachable, ServerAddress("localhost", "crm", "anna", port), why="lost")


def test_words_that_nobody_knows_are_kept_for_the_log():
    failure = diagnosis._of_password(ServerAddress("localhost", "crm", "anna"), "it did not work")
    assert failure.facts["reason"] == "it did not work"


def test_somebody_who_hangs_up():
    with _listener(b"") as port:
        _fails(failures.ServerNotOurs, ServerAddress("localhost", "crm", "anna", port, encrypted=False))


# --- once connected ---


def test_what_stands_there(log_in, shared, empty, address, server):
    place = look(log_in(shared), address(shared))
    assert (place.database, place.user, place.made, place.joins, place.owns) == (
        shared,
        "anna",
        True,
        True,
        False,
    )
    assert place.server == server.binaries.version
    place = look(log_in(empty, "boss"), address(empty, "boss"))
    assert (place.made, place.joins, place.owns) == (False, False, True)


def test_an_old_server_is_refused(log_in, shared, address, monkeypatch):
    monkeypatch.setattr(connection, "OLDEST_SERVER", 99)
    with pytest.raises(failures.ServerTooOld) as caught:
        look(log_in(shared), address(shared))
    assert caught.value.facts["needed"] == 99


def test_a_database_of_another_encoding_is_refused(server, log_in, address):
    with server.admin() as admin:
        admin.execute("CREATE DATABASE old_one ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
        admin.execute("GRANT CONNECT ON DATABASE old_one TO crm_sync")
    try:
        with pytest.raises(failures.ServerEncodingRefused):
            look(log_in("old_one"), address("old_one"))
    finally:
        server.drop_database("old_one")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("40001", failures.ServerBusy),
        ("53100", failures.ServerBusy),
        ("57P01", failures.ServerUnreachable),
        ("08006", failures.ServerUnreachable),
        ("42501", failures.ServerRoleRefused),
        ("42P01", failures.ServerEmpty),
        ("CR001", failures.DeviceShutOut),
        ("XX000", failures.ServerFailed),
    ],
)
def test_errors_of_statements_are_told(code, kind):
    class Error(psycopg.Error):
        sqlstate = code

    with pytest.raises(kind), told(ServerAddress("localhost", "crm", "anna")):
        raise Error("x")


@pytest.mark.parametrize("code", ["22001", "23505"])
def test_errors_of_single_rows_pass(code):
    class Error(psycopg.Error):
        sqlstate = code

    assert failure_of(ServerAddress("localhost", "crm", "anna"), Error()) is None
    with pytest.raises(Error), told(ServerAddress("localhost", "crm", "anna")):
        raise Error("x")


def test_a_connection_that_breaks_is_told(log_in, shared, address, server):
    connected = log_in(shared)
    with server.admin() as admin:
        admin.execute("SELECT pg_terminate_backend(%s)", [connected.info.backend_pid])
    with pytest.raises(failures.ServerUnreachable) as caught, told(address(shared)):
        connected.execute("SELECT 1")
    assert caught.value.facts["why"] == "lost"


def test_a_lost_certificate_file_does_not_let_anything_through(tls, address, shared, tmp_path):
    copied = tmp_path / "ca.pem"
    shutil.copy(Path(str(address(shared).ca_file)), copied)
    connect(replace(address(shared), ca_file=copied), ANNA).close()
    copied.unlink()
    _fails(failures.ServerCertificateRefused, replace(address(shared), ca_file=copied), why="file")
