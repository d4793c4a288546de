"""All clients written out and brought into an empty base: the same clients."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.exchange.exporting.clients import clients_table
from crm_desktop.exchange.exporting.files import write_tables
from crm_desktop.exchange.importing.existing import Existing
from crm_desktop.exchange.importing.names import Names, OwnField
from crm_desktop.exchange.importing.record import Entity, Point, Price
from crm_desktop.exchange.importing.referrals import Referral, refer
from crm_desktop.exchange.importing.rows import Rows
from crm_desktop.kinds import Channel, ClientKind, FieldKind, Op, PointKind
from crm_desktop.models.emails import email_key
from crm_desktop.models.phones import parse_phones
from crm_desktop.services.base import open_base
from tests.exchange.importing.bringing import bring, nothing

_SIGNS = st.sampled_from("abcXYZабвЁйščžĖ .'\"«»=+-@/;,()#&123")
line = (
    st.text(_SIGNS, min_size=1, max_size=12)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: any(sign.isalpha() for sign in text) and not text.startswith("'"))
)
lines = st.lists(line, min_size=1, max_size=3).map("\n".join)
maybe = st.one_of(st.just(""), line)
# Names of lists are compared folded and parted by commas only where no name has one.
word = st.text("abcdeабвгšž", min_size=3, max_size=6)
day = st.dates(min_value=date(1900, 3, 1), max_value=date(2020, 1, 1)).map(str)
birthday = st.one_of(st.just(""), day, st.sampled_from(["--05-17", "--02-29"]))
digits = st.text("0123456789", min_size=7, max_size=12)
label = st.one_of(st.sampled_from(["", "mobile", "work", "home"]), line)
phone = st.builds(
    lambda text, kind, ext: Point(PointKind.PHONE, kind, text, parse_phones(text, "LT")[0].key, ext),
    st.one_of(digits, digits.map("+{}".format), digits.map("8 {}".format)), label, st.sampled_from(["", "12"]),
)  # fmt: skip
email = st.builds(
    lambda text, kind: Point(PointKind.EMAIL, kind, text, email_key(text)),
    st.builds("{}@{}.lt".format, word, word), label,
)  # fmt: skip
site = st.builds(lambda text, kind: Point(PointKind.SITE, kind, f"https://{text}.lt"), word, label)
messenger = st.builds(
    lambda text, service: Point(PointKind.MESSENGER, "", text, service=service),
    word, st.sampled_from(["", "telegram", "viber"]),
)  # fmt: skip
address = st.builds(
    lambda value, kind, street, city, country: Point(
        PointKind.ADDRESS, kind, value, street=street, city=city, country=country
    ),
    line, label, maybe, maybe, maybe,
)  # fmt: skip
price = st.builds(Price, line, st.integers(0, 10**15), st.sampled_from(["EUR", "RUB", "JPY", "TND"]), maybe)
points = st.lists(
    st.one_of(phone, email, site, messenger, address),
    max_size=5,
    unique_by=(lambda p: (p.kind, p.key or p.value.casefold(), p.ext)),
)


def values_of(*columns):
    return st.fixed_dictionaries({}, optional=dict.fromkeys(columns, line))


@st.composite
def cards(draw, number):
    """One card; ``number`` makes it different from all others."""
    kind = draw(st.sampled_from(list(ClientKind)))
    values = draw(values_of("source_detail", "preferred_hours", "price_terms", "loyalty_card", "salutation"))
    values |= draw(
        st.fixed_dictionaries(
            {"created_at": st.just("2024-03-05T10:20:30.000Z")},
            optional={
                "likes": lines, "notes": lines, "language": st.sampled_from(["lt", "ru"]),
                "gender": st.sampled_from(["female", "male"]), "do_not_contact": st.just("1"), "vip": st.just("1"),
                "preferred_channel": st.sampled_from([str(c) for c in Channel if c]),
                "discount_bp": st.integers(1, 10_000).map(str),
            },
        )
    )  # fmt: skip
    values["number"] = str(number)
    person = kind == ClientKind.PERSON
    part = maybe if person else st.just("")
    return Entity(
        str(kind), f"{draw(line)} {number}",
        draw(part), draw(part), draw(part), draw(part), draw(part), draw(maybe), draw(birthday), values,
        {name: draw(word) for name in draw(st.sets(st.sampled_from(["stage", "source", "responsible"])))},
        draw(points),
        draw(st.lists(st.tuples(line, day), max_size=2)),
        draw(st.lists(line, max_size=2, unique_by=str.casefold)),
        draw(st.lists(word, max_size=2, unique_by=str.casefold)),
        draw(st.fixed_dictionaries({}, optional={"Batai": line, "Svoris": st.integers(0, 300).map(str)})),
        draw(st.lists(st.tuples(st.sampled_from(["amocrm", "shop.example"]), word), max_size=3, unique=True)),
        prices=draw(st.lists(price, max_size=3)),
    )  # fmt: skip


bases = st.integers(0, 4).flatmap(lambda count: st.tuples(*(cards(number) for number in range(3, 3 + count))))


@cache
def _template() -> bytes:
    """An empty base, made once: migrations take most of the time of an example."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "base.crm"
        open_base(path, region="LT").store.close()
        return path.read_bytes()


