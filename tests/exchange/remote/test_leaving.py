"""The program ends while a server keeps silent: at once, with nothing half written, and the next start goes on."""

from __future__ import annotations

import queue
import socket
import subprocess
import sys
import threading

import pytest

from crm_desktop.background.runner import Runner
from crm_desktop.exchange.remote.notes import notes
from crm_desktop.exchange.remote.server import Server
from crm_desktop.exchange.remote.syncing import sync
from crm_desktop.exchange.remote.transport import Account
from crm_desktop.services import activities
from crm_desktop.services.base import open_base
from tests.conftest import ROOT
from tests.exchange.remote.test_syncing import MEETING, quiet

LONG_S = 300
"""Until the connection gives up by itself; no test waits for that."""

PROGRAM = """
import sys, threading
from pathlib import Path
from crm_desktop.background.runner import Runner
from crm_desktop.exchange.remote.server import Server
from crm_desktop.exchange.remote.syncing import sync
from crm_desktop.exchange.remote.transport import Account
from crm_desktop.services.base import open_base

def work(progress):
    account = Account(sys.argv[2], "ona", "secret")
    with Server(account, 300, waiting=progress.outside) as server:
        sync(base.store, server, sys.argv[2] + "ona/", progress.step)

base = open_base(Path(sys.argv[1]), who="Ona")
runner = Runner(lambda call: call())
runner.start(work, is_outside=True, failed=print)
sys.stdin.readline()
runner.close()
base.store.close()
print("closed")
"""


class Silent:
    """A server that takes connections and never says a word."""

    def __init__(self):
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}/"
        self.talks: queue.SimpleQueue = queue.SimpleQueue()
        self._kept: list = []
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()

    def _accept(self):
        while True:
            try:
                talk, _ = self._listening.accept()
            except OSError:
                return
            self._kept.append(talk)
            self.talks.put(talk.recv(65536))

    def hang_up(self):
        for talk in self._kept:
            talk.close()

    def close(self):
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()
        self.hang_up()


@pytest.fixture
def silent():
    made = Silent()
    yield made
    made.close()


def test_closing_does_not_wait_for_a_silent_server_and_the_next_start_goes_on(
    store, server, place, silent, elsewhere
):
    activities.add(store, MEETING)
    heard: list = []
    runner = Runner(lambda call: call())

    def work(progress):
        with Server(Account(silent.address, "ona", "secret"), LONG_S, waiting=progress.outside) as hanging:
            return sync(store, hanging, f"{silent.address}ona/", progress.step)

    task = runner.start(work, done=heard.append, failed=heard.append, stopped=lambda: heard.append("stopped"),
                        is_outside=True)  # fmt: skip
    assert silent.talks.get(timeout=10).startswith(b"PROPFIND")
    (thread,) = (each for each in threading.enumerate() if each.name == "crm-outside")
    runner.close()
    assert thread.is_alive()
    assert task.progress.is_outside
    store.close()
    silent.hang_up()
    thread.join(10)
    assert not thread.is_alive()
    assert heard == []
    again = open_base(store.path, who="Ona", clock=store.clock).store
    try:
        assert notes(again, f"{silent.address}ona/") == {}
        assert again.check() == []
        assert sync(again, server, place.url, quiet).sent == 1
        assert len(elsewhere.items()) == 1
    finally:
        again.close()


def test_the_process_ends_though_a_server_keeps_silent(store, silent):
    activities.add(store, MEETING)
    path = store.path
    store.close()
    command = [sys.executable, "-c", PROGRAM, str(path), silent.address]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        silent.talks.get(timeout=60)
        assert process.communicate("go\n", timeout=60) == ("closed\n", "")
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0
