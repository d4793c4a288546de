"""A week of a diary: Monday 16 to Sunday 22 November 2026, seen on the Saturday at a quarter to one in Vilnius."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crm_desktop.kinds import ActivityKind
from crm_desktop.services import activities, clients
from crm_desktop.services.drafts import ActivityDraft, ClientDraft
from tests.bases import new_base

NOW = datetime(2026, 11, 21, 10, 45, tzinfo=UTC)


class SetClock:
    """A clock that stands."""

    def now(self):
        return NOW


@pytest.fixture
def base(tmp_path):
    made = new_base(tmp_path / "clients.crm", who="Ona", clock=SetClock())
    yield made
    made.store.close()


@pytest.fixture
def store(base):
    return base.store


@pytest.fixture
def ona(store):
    return clients.add(store, ClientDraft(name="Ona Žemaitė"))


@pytest.fixture
def plan(store, ona):
    """Plan something at a local time (``2026-11-19 11:00``) or on a day, by default a meeting of an hour with Ona."""

    def add(when, minutes=60, **values):
        all_day = " " not in when
        at = when if all_day else datetime.fromisoformat(when).astimezone(UTC).isoformat()
        values.setdefault("kind", ActivityKind.MEETING)
        held_at = at if "outcome" in values else None
        client = values.pop("client", ona)
        draft = ActivityDraft(
            client, planned_at=at, held_at=held_at, minutes=minutes, all_day=all_day, **values
        )
        return activities.add(store, draft)

    return add


class Heard:
    """What a view asked for."""

    def __init__(self, view):
        self.all: list[tuple] = []
        for name in (
            "open_wanted", "tell_wanted", "move_wanted", "move_form_wanted", "resize_wanted", "delete_wanted",
            "cancel_wanted", "add_wanted", "typed", "day_wanted", "client_wanted", "today_wanted",
        ):  # fmt: skip
            getattr(view, name).connect(lambda *values, name=name: self.all.append((name, *values)))


@pytest.fixture
def hear():
    return Heard
