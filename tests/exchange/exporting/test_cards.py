"""Clients written as an address book: the same clients when they come back, and clean cards for everybody else."""

from __future__ import annotations

import io
import uuid
import warnings

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.errors import FileNotWritten
from crm_desktop.exchange.exporting.cards import write_cards
from crm_desktop.exchange.importing.record import Entity, Point, Price
from crm_desktop.exchange.importing.staging import Verdict
from crm_desktop.services import photos
from tests.bases import new_base
from tests.exchange.exporting.test_clients import bases, comparable, empty_base, fill
from tests.exchange.importing.bringing import bring, entities, nothing, rehearsed


@pytest.fixture
def store(tmp_path):
    base = new_base(tmp_path / "clients.crm", region="LT")
    yield base.store
    base.store.close()


PICTURE = b"\xff\xd8\xff" + bytes(range(256)) * 3


def written(store, path):
    ids = [identifier for (identifier,) in store.read("SELECT id FROM client WHERE deleted = 0 ORDER BY rid")]
    assert write_cards(path, store, ids, nothing).rows == len(ids)
    return path


def read_by_vobject(path):
    text = path.read_bytes().decode()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(vobject.readComponents(io.StringIO(text), allowQP=True))


@given(cards=bases, pictured=st.booleans())
@settings(max_examples=30)
def test_an_address_book_comes_back_as_the_same_base(cards, pictured):
    with empty_base() as (store, folder):
        fill(store, cards)
        if pictured:
            for (identifier,) in store.read("SELECT id FROM client"):
                photos.set_photo(store, identifier, PICTURE + identifier)
        before = comparable(store)
        kept = dict(store.read("SELECT c.number, p.data FROM photo p JOIN client c ON c.id = p.client_id"))
        path = written(store, folder / "all.vcf")
        if not cards:
            assert path.read_bytes() == b""
            return
        with empty_base() as (other, _):
            bring(other, path)
            assert comparable(other) == before
            found = other.read("SELECT c.number, p.data FROM photo p JOIN client c ON c.id = p.client_id")
            assert dict(found) == kept


@given(cards=bases)
@settings(max_examples=15)
def test_an_independent_reader_finds_the_same(cards):
    with empty_base() as (store, folder):
        fill(store, cards)
        for line in written(store, folder / "all.vcf").read_bytes().split(b"\r\n"):
            assert len(line) <= 75
            assert b"\n" not in line
        before = list(entities(store))
        for entity, card in zip(before, read_by_vobject(folder / "all.vcf"), strict=True):
            name = card.n.value
            assert (name.family, name.given, name.additional) == (entity.family, entity.given, entity.middle)
            assert card.fn.value == entity.name
            phones = [p for p in entity.points if p.kind == "phone"]
            for tel, point in zip(card.contents.get("tel", []), phones, strict=True):
                assert tel.value == point.value + (f" ext. {point.ext}" if point.ext else "")
            assert [mail.value for mail in card.contents.get("email", [])] == [
                p.value for p in entity.points if p.kind == "email"
            ]


def put(store, *cards):
    fill(store, cards)
    return [identifier for (identifier,) in store.read("SELECT id FROM client ORDER BY rid")]


def ona(**rest):
    return Entity(name="Ona Petraitė", family="Petraitė", given="Ona", values={"number": "7"}, **rest)


def test_what_a_telephone_reads(store, tmp_path):
    points = [
        Point("phone", "mobile", "+370 612 34567", "+37061234567"),
        Point("phone", "Sodas", "8 5 212 3456", "+37052123456", "12"),
        Point("messenger", "", "@ona", service="telegram"),
        Point(
            *("address", "work", "Gedimino pr. 1, LT-01103 Vilnius", "", "", ""),
            *("Gedimino pr. 1", "Vilnius", "", "LT-01103"),
        ),
    ]  # fmt: skip
    (identifier,) = put(store, ona(points=points, birthday="--05-17", dates=[("Vardadienis", "2001-07-26")]))
    text = written(store, tmp_path / "a.vcf").read_text(encoding="utf-8").replace("\n ", "")
    assert text.startswith("BEGIN:VCARD\nVERSION:3.0\nPRODID:-//CRM Desktop//")
    assert f"UID:{uuid.UUID(bytes=identifier)}\n" in text
    assert "N:Petraitė;Ona;;;\nFN:Ona Petraitė\n" in text
    assert "TEL;TYPE=CELL;X-CRM-LABEL=mobile:+370 612 34567\n" in text
    assert "item2.TEL;X-CRM-LABEL=Sodas" in text or 'item2.TEL;X-CRM-LABEL="Sodas"' in text
    assert ":8 5 212 3456 ext. 12\nitem2.X-ABLabel:Sodas\n" in text
    assert "IMPP;X-SERVICE-TYPE=telegram:telegram:@ona\n" in text
    assert ":;;Gedimino pr. 1;Vilnius;;LT-01103;\n" in text
    assert "BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-17\n" in text
    assert "date1.X-ABDATE:2001-07-26\ndate1.X-ABLabel:Vardadienis\n" in text
    assert text.endswith("END:VCARD\n")


