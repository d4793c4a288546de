"""The lines of the card, from cards alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm_desktop.kinds import FieldKind
from crm_desktop.services import fields
from crm_desktop.services.card import card as read_card
from crm_desktop.services.card_rows import Owed
from crm_desktop.services.payment_plans import DealMoney
from crm_desktop.ui import text
from crm_desktop.ui.card import facts

TODAY = date(2026, 11, 21)


@pytest.fixture
def card(store, ivanov):
    return read_card(store, ivanov, TODAY)


def ids(found):
    return [fact.id for fact in found]


def test_no_line_stands_twice(card):
    shown = ids([*facts.on_top(card, TODAY), *facts.below(card, TODAY)])
    assert len(shown) == len(set(shown))


def test_an_empty_card_has_no_empty_lines(store):
    from crm_desktop.services import clients
    from crm_desktop.services.drafts import ClientDraft

    bare = read_card(store, clients.add(store, ClientDraft(name="Ona")), TODAY)
    assert facts.on_top(bare, TODAY) == []
    assert ids(facts.below(bare, TODAY)) == ["fact_created"]


@pytest.mark.parametrize(
    ("owed", "words"),
    [
        (Owed("EUR", 1000, 0, "2026-11-25", 0, 0, "2026-11-25", 1000), ("owes €10", "due Wed 25 Nov")),
        (Owed("EUR", 1000, 0, "2026-11-25", 0, 0, "2026-11-25", 400), ("owes €10", "next €4, Wed 25 Nov")),
        (Owed("EUR", 1000, 0, None, 300, 300), ("owes €10, we owe €3", "overdue €3")),
        (Owed("EUR", 1000, 400, "2026-11-01"), ("owes €10", "overdue €4")),
        (Owed("EUR", 1000, 0, None), ("owes €10", "")),
        (Owed("EUR", 0, 0, None, 1000), ("we owe €10", "")),
    ],
)
def test_the_balance_in_words(owed, words):
    fact = facts.owed_fact(owed, TODAY)
    assert (fact.text, fact.note) == words


def test_a_birthday_that_is_far_stands_below_only(card):
    far = replace(card, birthday="1976-03-01")
    assert "fact_birthday_near" not in ids(facts.on_top(far, TODAY))
    assert next(fact for fact in facts.below(far, TODAY) if fact.id == "fact_birthday").note == "50 years old"


@pytest.mark.parametrize(
    ("day", "words"), [("--11-21", "today"), ("--11-22", "tomorrow"), ("--11-24", "in 3 days")]
)
def test_how_near_a_birthday_is(card, day, words):
    (near,) = [f for f in facts.on_top(replace(card, birthday=day), TODAY) if f.id == "fact_birthday_near"]
    assert near.text == words


def test_a_missed_contact_needs_care(store, ivanov):
    late = read_card(store, ivanov, date(2026, 12, 1))
    (following,) = [fact for fact in facts.on_top(late, date(2026, 12, 1)) if fact.id == "fact_next"]
    assert following.tone == "care"


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (FieldKind.YES_NO, "1", "yes"),
        (FieldKind.YES_NO, "0", "no"),
        (FieldKind.NUMBER, "1234.5", "1,234.5"),
        (FieldKind.DATE, "2026-05-17", "17 May 2026"),
        (FieldKind.CHOICE, "red", "red"),
    ],
)
def test_own_fields_as_people_read_them(kind, value, words):
    assert facts.own_value(kind, value) == words


def test_own_fields_know_their_history(store, ivanov):
    from crm_desktop.services import clients

    field = fields.add(store, "Size", FieldKind.NUMBER)
    draft = clients.draft_of(store, ivanov)
    clients.edit(store, ivanov, replace(draft, fields={field: "12"}))
    (own,) = [f for f in facts.below(read_card(store, ivanov, TODAY), TODAY) if f.label == "Size"]
    assert (own.text, own.field) == ("12", field)


@pytest.mark.parametrize("language", ["en", "ru", "lt"])
def test_the_card_speaks_every_language(card, language):
    text.set_language(language)
    for fact in (*facts.on_top(card, TODAY), *facts.below(card, TODAY)):
        assert fact.label
        assert fact.text


def test_a_deal_that_is_paid_in_parts_stands_under_one_word(card):
    money = DealMoney(b"d", "Wedding", 50_000, "EUR", 30_000, 20_000, 0, "2026-12-01", 5_000, ())
    (fact,) = facts.in_parts_facts(replace(card, in_parts=(money,)), TODAY)
    assert (fact.label, fact.text, fact.note) == (
        "Deal",
        "Wedding",
        "paid €300 of €500 · next €50, Tue 1 Dec",
    )
    (fact,) = facts.in_parts_facts(replace(card, in_parts=(replace(money, title="", next_due=None),)), TODAY)
    assert (fact.text, fact.note) == ("paid €300 of €500", "")
