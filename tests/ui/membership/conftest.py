"""Windows over bases that share one real server, as in the tests of what they show."""

from __future__ import annotations

from tests.sync.conftest import _one, address, server, shared, template  # noqa: F401  fixtures
from tests.ui.shared.conftest import _no_key_store, seat  # noqa: F401  fixtures
