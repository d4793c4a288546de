"""The shared base by the command line, with a real server."""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import keyring
import pytest
from keyring.backends import null

from crm_desktop.cli import sync_password
from crm_desktop.services.base import open_base
from crm_desktop.services.clients import add as add_client
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.sync.address import ServerAddress
from crm_desktop.sync.membership import membership
from tests.sync.conftest import _one, address, empty, server, shared, template  # noqa: F401  fixtures
from tests.sync.postgres import PASSWORD
from tests.test_keystore import Memory


@pytest.fixture(autouse=True)
def keys():
    """No key store, as on a server; a test may use another."""
    before = keyring.get_keyring()
    keyring.set_keyring(null.Keyring())
    yield keyring.set_keyring
    keyring.set_keyring(before)


@pytest.fixture
def typed(monkeypatch):
    """What is piped in."""

    def pipe(text):
        monkeypatch.setattr("sys.stdin", io.StringIO(text))

    pipe("")
    return pipe


@pytest.fixture
def join(run, address, shared, typed):  # noqa: F811
    """``join("anna")``: as she would type it."""

    def call(role="anna", *more, database="", base=None):
        where = address(database or shared, role)
        typed(PASSWORD.format(role) + "\nand more")
        words = ["join", f"{where.host}:{where.port}", "--database", where.database, "--user", role]
        words += ["--ca-file", where.ca_file] if where.ca_file else ["--unencrypted"]
        return run("sync", *words, "--password-stdin", *more)

    return call


def _with_client(base, name="Ona"):
    opened = open_base(base, region="LT", who="Anna")
    add_client(opened.store, ClientDraft(name=name))
    opened.store.close()


def test_look_join_exchange_look_and_leave(join, run, base, typed):
    _with_client(base)
    looked = join("anna", "--look", "--json")
    assert looked.code == 0, looked.err
    assert looked.json["case"] == "give"
    assert looked.json["here"] == {"clients": 1, "activities": 0, "deals": 0}
    assert looked.json["known"] is False
    assert run("sync", "status", "--json").json == {"member": False}
    joined = join("anna", "--name", "Kasa", "--json")
    assert joined.code == 0, joined.err
    assert (joined.json["case"], joined.json["device"]) == ("give", "Kasa")
    assert joined.json["went"] > 1
    assert Path(joined.json["backup"]).is_file()
    assert joined.json["password_kept"] is False
    _with_client(base, "Rasa")
    typed(PASSWORD.format("anna"))
    done = run("sync", "now", "--password-stdin", "--json")
    assert done.code == 0, done.err
    assert done.json["went"] >= 1
    assert (done.json["unsent"], done.json["refused"], done.json["repaired"]) == (0, 0, 0)
    status = run("sync", "status", "--json")
    assert status.code == 0
    assert (status.json["member"], status.json["device"], status.json["unsent"]) == (True, "Kasa", 0)
    assert status.json["last_ok_at"].endswith("Z")
    assert status.json["last_error"] is None
    typed(PASSWORD.format("anna"))
    assert run("sync", "now", "--name", "Sandėlis", "--password-stdin").code == 0
    assert run("sync", "status", "--json").json["device"] == "Sandėlis"
    assert run("sync", "leave", "--json").json["left"]["user"] == "anna"
    assert run("sync", "status").code == 1


def test_people_read_sentences(join, run, base, typed):
    _with_client(base)
    assert "Your base fills the shared one" in join("anna", "--look").out
    joined = join("anna", "--keep-password")
    assert joined.code == 0, joined.err
    assert "1 client" in joined.out
    assert "before-joining" in joined.out
    assert "no key store" in joined.out
    typed(PASSWORD.format("anna"))
    done = run("sync", "now", "--thorough", "--password-stdin")
    assert "Nothing new on either side." in done.out
    assert "Everything here is as it is on the server." in done.out
    assert "anna" in run("sync", "status").out
    assert "works alone" in run("sync", "leave").out
    assert "works alone" in run("sync", "status").out


def test_it_joins_with_a_new_base_where_there_is_none(join, base):
    assert not base.exists()
    assert join("anna", "--look").code == 1
    assert not base.exists()
    joined = join("anna", "--json")
    assert joined.code == 0, joined.err
    assert base.exists()


