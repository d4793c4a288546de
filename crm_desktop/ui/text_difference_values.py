"""What a difference is about and what both sides say, in words: records, fields and values of all tables.

Free of widgets.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from crm_desktop.kinds import ActivityKind, DealState, FieldKind, RequestKind, StageRole
from crm_desktop.services.field_history import FieldChangeRow, What
from crm_desktop.ui import formats, text_deals, text_kinds
from crm_desktop.ui.card import change_entries
from crm_desktop.ui.text import ntr, tr, trc

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crm_desktop.services.difference_records import Record
    from crm_desktop.services.difference_rows import Difference

_SHORT = 60


def title(record: Record) -> str:
    """The first line of what a difference is about: the client, else the thing itself."""
    if record.gone:
        return tr("Not there any more")
    if record.client is not None:
        return record.client.name or tr("Client without a name")
    return _own_name(record) or kind(record)


def _own_name(record: Record) -> str:
    """What a thing is called; stages without a name have a word of ours."""
    if record.table == "stage" and record.name in set(StageRole):
        return text_kinds.stage("", record.name)
    if record.table == "deal_stage" and record.name in text_deals.STAGE_WORDS:
        return text_deals.stage_word(record.name)
    return record.name


def beside(record: Record) -> str:
    """The second line: what of the client it is, or what kind of thing: ``Deal: Vases``, ``Meeting, Tue 24 Nov``."""
    if record.table == "client" or record.gone:
        return "" if record.gone else kind(record)
    if record.client is None:
        return kind(record) if record.name else ""
    name = short(record.name) if record.table == "deal" else ""
    when = formats.moment(record.at) if record.at else ""
    money = formats.money(record.amount, record.currency) if record.amount is not None else ""
    return ", ".join(
        part for part in (f"{kind(record)}: {name}" if name else kind(record), money, when) if part
    )


def kind(record: Record) -> str:
    """What kind of thing it is."""
    if record.table == "activity" and record.name in set(ActivityKind):
        return text_kinds.activity_kind(ActivityKind(record.name))
    if record.table == "request" and record.name in set(RequestKind):
        return text_kinds.request_kind(RequestKind(record.name))
    return _tables().get(record.table) or change_entries.table_names().get(record.table, record.table)


def _tables() -> Mapping[str, str]:
    return {
        "stage": tr("Stage"),
        "deal_stage": tr("Stage of the deal"),
        "source": tr("Source"),
        "tag": tr("Tag"),
        "client_group": tr("Group"),
        "colleague": trc("difference", "Colleague"),
        "field": tr("Own field"),
        "plan_template": trc("difference", "Plan of contacts"),
        "campaign": trc("difference", "Campaign"),
        "source_cost": trc("difference", "Cost of advertising"),
        "currency_rate": trc("difference", "Rate of a currency"),
        "setting": trc("difference", "Setting of the base"),
        "report": trc("difference", "Saved report"),
        "view": trc("difference", "Saved view"),
        "photo": tr("Photo"),
        "contact_point": text_kinds.field("contact_point"),
        "deal_item": trc("difference", "Item of the deal"),
        "activity_client": trc("difference", "Who took part"),
        "plan_step": trc("difference", "Step of the plan"),
        "stage_change": tr("Stage"),
        "not_duplicate": trc("difference", "Said not to be the same"),
        "activity_move": trc("difference", "Moved to another time"),
        "reminder_answer": trc("difference", "Reminder"),
    }


def field(difference: Difference, column: str | None = None) -> str:
    """What differs: ``Stage``, ``Phone: note``, ``Vase: price``; for the life of a row what kind of row it is."""
    column = column or difference.field
    table, subject = difference.table, difference.subject
    if column in ("deleted", "merged_into"):
        part = difference.record.table != table
        name = f" {subject}" if subject and table not in ("contact_point", "field_value") else ""
        return f"{_row_word(difference)}{name}" if part else kind(difference.record)
    if table == "deal_item" and subject:
        return f"{subject}: {_field_words(table).get(column, column).lower()}"
    own = _field_words(table).get(column)
    return own if own is not None else change_entries.subject(_as_change(difference, column))


def _row_word(difference: Difference) -> str:
    if difference.table == "contact_point":
        return change_entries.subject(_as_change(difference, "value"))
    if difference.table == "field_value" and difference.subject:
        return difference.subject
    return _tables().get(difference.table) or change_entries.table_names().get(
        difference.table, difference.table
    )


def _field_words(table: str) -> Mapping[str, str]:
    """Words for columns that a card knows nothing of, or that mean something else there."""
    common = {
        "colour": tr("Colour"),
        "reminders": tr("Reminders"),
        "rule": tr("Repeats"),
        "all_day": tr("All day"),
        "service": text_kinds.field("messenger"),
        "active": trc("difference", "Works here"),
        "pipeline": trc("difference", "Pipeline"),
        "chance": trc("difference", "Chance"),
        "choices": trc("difference", "Choices"),
        "role": trc("difference", "Meaning"),
        "quantity": trc("difference", "Quantity"),
        "price": trc("difference", "Price"),
        "rate": trc("difference", "Rate"),
        "starts_on": trc("difference", "Begins"),
        "ends_on": trc("difference", "Ends"),
        "on_day": trc("difference", "Day"),
        "until_day": trc("difference", "Until"),
        "query": trc("difference", "What is shown"),
        "columns": trc("difference", "Columns"),
        "options": trc("difference", "What is shown"),
        "shared": trc("difference", "Shared with colleagues"),
        "starts": trc("difference", "Begins by itself"),
        "after": trc("difference", "After so many"),
        "unit": trc("difference", "Days, weeks or months"),
        "at_time": trc("difference", "Time of day"),
        "handled_at": trc("difference", "Taken care of"),
        "deal_id": tr("Deal"),
        "request_id": tr("Complaint or request"),
        "activity_id": tr("History entry"),
        "campaign_id": trc("difference", "Campaign"),
        "template_id": trc("difference", "Plan of contacts"),
        "company_id": tr("Company"),
        "ext": trc("difference", "Extension"),
        "part_of": trc("difference", "Part of"),
        "per": trc("difference", "For one of"),
        "since": trc("difference", "From this day on"),
        "system": trc("difference", "Other program"),
        "shared_by": trc("difference", "Shared by"),
        "data": tr("Photo"),
    }
    special = {
        "client": {"number": trc("difference", "Number of the client")},
        "activity": {"kind": trc("difference", "Kind of contact")},
        "request": {"kind": trc("difference", "Kind of request")},
        "field": {"kind": trc("difference", "Kind of field")},
        "report": {"kind": trc("difference", "Kind of report")},
        "plan_template": {"kind": trc("difference", "Kind of contact")},
        "plan_step": {"kind": trc("difference", "Kind of contact")},
        "setting": {"value": trc("difference", "Value")},
        "feedback": {"at": tr("When")},
        "stage_change": {"at": tr("When")},
    }
    return common | special.get(table, {})


def text(difference: Difference, value: Any, column: str | None = None) -> str:
    """A value as people read it; '' for nothing."""
    column = column or difference.field
    if value is None or value == "":
        return ""
    if isinstance(value, bytes):
        return trc("difference", "another picture")
    if column in _UNREADABLE or (difference.table == "setting" and column == "value"):
        return trc("difference", "as it was set up there")
    own = _kinds().get((difference.table, column)) or _writers().get(column)
    if own is not None:
        return own(value)
    if difference.table == "deal" and column == "stage_id" and value in text_deals.STAGE_WORDS:
        return text_deals.stage_word(str(value))
    if difference.table == "field_value":
        return _own_value(difference.own_kind, str(value))
    if column == "rule":
        return _rule(str(value), difference.record.at)
    return change_entries.value(_as_change(difference, column), value)


_UNREADABLE = frozenset({"query", "columns", "options", "reminders", "starts", "unit", "part_of", "deal_id"})
"""Columns whose values are no words: it is said that they differ."""


def _kinds() -> Mapping[tuple[str, str], Callable[[Any], str]]:
    return {
        ("stage", "role"): lambda value: text_kinds.stage("", str(value)),
        ("deal_stage", "role"): lambda value: text_kinds.deal_state(DealState(value)),
        ("field", "kind"): lambda value: text_kinds.field_kind(FieldKind(value)),
        ("plan_step", "kind"): lambda value: text_kinds.activity_kind(ActivityKind(value)),
        ("plan_template", "kind"): lambda value: text_kinds.activity_kind(ActivityKind(value)),
        ("deal_stage", "chance"): lambda value: f"{value} %",
        ("deal_item", "quantity"): lambda value: formats.decimal(f"{int(value) / 1000:g}"),
        ("currency_rate", "rate"): lambda value: formats.decimal(str(value)),
        ("feedback", "at"): lambda value: formats.moment(str(value)),
        ("stage_change", "at"): lambda value: formats.moment(str(value)),
    }


def _writers() -> Mapping[str, Callable[[Any], str]]:
    return {
        "minutes": lambda value: ntr("{n} minute", "{n} minutes", int(value)),
        "ideal_silence_days": _days,
        "longest_silence_days": _days,
        "active": _yes_no,
        "shared": _yes_no,
        "choices": _choices,
        "number": str,
        **dict.fromkeys(("starts_on", "ends_on", "on_day", "until_day", "since"), formats.birthday),
    }


def _days(value: Any) -> str:
    return ntr("{n} day", "{n} days", int(value))


def _yes_no(value: Any) -> str:
    return tr("yes") if value else tr("no")


def _rule(rule: str, at: str) -> str:
    # Imported here: with it the rules of repetition.
    from crm_desktop.ui.text_repeats import rule_words

    return rule_words(rule, date.fromisoformat(at[:10]) if at else date(2000, 1, 1))


def _choices(value: Any) -> str:
    return ", ".join(str(each) for each in json.loads(value))


def _own_value(own_kind: str, value: str) -> str:
    match own_kind:
        case FieldKind.DATE:
            return formats.birthday(value)
        case FieldKind.NUMBER:
            return formats.decimal(value)
        case FieldKind.YES_NO:
            return _yes_no(value == "1")
        case _:
            return value


def nothing() -> str:
    """The word for a value that is empty."""
    return trc("difference", "nothing")


def shown(difference: Difference, value: Any, column: str | None = None) -> str:
    """A value as people read it, with a word where there is none."""
    return text(difference, value, column) or nothing()


def preview(difference: Difference) -> str:
    """Both values in one line: ``Regular · Partner``."""
    if difference.field in ("deleted", "merged_into"):
        return ""
    return "  ↔  ".join(
        short(shown(difference, said.value)) for said in (difference.stands, difference.other)
    )


def note(difference: Difference) -> str:
    """The words of the note that keeps the other value: ``Birthday, as Jonas had it: 17 May 1976``."""
    value = shown(difference, difference.other.value)
    name = difference.other.by or trc("author", "somebody")
    return tr("{field}, as {name} had it: {value}", field=field(difference), name=name, value=value)


def short(words: str) -> str:
    """A text in one line, cut where it is long."""
    line = " ".join(words.split())
    return line if len(line) <= _SHORT else f"{line[: _SHORT - 1].rstrip()}…"


def _as_change(difference: Difference, column: str) -> FieldChangeRow:
    return FieldChangeRow(
        "", "", "", None, difference.table, difference.row_id, What.CHANGED, column, difference.subject, None, None,
        difference.currency,
    )  # fmt: skip