def test_prices_stand_in_a_property_of_our_own(store, tmp_path):
    put(store, ona(prices=[Price("Rožės; baltos", 1250, "EUR", "nuo 10"), Price("茶", 700, "JPY")]))
    text = written(store, tmp_path / "a.vcf").read_text(encoding="utf-8")
    assert "X-CRM-PRICE:Rožės\\; baltos;12.50;EUR;nuo 10\n" in text
    assert "X-CRM-PRICE:茶;700;JPY;\n" in text


def test_a_company_shows_as_one(store, tmp_path):
    put(store, Entity("company", "UAB „Gėlė“", values={"number": "3"}))
    text = written(store, tmp_path / "a.vcf").read_text(encoding="utf-8")
    assert "X-ABShowAs:COMPANY\nORG:UAB „Gėlė“\n" in text


def test_a_picture_is_read_by_others(store, tmp_path):
    (identifier,) = put(store, ona())
    photos.set_photo(store, identifier, PICTURE)
    (card,) = read_by_vobject(written(store, tmp_path / "a.vcf"))
    assert card.photo.value == PICTURE
    assert card.photo.type_param == "JPEG"


def test_our_own_cards_are_known_the_second_time(store, tmp_path):
    points = [Point("phone", "work", "8 5 212 3456", "+37052123456", "12"), Point("site", "", "ona.lt")]
    (identifier,) = put(store, ona(points=points, birthday="--05-17", tags=["vip"], groups=["draugai"]))
    photos.set_photo(store, identifier, PICTURE)
    path = written(store, tmp_path / "a.vcf")
    assert [(row.verdict, row.changes) for row in rehearsed(store, path)] == [(Verdict.SAME, ())]
    photos.set_photo(store, identifier, PICTURE + b"another")
    assert [row.changes for row in rehearsed(store, path)] == [()]  # completing overwrites nothing


def test_the_id_of_another_book_stays_the_id(store, tmp_path):
    put(store, ona(externals=[("vcard", "barnum-1"), ("amocrm", "12")]))
    assert "UID:barnum-1\r\n" in written(store, tmp_path / "a.vcf").read_bytes().decode()


def test_a_client_without_a_name_stays_without(store, tmp_path):
    put(store, Entity(points=[Point("email", "", "ona@x.lt", "ona@x.lt")], values={"number": "3"}))
    path = written(store, tmp_path / "a.vcf")
    with empty_base() as (other, _):
        bring(other, path)
        (entity,) = entities(other)
        assert (entity.name, entity.points[0].value) == ("", "ona@x.lt")


def test_texts_with_signs_of_their_own_come_back(store, tmp_path):
    before = ona(fields={"Batai": '\'=1+1; a, b\\n: "c"'}, tags=["a, b; c"])
    before.values["notes"] = "first\nsecond \\ third; \u00abx\u00bb, y"
    put(store, before)
    with empty_base() as (other, _):
        bring(other, written(store, tmp_path / "a.vcf"))
        (after,) = entities(other)
        assert (after.fields, after.tags, after.values["notes"]) == (
            before.fields, before.tags, before.values["notes"],
        )  # fmt: skip


def test_a_file_that_cannot_be_written_is_told(store, tmp_path):
    put(store, ona())
    with pytest.raises(FileNotWritten):
        written(store, tmp_path / "missing" / "a.vcf")


def test_a_client_that_is_gone_meanwhile_is_left_out(store, tmp_path):
    ids = put(store, ona())
    assert write_cards(tmp_path / "a.vcf", store, [*ids, b"0" * 16], nothing).rows == 1


def test_stopping_leaves_no_file(store, tmp_path):
    ids = put(store, ona())

    def stop(_done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_cards(tmp_path / "a.vcf", store, ids, stop)
    assert list(tmp_path.glob("*.vcf")) == []