def test_the_password_comes_from_the_key_store_too(join, run, keys):
    store = Memory()
    keys(store)
    assert join("anna", "--keep-password", "--json").json["password_kept"]
    assert run("sync", "now", "--json").code == 0
    assert run("sync", "leave").code == 0
    assert store.kept == {}


def test_the_password_is_asked_for_where_somebody_sits(join, run, typed, monkeypatch):
    join("anna")
    typed("")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    asked = []

    def ask(prompt):
        asked.append(prompt)
        return PASSWORD.format("anna")

    monkeypatch.setattr("getpass.getpass", ask)
    assert run("sync", "now").code == 0
    assert "anna" in asked[0]


def test_without_a_password_it_says_so(join, run, typed):
    join("anna")
    typed("")
    answer = run("sync", "now")
    assert answer.code == 1
    assert "password" in answer.err.lower()


def test_what_is_wrong_is_told_and_ends_with_one(join, run, base, server, empty, typed):  # noqa: F811
    _with_client(base)
    for role, database in (("anna", empty), ("excel", ""), ("anna", "nowhere")):
        answer = join(role, "--json", database=database)
        assert (answer.code, answer.out) == (1, "")
        assert answer.err
    opened = open_base(base)
    assert membership(opened.store) is None
    opened.store.close()
    for deed in ("now", "leave"):
        assert run("sync", deed).code == 1
    assert join("anna").code == 0
    typed("wrong")
    assert run("sync", "now", "--password-stdin").code == 1
    status = run("sync", "status", "--json")
    assert status.code == 1
    assert status.json["last_error"]["kind"] == "ServerPasswordRefused"
    assert status.json["last_error"]["text"]


def test_rows_the_server_does_not_take_are_listed(join, run, base, typed):
    _with_client(base)
    opened = open_base(base)
    with opened.store.change("add") as change:
        change.execute("INSERT INTO client(id, name) VALUES (?, ?)", (b"x" * 16, "half \0 of it"))
    opened.store.close()
    assert join("anna", "--json").json["refused"] == 1
    status = run("sync", "status", "--json").json
    assert [row["table"] for row in status["refused"]] == ["client"]
    assert "client" in run("sync", "status").out


@pytest.mark.parametrize(
    "words",
    [
        ("join",),
        ("join", "db", "--port", "many"),
        ("fly",),
        (),
        ("now", "--password", "secret"),
        ("join", "db", "--password=secret"),
    ],
)
def test_what_is_not_understood_ends_with_two(run, words):
    assert run("sync", *words).code == 2


def test_a_password_among_the_arguments_is_refused(run, typed):
    answer = run("sync", "join", "postgresql://anna:secret@db.example.com/crm")
    assert answer.code == 1
    assert "--password-stdin" in answer.err
    assert "secret" not in answer.err + answer.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("db,other", "--database", "crm", "--user", "anna"), "address"),
        (("db.example.com:99999",), "port"),
        (("db.example.com", "--user", "anna"), "database"),
        (("db.example.com", "--database", "crm"), "login"),
        (("db.example.com", "--database", "crm", "--user", "anna", "--unencrypted"), "encryption"),
    ],
)
def test_an_address_that_cannot_be_one_is_told(run, typed, words, told):
    answer = run("sync", "join", *words)
    assert answer.code == 1
    assert told in answer.err


def test_options_may_stand_before_the_command(run, base):
    _with_client(base)
    assert run("--json", "sync", "status").json == {"member": False}
    assert run("sync", "--help").code == 0


def test_the_administrator_gets_the_sql(run):
    answer = run("sync", "script", "--people", "Anna, Jonas Petraitis", "--database", "shop")
    assert answer.code == 0
    for line in ('CREATE DATABASE "shop"', 'GRANT crm_owner TO "anna"', '"jonas_petraitis"', "hostssl"):
        assert line in answer.out
    told = run("sync", "script", "--people", "Anna", "--network", "10.0.0.0/8", "--json").json
    assert told["logins"] == ["anna"]
    assert "10.0.0.0/8" in told["pg_hba"]
    assert run("sync", "script", "--people", " , ").code == 1


