"""Nothing that lies about on this computer weakens the way to the server, and no password is ever told (4.13)."""

from __future__ import annotations

import io
import logging
import traceback
from dataclasses import replace
from pathlib import Path

import pytest

from crm_desktop.logs import start_log
from crm_desktop.sync import failures
from crm_desktop.sync.connection import connect
from tests.sync import certificates, postgres

ANNA = postgres.PASSWORD.format("anna")
ELSEWHERE = "127.0.0.9"


@pytest.fixture
def surroundings(monkeypatch, tmp_path, shared):
    """What an administrator's other tools may have left behind: all of it says something else."""
    service = tmp_path / "services.conf"
    service.write_text(
        f"[other]\nhostaddr={ELSEWHERE}\nsslmode=disable\nuser=postgres\nsslkeylogfile={tmp_path}/keys\n"
    )
    home = tmp_path / "home"
    (home / ".postgresql").mkdir(parents=True)
    (home / ".pgpass").write_text(f"*:*:*:*:{ANNA}\n")
    (home / ".pgpass").chmod(0o600)
    (home / ".pg_service.conf").write_text(service.read_text())
    (home / ".postgresql" / "postgresql.crt").write_text("no certificate")
    for name, value in {
        "HOME": str(home),
        "PGSERVICE": "other",
        "PGSERVICEFILE": str(service),
        "PGSYSCONFDIR": str(tmp_path),
        "PGHOST": ELSEWHERE,
        "PGHOSTADDR": ELSEWHERE,
        "PGPORT": "1",
        "PGUSER": "postgres",
        "PGDATABASE": "postgres",
        "PGPASSWORD": ANNA,
        "PGPASSFILE": str(home / ".pgpass"),
        "PGSSLMODE": "disable",
        "PGSSLROOTCERT": str(tmp_path / "nothing.pem"),
        "PGSSLMAXPROTOCOLVERSION": "TLSv1",
        "PGSSLMINPROTOCOLVERSION": "TLSv1",
        "PGREQUIREAUTH": "none",
        "PGREQUIREPEER": "nobody",
        "PGCHANNELBINDING": "disable",
        "PGTARGETSESSIONATTRS": "standby",
        "PGOPTIONS": "-c statement_timeout=1 -c search_path=evil",
        "PGCLIENTENCODING": "LATIN1",
        "PGCONNECT_TIMEOUT": "0",
    }.items():
        monkeypatch.setenv(name, value)
    return tmp_path


def test_what_lies_about_leads_nowhere_else(surroundings, address, shared, server):
    with connect(address(shared), ANNA) as connected:
        row = connected.execute(
            "SELECT current_database(), session_user, current_setting('statement_timeout'),"
            " current_setting('client_encoding'), current_setting('search_path') LIKE '%evil%', ssl"
            " FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        ).fetchone()
        assert connected.info.hostaddr == "127.0.0.1"
    assert row == (shared, "anna", "1min", "UTF8", False, server.binaries.tls)
    assert not (surroundings / "keys").exists()


def test_what_lies_about_lets_nobody_in(surroundings, address, shared, server):
    """Neither a password found in a file or a variable, nor a variable that asks for less than a checked name."""
    with pytest.raises(failures.ServerPasswordRefused):
        connect(address(shared), "wrong")
    with pytest.raises(failures.ServerPasswordNeeded):
        connect(address(shared), "")
    if server.binaries.tls:
        with pytest.raises(failures.ServerCertificateRefused):
            connect(replace(address(shared), host="127.0.0.1"), ANNA)


def test_over_a_network_a_checked_certificate_is_the_only_mode(address, shared, server, tmp_path):
    """There is no way back to less where the certificate is refused, and none to ask for it."""
    with pytest.raises(failures.ServerAddressRefused) as caught:
        replace(address(shared), host="db.example", encrypted=False).check()
    assert caught.value.facts["why"] == "open"
    if not server.binaries.tls:
        return
    other = tmp_path / "other.pem"
    other.write_bytes(certificates.Authority("Somebody else").certificate_pem)
    with server.admin() as admin:
        (before,) = admin.execute(
            "SELECT sessions FROM pg_stat_database WHERE datname = %s", (shared,)
        ).fetchone()
        with pytest.raises(failures.ServerCertificateRefused):
            connect(replace(address(shared), ca_file=other), ANNA)
        assert admin.execute(
            "SELECT sessions FROM pg_stat_database WHERE datname = %s", (shared,)
        ).fetchone() == (before,)


SECRET = "a very secret password"


def _failing(address, shared):
    """Ways to fail with a password in hand."""
    yield replace(address(shared), host="nobody.invalid")
    yield replace(address(shared), port=1)
    yield replace(address(shared), user=SECRET[:5])
    yield replace(address(shared), database="nowhere")
    yield replace(address(shared), ca_file=Path("nowhere.pem"), encrypted=True)
    yield address(shared)


def test_no_failure_tells_the_password(address, shared, tmp_path):
    """Not in its words, its facts, its traceback, nor in the log, however much is logged."""
    stop_log = start_log(tmp_path)
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    logging.getLogger().addHandler(handler)
    level = logging.getLogger().level
    logging.getLogger().setLevel(logging.DEBUG)
    try:
        for where in _failing(address, shared):
            with pytest.raises(failures.SyncError) as caught:
                connect(where, SECRET, seconds=2)
            logging.getLogger("crm_desktop").error("exchange failed", exc_info=caught.value)
            for said in (
                str(caught.value),
                repr(caught.value),
                repr(caught.value.facts),
                "".join(traceback.format_exception(caught.value)),
                repr(where),
            ):
                assert SECRET not in said
            assert caught.value.__cause__ is None
    finally:
        logging.getLogger().removeHandler(handler)
        logging.getLogger().setLevel(level)
        stop_log()
    assert "exchange failed" in heard.getvalue()
    assert SECRET not in heard.getvalue()
    logs = [path.read_text() for path in tmp_path.rglob("*") if path.is_file()]
    assert any("exchange failed" in each for each in logs)
    assert SECRET not in "".join(logs)


def test_an_open_line_tells_no_password(team, log_in, shared):
    connected = log_in(shared)
    assert ANNA not in repr(connected)
    assert ANNA not in connected.info.dsn
    anna = team("anna")
    anna.sync()
    assert ANNA not in repr(anna.exchange)
    anna.exchange.close()


def test_an_error_in_the_middle_tells_no_password(team, server, shared):
    anna = team("anna")
    anna.sync()
    with server.admin(shared) as admin:
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'anna'")
    with pytest.raises(failures.SyncError) as caught:
        anna.sync()
    assert ANNA not in "".join(traceback.format_exception(caught.value))
    told = anna.laptop.store.read("SELECT * FROM sync_meta")
    assert ANNA not in str(told)
