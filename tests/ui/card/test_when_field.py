"""A field for a moment: dates stand in it as they are typed in the language, and it takes all the room it has."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.services.typed_span import read_span
from crm_desktop.ui import text
from crm_desktop.ui.card.when_field import WhenField, typed_text


class Standing:
    """A clock that stands."""

    def now(self):
        return NOW


NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("en", "24.11.2026", "24.11.2026 15:30"),
        ("ru", "24.11.2026", "24.11.2026 15:30"),
        ("lt", "2026-11-24", "2026-11-24 15:30"),
    ],
)
def test_dates_are_shown_as_they_are_typed_and_read_back(language, day, moment):
    text.set_language(language)
    stored = datetime(2026, 11, 24, 15, 30).astimezone().astimezone(UTC).isoformat()
    assert typed_text("2026-11-24") == day
    assert typed_text(stored) == moment
    assert typed_text("") == ""
    for shown, time in ((day, None), (moment, (15, 30))):
        span = read_span(shown, NOW, ahead=True)
        assert span.when.day.isoformat() == "2026-11-24"
        assert (span.when.time and (span.when.time.hour, span.when.time.minute)) == time


def test_a_field_without_a_meaning_is_as_long_as_its_place(qtbot):
    field = WhenField("when", "When", Standing(), ahead=True)
    around = QWidget()
    column = QVBoxLayout(around)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(field)
    qtbot.addWidget(around)
    around.resize(400, 60)
    around.show()
    assert field.line.width() == 400
    field.set_text("tomorrow 10:00")
    column.activate()
    assert field.meaning()
    assert field.line.width() < 400
    field.set_text("")
    qtbot.waitUntil(lambda: field.line.width() == 400)
