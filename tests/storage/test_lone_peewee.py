from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from crm_desktop.storage import lone_peewee


def test_models_come_without_the_drivers_of_servers():
    code = (
        "import sys, crm_desktop.models.tables; before = 'psycopg' in sys.modules;"
        " import psycopg; print(before, 'peewee' in sys.modules, psycopg.__name__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split() == ["False", "True", "psycopg"]


def test_another_thread_gets_them_meanwhile():
    refusing = lone_peewee._Refusing()
    with pytest.raises(ModuleNotFoundError):
        refusing.find_spec("psycopg", None)
    assert refusing.find_spec("json", None) is None
    found: list = []
    thread = threading.Thread(target=lambda: found.append(refusing.find_spec("psycopg", None)))
    thread.start()
    thread.join()
    assert found == [None]
