from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from crm_desktop.errors import MomentRefused, NumberRefused
from crm_desktop.kinds import StageRole
from crm_desktop.services import deal_stages
from crm_desktop.services.base import stage_id
from crm_desktop.services.difference_fields import editor
from crm_desktop.ui.shared.differences.third_value import ThirdValue
from tests.ui.test_text_difference_values import DIFFERENCE

REGULAR = stage_id(StageRole.REGULAR)


class Asked(ThirdValue):
    """The field, with what came of it."""

    def __init__(self, session):
        super().__init__(session)
        self.written: list[object] = []
        self.problems: list[Exception] = []


@pytest.fixture
def third(qtbot, session):
    made = Asked(session)
    qtbot.addWidget(made)
    made.wanted.connect(made.written.append)
    made.problem.connect(made.problems.append)
    made.show()
    return made


def ask(third, table, field, stands, currency="EUR"):
    third.ask(
        replace(
            DIFFERENCE,
            table=table,
            field=field,
            seen=(stands,),
            currency=currency,
            editor=editor(table, field),
        )
    )
    return third.field


@pytest.mark.parametrize(
    ("table", "field", "stands"),
    [
        ("client", "loyalty_card", "4411"),
        ("client", "notes", "tea\ncoffee"),
        ("client", "birthday", "--05-17"),
        ("client", "birthday", ""),
        ("client", "stage_id", REGULAR),
        ("client", "source_id", None),
        ("client", "responsible_id", None),
        ("client", "gender", "female"),
        ("client", "kind", "company"),
        ("client", "vip", 1),
        ("client", "longest_silence_days", 30),
        ("deal", "stage_id", deal_stages.first_id("offer")),
        ("deal", "expected_on", "2026-12-01"),
        ("deal", "expected_on", None),
        ("deal", "amount", 12050),
        ("activity", "planned_at", "2026-12-01T09:30:00.000Z"),
        ("activity", "planned_at", "2026-12-01"),
        ("activity", "outcome", "failed"),
        ("activity", "kind", "meeting"),
        ("request", "kind", "wish"),
        ("feedback", "mark", 4),
    ],
)
def test_what_stands_is_where_it_begins(third, table, field, stands):
    ask(third, table, field, stands)
    third._save()
    assert (third.written, third.problems) == ([stands], [])


def test_return_saves_and_escape_leaves(qtbot, third):
    field = ask(third, "client", "loyalty_card", "4411")
    field.setText("  4412 ")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert third.written == ["4412"]
    with qtbot.waitSignal(third.left):
        qtbot.keyClick(field, Qt.Key.Key_Escape)


def test_a_text_of_several_lines_keeps_return(qtbot, third):
    field = ask(third, "client", "notes", "tea")
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert third.written == []
    assert "\n" in field.toPlainText()


def test_what_is_no_such_value_is_told(third):
    ask(third, "deal", "amount", 100).line.setText("a lot")
    third._save()
    ask(third, "activity", "planned_at", "2026-12-01").line.setText("nonsense")
    third._save()
    assert [type(each) for each in third.problems] == [NumberRefused, MomentRefused]
    assert third.written == []
    third.forget()
    assert third.field is None
