"""Prices agreed with a client: read from the cells of a row, completed, updated, shown beside those of the base."""

from __future__ import annotations

import pytest

from crm_desktop.exchange.columns.fields import Target
from crm_desktop.exchange.importing.cleaning import Cleaner
from crm_desktop.exchange.importing.comparison import Effect, compare
from crm_desktop.exchange.importing.hints import Column, Hints
from crm_desktop.exchange.importing.merging import completed, difference
from crm_desktop.exchange.importing.plan import Choice, plan_file
from crm_desktop.exchange.importing.record import Entity, Price, RawRow, Record, pack, unpack
from crm_desktop.exchange.importing.session import Session
from crm_desktop.exchange.importing.staging import Action
from tests.exchange.importing.bringing import bring, entities, listed, nothing


def record(*cells, currency="EUR", exact=False):
    """The record of a row of (header, target, cell)."""
    cells = (("Client", "name.full", "Vera Fox"), *cells)
    columns = [Column(index, header, Target.parse(target)) for index, (header, target, _) in enumerate(cells)]
    found = Cleaner(columns, Hints(currency=currency, exact=exact))(RawRow(0, 1, tuple(c for *_, c in cells)))
    assert isinstance(found, Record)
    assert unpack(pack(found)) == found
    return found


@pytest.mark.parametrize(
    ("cells", "prices"),
    [
        ([("Roses", "price", "12,50")], [Price("Roses", 1250, "EUR")]),
        ([("Roses, $", "price", 3)], [Price("Roses, $", 300, "USD")]),
        ([("Roses", "price", "3 zł")], [Price("Roses", 300, "PLN")]),
        ([("P", "price#1", "1500"), ("C", "price.currency#1", "jpy")], [Price("P", 1500, "JPY")]),
        ([("C", "price.currency#1", "Euro"), ("I", "price.item#1", "Tea"), ("P", "price#1", "2"), ("N", "price.note#1",
         "cheap")], [Price("Tea", 200, "EUR", "cheap")]),
        ([("Roses", "price", "1"), ("Tea", "price", "2")], [Price("Roses", 100, "EUR"), Price("Tea", 200, "EUR")]),
        ([("I", "price.item#2", "B"), ("P", "price#1", "1"), ("Q", "price#2", "2")],
         [Price("B", 200, "EUR"), Price("P", 100, "EUR")]),
    ],
)  # fmt: skip
def test_prices(cells, prices):
    found = record(*cells)
    assert found.main.prices == prices
    assert not found.main.values.get("notes")


@pytest.mark.parametrize(
    ("cells", "notes", "problems"),
    [
        ([("Roses", "price", "by weight")], "Roses: by weight", ["bad_price"]),
        ([("Roses", "price", "-5")], "Roses: -5", []),
        ([("Roses", "price", "9" * 18)], "Roses: " + "9" * 18, []),
        ([("What", "price.item#1", "Tea")], "Tea", []),
        ([("P", "price#1", "2"), ("C", "price.currency#1", "shells")], "C: shells", []),
    ],
)
def test_what_is_no_price_is_a_note(cells, notes, problems):
    found = record(*cells)
    assert notes in found.main.values["notes"]
    assert [problem.code for problem in found.problems] == problems


def test_without_any_currency_it_is_a_note():
    found = record(("Roses", "price", "2"), currency="")
    assert (found.main.prices, found.main.values["notes"]) == ([], "Roses: 2")


@pytest.mark.parametrize(
    ("text", "minor"), [("1.234", 1234), ("1234.5", 1_234_500), (2.5, 2500), ("12,5", 12_500)]
)
def test_our_own_export_parts_no_thousands(text, minor):
    """A dinar has a thousand parts: what looks like a thousand is one and a quarter."""
    found = record(("P", "price#1", text), ("C", "price.currency#1", "TND"), exact=True)
    assert found.main.prices == [Price("P", minor, "TND")]


def test_our_own_export_may_be_written_in():
    found = record(("P", "price#1", "NaN"), ("Q", "price#2", "3 €"), exact=True)
    assert found.main.prices == [Price("Q", 300, "EUR")]
    assert found.main.values["notes"] == "P: NaN"


OLD = Entity(
    name="Ona", prices=[Price("Roses", 100, "EUR"), Price("Tea", 200, "EUR"), Price("Tea", 300, "EUR")]
)


def test_completing_adds_what_has_no_price_yet():
    new = Entity(
        name="Ona", prices=[Price("roses", 150, "EUR"), Price("Tea", 400, "EUR"), Price("Vase", 5, "EUR")]
    )
    delta = difference(OLD, new)
    assert [price.item for price in delta.prices] == ["Tea", "Vase"]
    assert (delta.repriced, delta.differs, "prices" in delta.changes()) == ([], ["prices"], True)
    assert not difference(OLD, OLD).changes()


