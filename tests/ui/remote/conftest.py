"""The calendar server of the tests of the exchange, for those of the window."""

from __future__ import annotations

from tests.exchange.remote.conftest import radicale  # noqa: F401  a fixture
