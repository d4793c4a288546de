"""A small base for each test, copied from one that was made once."""

from __future__ import annotations

import shutil

import pytest

from tests.storage.library import open_library


@pytest.fixture(scope="session")
def master(tmp_path_factory):
    path = tmp_path_factory.mktemp("master") / "master.base"
    open_library(path).close()
    return path


@pytest.fixture
def base(master, tmp_path):
    path = tmp_path / "library.base"
    shutil.copy(master, path)
    return path


@pytest.fixture
def store(base):
    store = open_library(base, who="Ada")
    yield store
    store.close()
