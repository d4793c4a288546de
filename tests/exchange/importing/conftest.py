from __future__ import annotations

import pytest

from tests.bases import new_base


@pytest.fixture
def store(tmp_path):
    """An empty base of a Lithuanian user."""
    base = new_base(tmp_path / "base.crm", who="Rasa", region="LT")
    yield base.store
    base.store.close()