@contextmanager
def empty_base():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "base.crm"
        path.write_bytes(_template())
        base = open_base(path)
        try:
            yield base.store, Path(folder)
        finally:
            base.store.close()


def fill(store, cards):
    """The cards written into the base, each person but the first working for a company, the last recommended."""
    with store.change(Op.IMPORT) as change:
        names = Names(store)
        for table, field in (("stage", "stage"), ("source", "source"), ("colleague", "responsible")):
            names.ensure(change, table, [card.lists[field] for card in cards if field in card.lists])
        names.ensure(change, "tag", [name for card in cards for name in card.tags])
        names.ensure(change, "client_group", [name for card in cards for name in card.groups])
        names.ensure_fields(change, {"Batai": OwnField(), "Svoris": OwnField(FieldKind.NUMBER)})
        rows = Rows(names, "2024-01-01T00:00:00.000Z")
        ids = [rows.add_client(card) for card in cards]
        companies = [i for i, card in zip(ids, cards, strict=True) if card.kind == ClientKind.COMPANY]
        for identifier, card in zip(ids, cards, strict=True):
            if companies and card.kind == ClientKind.PERSON:
                rows.employ(identifier, companies[0], "vadovas", "")
        rows.number(store)
        rows.write(change)
        if len(ids) > 1:
            refer(change, [Referral(ids[0], ids[-1], "")])


def comparable(store):
    """All clients by number, with what no list has an order for in an order."""
    ids = [identifier for (identifier,) in store.read("SELECT id FROM client WHERE deleted = 0")]
    return {
        entity.values["number"]: replace(
            entity,
            points=sorted(entity.points), dates=sorted(entity.dates), tags=sorted(entity.tags),
            groups=sorted(entity.groups), externals=sorted(entity.externals),
        )
        for entity in Existing(store).entities(ids).values()
    }  # fmt: skip


def exported(store, path, language):
    ids = [identifier for (identifier,) in store.read("SELECT id FROM client WHERE deleted = 0 ORDER BY rid")]
    write_tables(path, [clients_table(store, ids, "Clients", language)], nothing)
    return path


@pytest.mark.parametrize(("suffix", "language"), [("xlsx", "ru"), ("csv", "lt"), ("xlsx", "en")])
@given(cards=bases)
@settings(max_examples=40)
def test_an_export_comes_back_as_the_same_base(cards, suffix, language):
    with empty_base() as (store, folder):
        fill(store, cards)
        before = comparable(store)
        path = exported(store, folder / f"all.{suffix}", language)
        if not cards:
            return
        with empty_base() as (other, _):
            bring(other, path)
            assert comparable(other) == before
            fields = "SELECT name, kind FROM field ORDER BY 1"
            used = {name for card in cards for name in card.fields}
            assert other.read(fields) == [row for row in store.read(fields) if row[0] in used]
