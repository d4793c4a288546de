from __future__ import annotations

import json

import pytest

from crm_desktop.services import filters
from crm_desktop.services.filters import (
    OWN,
    ClientQuery,
    Editor,
    Filter,
    FilterOp,
    filter_fields,
    from_json,
    still_there,
    to_json,
)
from tests.services.finding.people import put


def test_everything_there_is_to_filter_by(store):
    put(store, "field", name="Size", kind="number", rank=1)
    colour = put(store, "field", name="Colour", kind="choice", choices='["red"]', rank=2)
    odd = put(store, "field", name="Odd", kind="of a newer program", rank=3)
    tag = put(store, "tag", name="VIP", colour="red")
    fields = {field.id: field for field in filter_fields(store)}
    assert [(c.value, c.name, c.colour) for c in fields["tag"].choices] == [(tag, "VIP", "red")]
    assert [choice.role for choice in fields["stage"].choices] == ["visitor", "client", "regular", "partner"]
    assert [field.name for field in fields.values() if field.name] == ["Size", "Colour", "Odd"]
    assert [choice.value for choice in fields[OWN + colour.hex()].choices] == ["red"]
    assert fields[OWN + odd.hex()].editor is Editor.TEXT
    assert all(field.ops for field in fields.values())


@pytest.mark.parametrize(
    "query",
    [
        ClientQuery(),
        ClientQuery(
            "ona", (Filter("tag", FilterOp.IS, (b"\x01" * 16, b"\x02" * 16)),), "city", descending=True
        ),
        ClientQuery(
            filters=(Filter("number", FilterOp.BETWEEN, (None, 5)), Filter("phone", FilterOp.EMPTY)), bin=True
        ),
    ],
)
def test_a_query_survives_json(query):
    assert from_json(json.loads(json.dumps(to_json(query)))) == query


def test_what_is_not_understood_is_left_out():
    data = {
        "version": 9,
        "filters": [
            {"field": "city", "op": "is", "values": ["Vilnius"]},
            {"field": "city", "op": "sounds like", "values": ["Vilnius"]},
            {"op": "is"},
            {"field": "tag", "op": "is", "values": [{"id": "no hex"}]},
            {"field": "tag", "op": "is", "values": [1.5]},
            "nonsense",
        ],
        "newer": True,
    }
    assert from_json(data) == ClientQuery(filters=(Filter("city", FilterOp.IS, ("Vilnius",)),))


def test_what_is_gone_is_dropped_from_a_saved_query(store):
    tag, gone = put(store, "tag", name="VIP"), b"\x09" * 16
    kept = (
        Filter("tag", FilterOp.IS, (tag,)),
        Filter("tag", FilterOp.FILLED),
        Filter("city", FilterOp.IS, ("Vilnius",)),
        Filter("notes", FilterOp.CONTAINS, ("x",)),
    )
    query = ClientQuery(
        filters=(
            Filter("tag", FilterOp.IS, (tag, gone)),
            *kept[1:],
            Filter("group", FilterOp.IS, (gone,)),
            Filter(OWN + gone.hex(), FilterOp.FILLED),
            Filter("kind", FilterOp.OVERDUE),
        )
    )
    assert still_there(query, filter_fields(store)).filters == kept


def test_these_very_clients_are_a_list_and_no_more_than_one_query_takes():
    ids = [number.to_bytes(16) for number in range(filters.MOST_PICKED + 5)]
    (only,) = filters.picked(ids).filters
    assert (only.field, only.op) == ("picked", filters.FilterOp.IS)
    assert only.values == tuple(ids[: filters.MOST_PICKED])
