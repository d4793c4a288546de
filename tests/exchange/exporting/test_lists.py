"""A list as shown, in a file: its rows and columns, typed."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest

from crm_desktop.exchange.exporting.files import write_tables
from crm_desktop.exchange.exporting.lists import ListColumn, list_table
from crm_desktop.exchange.exporting.table import typed
from crm_desktop.kinds import FieldKind, PointKind
from crm_desktop.services import clients, fields
from crm_desktop.services.drafts import ClientDraft, PointDraft
from crm_desktop.services.filters import OWN, ClientQuery
from crm_desktop.services.lists import order
from tests.bases import new_base


@pytest.fixture
def store(tmp_path):
    base = new_base(tmp_path / "clients.crm")
    yield base.store
    base.store.close()


@pytest.fixture
def own(store):
    """Own fields by their kind, as columns name them."""
    kinds = {
        FieldKind.NUMBER: "Discounts",
        FieldKind.DATE: "Since",
        FieldKind.YES_NO: "Card",
        FieldKind.TEXT: "Code",
    }
    return {kind: fields.add(store, name, kind) for kind, name in kinds.items()}


@pytest.fixture
def two(store, own):
    clients.add(
        store,
        ClientDraft(
            name="Žmona Ona",
            birthday="1990-05-17",
            tags=("vip", "café"),
            points=(PointDraft(PointKind.PHONE, "+370 612 34567"),),
            fields={
                own[FieldKind.NUMBER]: "2.5",
                own[FieldKind.DATE]: "2020-02-29",
                own[FieldKind.YES_NO]: "1",
                own[FieldKind.TEXT]: "=1+1",
            },
        ),
    )
    clients.add(store, ClientDraft(name="Adomas", birthday="--02-29"))


def column(name, words=lambda row: f"<{row.name}>"):
    return ListColumn(name, name.title(), words)


def cells(table):
    return [list(row) for row in typed(table.columns, table.rows)]


def test_rows_in_the_order_of_the_list_with_typed_values(store, own, two):
    names = ["name", "phone", "birthday", "tags", *(OWN + id_.hex() for id_ in own.values())]
    query = ClientQuery(sort="name", descending=True)
    table = list_table(store, order(store, query), [column(name) for name in names], "Clients")
    assert [each.title for each in table.columns][:3] == ["Name", "Phone", "Birthday"]
    assert cells(table) == [
        [
            "Žmona Ona",
            "+370 612 34567",
            date(1990, 5, 17),
            "café, vip",
            2.5,
            date(2020, 2, 29),
            "<Žmona Ona>",
            "=1+1",
        ],
        ["Adomas", None, "--02-29", None, None, None, "<Adomas>", None],
    ]


def test_codes_are_said_in_words(store, two):
    coded = ("stage", "source", "responsible", "language", "channel", "kind")
    table = list_table(store, order(store, ClientQuery()), [column(name) for name in coded], "Clients")
    assert cells(table) == [["<Adomas>"] * 6, ["<Žmona Ona>"] * 6]


def test_instants_are_local_times(store, two):
    table = list_table(store, order(store, ClientQuery()), [column("created")], "Clients")
    (created,), _ = cells(table)
    assert created.tzinfo is None
    assert created.microsecond == 0


def test_an_own_field_that_is_gone_has_no_column(store, own, two):
    fields.delete(store, own[FieldKind.TEXT])
    wanted = [column("name"), column(OWN + own[FieldKind.TEXT].hex())]
    assert [each.title for each in list_table(store, [], wanted, "Clients").columns] == ["Name"]


def test_a_client_that_is_gone_leaves_no_empty_row(store, two):
    places = order(store, ClientQuery())
    table = list_table(store, [*places, 123_456_789], [column("name")], "Clients")
    assert len(cells(table)) == 2


def test_the_file_opens_with_types_and_no_formula(store, own, two, tmp_path):
    names = ["name", "birthday", OWN + own[FieldKind.TEXT].hex()]
    places = order(store, ClientQuery(sort="name", descending=True))
    path = tmp_path / "list.xlsx"
    assert write_tables(
        path, [list_table(store, places, [column(name) for name in names], "A/B")], lambda _n: None
    ) == (2, 0)
    sheet = openpyxl.load_workbook(path).active
    assert [cell.value for cell in sheet[1]][:2] == ["Name", "Birthday"]
    assert sheet["B2"].value.date() == date(1990, 5, 17)
    assert (sheet["C2"].value, sheet["C2"].data_type) == ("=1+1", "s")