def test_the_doctor_tells_of_the_shared_base(join, run, base):
    _with_client(base)
    assert _finding(run, "sync")["detail"].startswith("none")
    join("anna", "--name", "Kasa")
    found = _finding(run, "sync")
    assert found["ok"]
    assert "Kasa" in found["detail"]
    assert _finding(run, "libpq")["ok"]
    assert "none" in _finding(run, "key_store")["detail"]


def _finding(run, key):
    return next(each for each in run("doctor", "--json").json["findings"] if each["key"] == key)


def test_only_the_first_line_is_the_password(typed):
    typed("one\r\ntwo")
    given = argparse.Namespace(password_stdin=True)
    assert sync_password.password_for(given, ServerAddress("db", "crm", "anna")) == "one"


def test_as_a_process_of_its_own(join, base, address, shared, tmp_path):  # noqa: F811
    """As a script uses it: the password piped in, JSON alone on stdout."""
    _with_client(base)
    assert join("anna").code == 0
    where, second = address(shared, "jonas"), tmp_path / "second.crm"
    trust = ["--ca-file", str(where.ca_file)] if where.ca_file else ["--unencrypted"]
    command = [sys.executable, "-m", "crm_desktop", "--json", "--base", str(second), "sync", "join"]
    command += [f"localhost:{where.port}", "--database", where.database, "--user", "jonas", *trust]
    env = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    done = subprocess.run(
        [*command, "--password-stdin"],
        input="pass-of-jonas\n",
        capture_output=True,
        text=True,
        env=env,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["case"] == "take"
    opened = open_base(second)
    assert opened.store.read("SELECT name FROM client") == [("Ona",)]
    assert opened.store.read("SELECT count(*) FROM client_list") == [(1,)]
    opened.store.close()


@pytest.mark.long
@pytest.mark.timeout(300)
def test_everything_as_processes(address, shared, tmp_path):  # noqa: F811
    """Two laptops of a team by the command line alone: join, exchange, look, leave; 0, 1 and 2 as they are promised."""
    where = address(shared, "jonas")
    trust = ["--ca-file", str(where.ca_file)] if where.ca_file else ["--unencrypted"]
    bases = [tmp_path / name for name in ("one.crm", "two.crm")]
    env = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}

    def crm(number, *words, password="pass-of-jonas"):
        command = [
            sys.executable,
            "-m",
            "crm_desktop",
            "--json",
            "--base",
            str(bases[number]),
            "sync",
            *words,
        ]
        done = subprocess.run(
            command, input=f"{password}\n", capture_output=True, text=True, env=env, timeout=60, check=False
        )
        assert "pass-of-jonas" not in done.stdout + done.stderr
        return done.returncode, json.loads(done.stdout) if done.stdout else None

    joining = ["join", f"localhost:{where.port}", "--database", where.database, "--user", "jonas", *trust]
    _with_client(bases[0])
    assert crm(0, *joining, "--look", "--password-stdin")[1]["case"] == "give"
    assert crm(0, *joining, "--name", "Kasa", "--password-stdin")[1]["case"] == "give"
    assert crm(1, *joining, "--name", "Sandėlis", "--password-stdin")[1]["case"] == "take"
    _with_client(bases[1], "Rasa")
    assert crm(1, "now", "--password-stdin")[1]["went"] >= 1
    assert crm(0, "now", "--thorough", "--password-stdin")[1]["came"] >= 1
    code, said = crm(0, "status")
    assert (code, said["device"], said["unsent"]) == (0, "Kasa", 0)
    assert crm(0, "now", "--password-stdin", password="guess")[0] == 1
    assert crm(0, "status")[1]["last_error"]["kind"] == "ServerPasswordRefused"
    assert crm(0, "now", "--password", "secret")[0] == 2
    assert crm(1, "leave")[0] == 0
    assert crm(1, "now", "--password-stdin")[0] == 1
    assert crm(1, *joining, "--look", "--password-stdin")[1]["case"] == "same"
    for base in bases:
        opened = open_base(base)
        assert opened.store.read("SELECT name FROM client ORDER BY name") == [("Ona",), ("Rasa",)]
        opened.store.close()
