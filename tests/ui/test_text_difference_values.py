from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.kinds import ConflictKind
from crm_desktop.models.schema import SCHEMA
from crm_desktop.services.card_rows import ClientLink
from crm_desktop.services.difference_fields import SILENT, Both, Editor
from crm_desktop.services.difference_records import Record
from crm_desktop.services.difference_rows import Difference, Said
from crm_desktop.ui import text, text_difference_values

AT = "2026-11-20T10:00:00.000Z"
CLIENT = Record("client", b"c" * 16, ClientLink(b"c" * 16, "Ona Petraitė"))
DIFFERENCE = Difference(
    ids=(b"d" * 16,), kind=ConflictKind.BOTH_CHANGED, record=CLIENT, table="client", row_id=b"c" * 16, subject="",
    own_kind="", field="notes", currency="EUR", base=None, stands=Said("b", "Bea", AT), other=Said("a", "Ona", AT),
    other_raw="a", parts=(), moved=False, now="b", answers=(), both=Both.NO, editor=Editor.NO, seen=("b",),
    found_at=AT, answer=None, answered_by="", answered_at="",
)  # fmt: skip
UNTOLD = {"conflict", "reminder_answer", "not_duplicate", "activity_move", "stage_change"}
"""Nobody edits their rows, or nobody is told of them."""

SUBJECTS = {"contact_point": "phone", "field_value": "Size", "external_id": "amoCRM", "named_date": "Wedding"}
COLUMNS = [
    (spec.name, column)
    for spec in SCHEMA.tables
    if spec.name not in UNTOLD
    for column in spec.columns
    if column not in SILENT | {"login", "client_id", "person_id", "field_id"}
]


@pytest.fixture(autouse=True)
def _english():
    text.set_language("en")


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_every_column_has_a_word(table, column):
    subject = SUBJECTS.get(table, "")
    told = text_difference_values.field(replace(DIFFERENCE, table=table, field=column, subject=subject))
    assert told
    assert "_" not in told
    assert told != column


@pytest.mark.parametrize("table", [spec.name for spec in SCHEMA.tables if spec.name not in UNTOLD])
def test_every_record_has_a_name_and_a_kind(table):
    record = Record(table, b"r" * 16, None, "Vases")
    assert text_difference_values.title(record) == "Vases"
    assert "_" not in text_difference_values.kind(record)
    assert text_difference_values.title(replace(record, name=""))
    assert text_difference_values.title(replace(record, gone=True)) == "Not there any more"


@pytest.mark.parametrize(
    ("record", "title", "beside"),
    [
        (CLIENT, "Ona Petraitė", "Client"),
        (replace(CLIENT, client=ClientLink(b"c" * 16, "")), "Client without a name", "Client"),
        (
            replace(CLIENT, table="deal", name="Vases", amount=12000, currency="EUR"),
            "Ona Petraitė",
            "Deal: Vases, €120",
        ),
        (replace(CLIENT, table="activity", name="meeting"), "Ona Petraitė", "Meeting"),
        (replace(CLIENT, table="request", name="wish"), "Ona Petraitė", "Wish"),
        (Record("tag", b"t" * 16, None, "VIP"), "VIP", "Tag"),
        (Record("stage", b"t" * 16, None, "regular"), "Regular", "Stage"),
        (Record("deal_stage", b"t" * 16, None, "offer"), "Offer made", "Stage of the deal"),
        (Record("tag", b"t" * 16, None), "Tag", ""),
        (replace(CLIENT, gone=True), "Not there any more", ""),
    ],
)
def test_what_it_is_about(record, title, beside):
    assert (text_difference_values.title(record), text_difference_values.beside(record)) == (title, beside)


@pytest.mark.parametrize(
    ("table", "column", "value", "told"),
    [
        ("client", "birthday", "1976-05-17", "17 May 1976"),
        ("client", "birthday", "", ""),
        ("client", "stage_id", "regular", "Regular"),
        ("client", "vip", 1, "yes"),
        ("client", "gender", "female", "Female"),
        ("client", "discount_bp", 500, "5 %"),
        ("client", "longest_silence_days", 30, "30 days"),
        ("client", "number", 1042, "1042"),
        ("deal", "amount", 12050, "€120.50"),
        ("deal", "stage_id", "offer", "Offer made"),
        ("deal", "stage_id", "My stage", "My stage"),
        ("deal", "state", "won", "Won"),
        ("deal_item", "quantity", 1500, "1.5"),
        ("activity", "minutes", 45, "45 minutes"),
        ("activity", "rule", "RRULE:FREQ=DAILY", "every day"),
        ("activity", "outcome", "failed", "failed"),
        ("activity", "reminders", "[15]", "as it was set up there"),
        ("setting", "value", "{}", "as it was set up there"),
        ("field", "choices", '["S", "M"]', "S, M"),
        ("field", "kind", "number", "Number"),
        ("stage", "role", "partner", "Partner"),
        ("deal_stage", "role", "lost", "Lost"),
        ("deal_stage", "chance", 40, "40 %"),
        ("colleague", "active", 0, "no"),
        ("source_cost", "on_day", "2026-05-03", "3 May"),
        ("currency_rate", "rate", "1.5", "1.5"),
        ("plan_step", "kind", "call", "Call"),
        ("feedback", "mark", 4, "4 of 5"),
        ("photo", "data", b"picture", "another picture"),
    ],
)
def test_values_as_people_read_them(table, column, value, told):
    assert text_difference_values.text(replace(DIFFERENCE, table=table, field=column), value).startswith(told)


@pytest.mark.parametrize(
    ("own_kind", "value", "told"),
    [
        ("date", "2025-05-03", "3 May 2025"),
        ("number", "1234.5", "1,234.5"),
        ("yes_no", "0", "no"),
        ("text", "x", "x"),
    ],
)
def test_own_fields_by_their_kind(own_kind, value, told):
    difference = replace(DIFFERENCE, table="field_value", field="value", own_kind=own_kind, subject="Size")
    assert text_difference_values.text(difference, value) == told
    assert text_difference_values.field(difference) == "Size"


def test_what_hangs_on_a_card_is_told_by_what_it_is():
    phone = replace(DIFFERENCE, table="contact_point", subject="phone", field="deleted")
    assert text_difference_values.field(phone) == "Phone"
    tag = replace(DIFFERENCE, table="client_tag", subject="VIP", field="deleted")
    assert text_difference_values.field(tag) == "Tag VIP"
    own = replace(DIFFERENCE, table="field_value", subject="Size", field="deleted")
    assert text_difference_values.field(own) == "Size"
    item = replace(DIFFERENCE, table="deal_item", subject="Vase", field="price")
    assert text_difference_values.field(item) == "Vase: price"


def test_both_in_one_line_and_in_a_note():
    long = replace(DIFFERENCE, stands=Said("x" * 100, "", ""), other=Said("", "", ""))
    assert text_difference_values.preview(long) == f"{'x' * 59}…  ↔  nothing"
    assert text_difference_values.preview(replace(DIFFERENCE, field="deleted")) == ""
    assert text_difference_values.note(DIFFERENCE) == "Notes, as Ona had it: a"
    assert text_difference_values.note(long) == "Notes, as somebody had it: nothing"
