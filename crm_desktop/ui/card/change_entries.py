"""The history of fields in words: what changed, from what to what, when and by whom. Free of widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm_desktop.kinds import (
    ActivityKind,
    Channel,
    ClientKind,
    DealState,
    Direction,
    Gender,
    Outcome,
    PointKind,
    RequestKind,
    StageRole,
)
from crm_desktop.services.field_history import What
from crm_desktop.ui import formats, text_kinds, text_money, text_operations, text_requests
from crm_desktop.ui.card.entries import Entry
from crm_desktop.ui.text import tr, trc

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from crm_desktop.services.field_history import FieldChangeRow

_AMOUNTS = frozenset({"amount", "cost", "price"})
_TONES = {What.ADDED: "accent", What.CHANGED: "quiet", What.REMOVED: "late", What.RESTORED: "accent"}


def of_change(change: FieldChangeRow, number: int, today: date) -> Entry:
    """One change as a line; ``number`` tells it from the others of the list."""
    words = {
        What.ADDED: trc("change", "added"),
        What.CHANGED: trc("change", "changed"),
        What.REMOVED: trc("change", "removed"),
        What.RESTORED: trc("change", "brought back"),
    }
    old, new = value(change, change.old), value(change, change.new)
    texts: list[tuple[str, str]] = []
    if change.what is What.CHANGED:
        texts = [
            (trc("change", "From"), old or trc("change", "nothing")),
            (trc("change", "To"), new or trc("change", "nothing")),
        ]
    elif new or old:
        texts = [("", new or old)]
    foot = " · ".join(
        part
        for part in (
            change.who or trc("author", "you"),
            text_operations.op_name(change.op) if change.op else "",
            text_money.stage_why(change.why),
        )
        if part
    )
    return Entry(
        number.to_bytes(8, "big"),
        change.table,
        subject(change),
        words[change.what],
        _TONES[change.what],
        formats.moment(change.at, today),
        tuple(texts),
        foot,
    )


def subject(change: FieldChangeRow) -> str:
    """What changed, in words: ``Stage``, ``Phone: note``, ``Own field``."""
    if change.table == "contact_point":
        kind = (
            text_kinds.point_kind(PointKind(change.subject))
            if change.subject in set(PointKind)
            else change.subject
        )
        plain = change.field in {None, "value"}
        return kind if plain else f"{kind}: {text_kinds.field(change.field or '').lower()}"
    if change.table in {"named_date", "field_value", "external_id"} and change.subject:
        return change.subject
    if change.table == "personal_price":
        return trc("price of a thing", "Price: {item}", item=change.subject)
    if change.field is None or change.table in {"client_tag", "group_member"}:
        return table_names().get(change.table, change.table)
    if change.table == "request" and change.field == "channel":
        return trc("request", "Came by")  # of a client the field says how it prefers to be contacted
    return text_kinds.field(change.field)


def table_names() -> Mapping[str, str]:
    """What a row of each table is, in words."""
    return {
        "client": tr("Client"),
        "employment": text_kinds.field("employment"),
        "named_date": text_kinds.field("named_date"),
        "personal_price": text_kinds.field("prices"),
        "client_tag": text_kinds.field("tag"),
        "group_member": text_kinds.field("group"),
        "field_value": text_kinds.field("field_value"),
        "external_id": text_kinds.field("external_id"),
        "activity": tr("History entry"),
        "request": tr("Complaint or request"),
        "feedback": tr("Satisfaction"),
        "deal": tr("Deal"),
        "payment": tr("Payment"),
    }


def value(change: FieldChangeRow, held: Any) -> str:
    """A value as people read it."""
    if held is None or held == "":
        return ""
    text = str(held)
    words = _kind_words().get((change.table, change.field or ""))
    if words is not None:
        return words(text)
    if change.field == "stage_id" and text in set(StageRole):
        return text_kinds.stage("", text)
    if change.field in {"birthday", "date", "due_on", "paid_on", "expected_on", "closed_on"}:
        return formats.birthday(text)
    if change.field is not None and change.field.endswith("_at"):
        return formats.moment(text)
    if change.field in _AMOUNTS or (change.table == "personal_price" and change.field is None):
        return formats.money(int(held), change.currency)
    if change.field in {"do_not_contact", "all_day", "vip"}:
        return tr("yes") if held else tr("no")
    if change.field == "discount_bp":
        return f"{formats.decimal(str(int(held) / 100).removesuffix('.0'))} %"
    return text


def _kind_words() -> Mapping[tuple[str, str], Callable[[str], str]]:
    return {
        ("client", "kind"): lambda text: text_kinds.client_kind(ClientKind(text)),
        ("client", "gender"): lambda text: text_kinds.gender(Gender(text)),
        ("client", "preferred_channel"): lambda text: text_kinds.channel(Channel(text)),
        ("client", "language"): text_kinds.language_name,
        ("contact_point", "label"): text_kinds.point_label,
        ("contact_point", "kind"): lambda text: text_kinds.point_kind(PointKind(text)),
        ("activity", "kind"): lambda text: text_kinds.activity_kind(ActivityKind(text)),
        ("activity", "direction"): lambda text: text_kinds.direction(Direction(text)),
        ("activity", "outcome"): lambda text: text_kinds.outcome(Outcome(text)),
        ("request", "channel"): lambda text: text_kinds.channel(Channel(text)),
        ("feedback", "mark"): lambda text: text_requests.mark_of_five(int(text)),
        ("request", "kind"): lambda text: text_kinds.request_kind(RequestKind(text)),
        ("deal", "state"): lambda text: text_kinds.deal_state(DealState(text)),
    }
