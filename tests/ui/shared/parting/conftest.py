"""A shared base of its own for each test, and a key store."""

from __future__ import annotations

from tests.sync.conftest import empty, log_in  # noqa: F401  fixtures
from tests.ui.shared.own import fresh, key_store  # noqa: F401  fixtures
