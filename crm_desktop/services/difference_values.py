"""A value given up once is written after all: by the rules of the field, for no form looks at it any more.

Clients go through their own command, which parts names, notes changes of stage and refuses what no field takes. What
depends on a value follows it: the key of a phone, the state of a deal in its stage, the one name of an entry of a list.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.errors import RecordNotFound
from crm_desktop.kinds import Channel, ClientKind, DealState, Gender, PointKind
from crm_desktop.services import clients, deal_stages, dictionaries, fields, writing
from crm_desktop.services.client_rows import CLIENT_COLUMNS
from crm_desktop.services.deals import today
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.difference_records import survivor
from crm_desktop.services.point_keys import point_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_desktop.storage.store import Store

_LISTS = frozenset(which.value for which in Dictionary)
_NAMED_IN = {
    "stage_id": "stage",
    "source_id": "source",
    "responsible_id": "colleague",
    "tag_id": "tag",
    "group_id": "client_group",
    "field_id": "field",
    "referrer_id": "client",
    "company_id": "client",
    "deal_id": "deal",
    "request_id": "request",
    "activity_id": "activity",
    "campaign_id": "campaign",
    "part_of": "payment",
}
_OF_THEIR_KIND: dict[str, Any] = {
    "kind": ClientKind,
    "gender": Gender,
    "preferred_channel": Channel,
    "do_not_contact": bool,
    "vip": bool,
}


def write_values(store: Store, table: str, row_id: bytes, values: Mapping[str, Any]) -> None:
    """Write columns of one row, inside the open change.

    Raises:
        RecordNotFound: the row is gone, or what it is to refer to lies in the bin.
        UserError: the field refuses the value; the name is taken.
    """
    wanted = {column: _living(store, table, column, value) for column, value in values.items()}
    if "deleted" in wanted:
        writing.update(store, table, row_id, wanted)
    elif table == "client" and all(column in CLIENT_COLUMNS for column in wanted):
        _write_client(store, row_id, wanted)
    elif table == "field_value":
        _write_own_field(store, row_id, wanted["value"])
    elif table == "contact_point":
        present = writing.row(store, table, row_id)
        writing.update(store, table, row_id, point_values(store, present | wanted))
    elif table == "deal":
        writing.update(store, table, row_id, _deal_values(store, row_id, wanted))
    elif table == "activity" and wanted.get("planned_at"):
        whole_day = len(wanted["planned_at"]) == len("YYYY-MM-DD")
        writing.update(store, table, row_id, wanted | {"all_day": int(whole_day)})
    elif "name" in wanted and _rename(store, table, row_id, str(wanted["name"])):
        pass
    else:
        writing.update(store, table, row_id, wanted)


def point_values(store: Store, row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a contact point with the key that its value has."""
    values = {name: value for name, value in row.items() if name not in ("rid", "id", "rev")}
    return values | {"key": point_key(store, PointKind(row["kind"]), row["value"])}


def _living(store: Store, table: str, column: str, value: Any) -> Any:
    """What an id stands for now: the entry it was merged into; refused where that lies in the bin."""
    of = "deal_stage" if (table, column) == ("deal", "stage_id") else _NAMED_IN.get(column)
    if of is None or value is None:
        return value
    id_, row = survivor(store, of, value)
    if row is None or row["deleted"]:
        raise RecordNotFound(table=of, id=value)
    return id_


def _write_client(store: Store, client_id: bytes, values: Mapping[str, Any]) -> None:
    draft = clients.draft_of(store, client_id)
    typed = {
        column: _OF_THEIR_KIND[column](value) if column in _OF_THEIR_KIND else value
        for column, value in values.items()
    }
    clients.edit(store, client_id, replace(draft, **typed))


def _write_own_field(store: Store, row_id: bytes, value: str) -> None:
    row = writing.row(store, "field_value", row_id)
    draft = clients.draft_of(store, row["client_id"])
    fields.field_of(store, row["field_id"])  # the field itself may have gone
    clients.edit(store, row["client_id"], replace(draft, fields={**draft.fields, row["field_id"]: value}))


def _deal_values(store: Store, deal_id: bytes, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a stage says of its deals goes with it: won, lost or open, and since when."""
    stage = values.get("stage_id")
    if stage is None:
        return dict(values)
    present = writing.row(store, "deal", deal_id)
    state = DealState(writing.row(store, "deal_stage", stage)["role"])
    closed = values.get("closed_on", present["closed_on"]) or today(store)
    moved = present["moved_at"] if present["stage_id"] == stage else utc_text(store.clock.now())
    return {
        **values,
        "state": state.value,
        "closed_on": None if state is DealState.OPEN else closed,
        "lost_reason": values.get("lost_reason", present["lost_reason"]) if state is DealState.LOST else "",
        "moved_at": moved,
    }


def _rename(store: Store, table: str, row_id: bytes, name: str) -> bool:
    """Give an entry of a list its name, which no other may have; whether the table is such a list."""
    if table in _LISTS:
        dictionaries.rename(store, Dictionary(table), row_id, name)
    elif table == "deal_stage":
        deal_stages.rename(store, row_id, name)
    elif table == "field":
        fields.rename(store, row_id, name)
    else:
        return False
    return True
