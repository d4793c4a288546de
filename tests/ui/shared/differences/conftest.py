"""A laptop whose base a window stands over, so that differences can be made as in life."""

from __future__ import annotations

import random

import pytest

from tests.sync.laptops import Laptop


@pytest.fixture
def laptop(session, base):
    del session
    return Laptop(base.store, "Ona", random.Random(5))
