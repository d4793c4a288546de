"""How long requests may wait."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox

from crm_desktop.kinds import RequestKind
from crm_desktop.services.request_limits import DEFAULT, Limit, limits, set_limits
from crm_desktop.ui.pages.settings_requests import RequestSettings


@pytest.fixture
def part(qtbot, session, told):
    made = RequestSettings(session, told)
    qtbot.addWidget(made)
    made.reload()
    return made


def choose(part, name, word):
    box = part.findChild(QComboBox, name)
    place = box.findText(word)
    assert place >= 0, [box.itemText(n) for n in range(box.count())]
    box.setCurrentIndex(place)
    box.activated.emit(place)


def test_limits_are_shown_and_kept(part, base, told):
    box = part.findChild(QComboBox, "limit_complaint_answer_hours")
    assert (box.currentText(), box.accessibleName()) == ("1\u00a0day", "Complaint: First answer within")
    choose(part, "limit_complaint_answer_hours", "4 hours")
    choose(part, "limit_wish_resolve_days", "2\u00a0weeks")
    choose(part, "limit_inquiry_resolve_days", "no limit")
    assert limits(base.store) == {
        RequestKind.COMPLAINT: Limit(4, 3),
        RequestKind.INQUIRY: Limit(24, None),
        RequestKind.WISH: Limit(None, 14),
    }
    assert told.problems == []


def test_a_limit_that_nobody_offers_is_one_more_choice(part, base):
    set_limits(base.store, {**DEFAULT, RequestKind.COMPLAINT: Limit(5, 4)})
    part.reload()
    assert part.findChild(QComboBox, "limit_complaint_answer_hours").currentText() == "5 hours"
    assert part.findChild(QComboBox, "limit_complaint_resolve_days").currentText() == "4\u00a0days"
