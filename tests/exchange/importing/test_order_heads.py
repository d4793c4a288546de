"""Rows of an order that another row brings in."""

from __future__ import annotations

import pytest

from crm_desktop.exchange.importing.deal_entry import DealEntry
from crm_desktop.exchange.importing.order_heads import OrderHeads
from crm_desktop.exchange.importing.record import Entity, Problem, Record
from crm_desktop.exchange.importing.staging import StagedRow, Verdict

HEAD = Record(Entity(name="Vera Fox"), deal=DealEntry(uid="no:1"))


def staged(number, verdict, record, *, twin=None, changes=(), look=False):
    return StagedRow(
        number, 0, number + 2, verdict, "", None, twin, changes, None, look, "person", "", (), record
    )  # fmt: skip


def heads_of(*rows):
    heads = OrderHeads(lambda number: rows[number])
    for row in rows:
        heads.note(row)
    return heads


@pytest.mark.parametrize(
    ("verdict", "told"), [(Verdict.NEW, Verdict.DUPLICATE), (Verdict.SAME, Verdict.SAME)]
)
def test_a_further_row_is_what_its_order_is(verdict, told):
    heads = heads_of(staged(0, verdict, HEAD))
    row = heads.line(staged(1, Verdict.DUPLICATE, None, twin=0, look=True), Record(Entity(), order_row=2))
    assert (row.verdict, row.reason, row.look) == (told, "order_line", False)


def test_one_that_adds_to_its_client_or_has_a_bad_cell_stays_what_it_is():
    heads = heads_of(staged(0, Verdict.SAME, HEAD))
    adds = staged(1, Verdict.COMPLETES, None, changes=("phone",))
    assert heads.line(adds, Record(Entity(), order_row=2)) is adds
    bad = staged(1, Verdict.DUPLICATE, None, twin=0, look=True)
    record = Record(Entity(), problems=[Problem(3, "bad_amount", "ten")], order_row=2)
    assert heads.line(bad, record) is bad
    repeated = staged(1, Verdict.DUPLICATE, None, twin=0, changes=("phone",))
    assert heads.line(repeated, Record(Entity(), order_row=2)).verdict is Verdict.DUPLICATE


def test_a_row_that_names_nobody_is_of_the_client_of_its_order():
    heads = heads_of(
        staged(0, Verdict.NEW, Record(Entity(name="Vera Fox"))), staged(1, Verdict.COMPLETES, HEAD, twin=0)
    )
    of_deal, of_client = Record(Entity(), order_row=3), Record(Entity(), order_row=2)
    assert heads.client_row(0, of_deal) == 0
    assert heads_of(staged(0, Verdict.NEW, HEAD)).client_row(0, of_client) == 0
    assert heads.client_row(0, of_client) is None
    assert heads.client_row(0, Record(Entity())) is None
    nobody = staged(2, Verdict.REJECTED, None)
    row = heads.further(nobody, of_deal)
    assert (row.verdict, row.reason) == (Verdict.DUPLICATE, "order_line")
    # A row that brings in no order: its lines go nowhere. One further down does: it was chosen for its buyer.
    assert heads.further(nobody, of_client).reason == "deal_without_client"
    assert heads.further(nobody, Record(Entity(), order_row=9)).verdict is Verdict.DUPLICATE
