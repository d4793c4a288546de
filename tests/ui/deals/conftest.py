"""A base with deals of every kind, and the page that shows them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crm_desktop.ui.deals.calls import DealCalls
from crm_desktop.ui.deals.page import DealsPage
from tests.bases import new_base
from tests.services.deal_bases import some_deals


class SetClock:
    """A clock that a test sets."""

    def __init__(self, at):
        self.at = at

    def now(self):
        return self.at


class Called:
    """Remembers what was asked of others."""

    def __init__(self):
        self.calls = []

    def __getattr__(self, name):
        return lambda *given: self.calls.append((name, *given))


@pytest.fixture
def base(tmp_path):
    made = new_base(
        tmp_path / "deals.crm", who="Ona", clock=SetClock(datetime(2026, 11, 20, 10, 0, tzinfo=UTC))
    )
    yield made
    made.store.close()


@pytest.fixture
def made(base):
    return some_deals(base.store)


@pytest.fixture
def called():
    return Called()


@pytest.fixture
def make_page(qtbot, session, told, called):
    """Makes the page; what is committed reaches it."""
    pages = []

    def make():
        calls = DealCalls(
            called.open_deal, called.new_deal, called.show_client, called.plan, called.save, called.copy
        )
        page = DealsPage(session, told, called.undo, called.working, calls)
        qtbot.addWidget(page)
        session.signals.changed.connect(page.changed)
        page.resize(1000, 600)
        page.show()
        page.shown(stale=True)
        pages.append(page)
        return page

    yield make
    for page in pages:
        page.close_model()


@pytest.fixture
def page(make_page, made):
    return make_page()


@pytest.fixture
def store(base):
    return base.store