def test_updating_replaces_the_price_of_the_same_thing():
    delta = difference(OLD, Entity(name="Ona", prices=[Price("Roses", 150, "EUR")]), update=True)
    assert (delta.repriced, delta.prices) == ([(0, Price("Roses", 150, "EUR"))], [])
    assert "prices" in delta.changes()


def test_the_second_row_of_a_client_keeps_what_it_says_otherwise():
    merged, _ = completed(OLD, Entity(name="Ona", prices=[Price("Roses", 150, "EUR", "from ten on")]))
    assert merged.prices == OLD.prices
    assert merged.values["notes"] == "Roses: 1.50 EUR (from ten on)"


HEADERS = ("Vardas", "Telefonas", "Rožės")
MAPPING = dict(zip(HEADERS, ("name.full", "phone", "price"), strict=True))


def _brought(store, path, price, action=Action.AUTO):
    listed(path, HEADERS, ("Ona Petraitė", "+37061234567", price))
    return bring(store, path, choice=Choice(mapping=MAPPING, on_match=action))


@pytest.mark.parametrize(("action", "minor"), [(Action.COMPLETE, 1250), (Action.UPDATE, 1300)])
def test_in_the_base(store, tmp_path, action, minor):
    _brought(store, tmp_path / "a.csv", "12,50")
    _brought(store, tmp_path / "b.csv", "13,00", action)
    (ona,) = entities(store)
    assert ona.prices == [Price("Rožės", minor, "EUR")]


@pytest.mark.parametrize(
    ("action", "text", "effects"),
    [
        (Action.COMPLETE, "12,50", {("Rožės: 12.50 EUR", "Rožės: 12.50 EUR", Effect.SAME)}),
        (Action.COMPLETE, "13", {("Rožės: 13.00 EUR", "Rožės: 12.50 EUR", Effect.KEPT)}),
        (Action.UPDATE, "13", {("Rožės: 13.00 EUR", "Rožės: 12.50 EUR", Effect.CHANGED)}),
        (Action.COMPLETE, "", {("", "Rožės: 12.50 EUR", Effect.ONLY_BASE)}),
    ],
)
def test_beside_the_base(store, tmp_path, action, text, effects):
    _brought(store, tmp_path / "a.csv", "12,50")
    path = listed(tmp_path / "b.csv", HEADERS, ("Ona Petraitė", "+37061234567", text))
    with Session(store, plan_file(store, path, "LT", "en", Choice(mapping=MAPPING)), "LT") as session:
        session.rehearse(nothing)
        found = compare(store, session.staging, session.staging.row(0), action)
    lines = {(line.listed, line.based, line.effect) for line in found.lines if line.field == "prices"}
    assert lines == effects


def test_a_row_by_itself_and_one_more_price(store, tmp_path):
    path = listed(tmp_path / "a.csv", HEADERS, ("Ona Petraitė", "+37061234567", "12,50"))
    with Session(store, plan_file(store, path, "LT", "en", Choice(mapping=MAPPING)), "LT") as session:
        session.rehearse(nothing)
        alone = compare(store, session.staging, session.staging.row(0), Action.AUTO)
        session.run(nothing)
    assert ("prices", "Rožės: 12.50 EUR", Effect.ADDED) in [
        (e.field, e.listed, e.effect) for e in alone.lines
    ]
    headers = ("Vardas", "Telefonas", "Arbata")
    more = listed(tmp_path / "b.csv", headers, ("Ona Petraitė", "+37061234567", "2"))
    choice = Choice(mapping=dict(zip(headers, ("name.full", "phone", "price"), strict=True)))
    with Session(store, plan_file(store, more, "LT", "en", choice), "LT") as session:
        session.rehearse(nothing)
        found = compare(store, session.staging, session.staging.row(0), Action.COMPLETE)
    assert ("prices", "Arbata: 2.00 EUR", Effect.ADDED) in [
        (e.field, e.listed, e.effect) for e in found.lines
    ]


def test_a_skipped_row_says_a_price_that_the_base_has_not(store, tmp_path):
    listed(tmp_path / "a.csv", ("Vardas", "Telefonas"), ("Ona Petraitė", "+37061234567"))
    bring(store, tmp_path / "a.csv")
    path = listed(tmp_path / "b.csv", HEADERS, ("Ona Petraitė", "+37061234567", "13"))
    with Session(store, plan_file(store, path, "LT", "en", Choice(mapping=MAPPING)), "LT") as session:
        session.rehearse(nothing)
        found = compare(store, session.staging, session.staging.row(0), Action.SKIP)
    (line,) = [line for line in found.lines if line.field == "prices"]
    assert (line.listed, line.based, line.effect) == ("Rožės: 13.00 EUR", "", Effect.KEPT)
