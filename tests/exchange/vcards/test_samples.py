"""Every real address book, brought in whole: what its row in the list of samples says, and no news the second time."""

from __future__ import annotations

import pytest

from crm_desktop.errors import NothingToImport
from tests.exchange.importing.bringing import bring, clients, entities, rehearsed
from tests.exchange.importing.conftest import store

__all__ = ["store"]

# file: people, companies (employers among them), then TEL, fax, EMAIL, ADR, birthdays, pictures of the whole file.
COUNTS = {
    # Nine TEL: one card has a number twice, as mobile and as work, and that is one way to reach somebody.
    "android-21-qp.vcf": (6, 2, 8, 1, 5, 0, 0, 1),
    "iphone-30-photo.vcf": (1, 1, 7, 2, 1, 2, 1, 1),
    "outlook-21-label.vcf": (1, 1, 2, 0, 1, 2, 1, 1),
    "fullcontact-40.vcf": (1, 1, 9, 2, 5, 4, 1, 0),
    "thebat-21-cp1250-qp.vcf": (1, 0, 0, 0, 1, 0, 0, 0),
    "johndoe-21-cp1252.vcf": (1, 1, 2, 0, 2, 1, 0, 0),
    "phone-21-shiftjis.vcf": (3, 0, 12, 1, 0, 0, 0, 0),
    "macos-30-utf16be-nobom.vcf": (2, 2, 7, 1, 3, 3, 0, 3),
    "three-one-nameless.vcf": (3, 1, 1, 0, 2, 1, 1, 0),
    "ten-thousand-30.vcf": (10_000, 0, 20_000, 0, 10_000, 10_000, 10_000, 0),
    "emptylines-21.vcf": (2, 0, 0, 0, 2, 0, 0, 0),
}


@pytest.mark.parametrize("name", COUNTS)
def test_counts_of_a_real_address_book(store, samples, name):
    people, companies, *ways = COUNTS[name]
    result = bring(store, samples / "vcard" / name)
    counts = result.json()
    assert (counts["people"], counts["companies"], counts["rejected"], counts["duplicates"]) == (
        people,
        companies,
        0,
        0,
    )
    count = "SELECT COUNT(*) FROM contact_point WHERE kind = ?"
    found = [
        store.read(count, ("phone",)),
        store.read("SELECT COUNT(*) FROM contact_point WHERE kind = 'phone' AND label = 'fax'"),
        store.read(count, ("email",)),
        store.read(count, ("address",)),
        store.read("SELECT COUNT(*) FROM client WHERE birthday <> ''"),
        store.read("SELECT COUNT(*) FROM photo"),
    ]
    assert [rows[0][0] for rows in found] == ways
    assert {row.verdict for row in rehearsed(store, samples / "vcard" / name)} == {"same"}


def test_cards_without_a_name_are_named_by_their_email(store, samples):
    bring(store, samples / "vcard/android-21-qp.vcf")
    names = {name for (name,) in store.read("SELECT name FROM client")}
    assert {"john.doe@company.com", "jane.doe@company.com"} <= names


def test_a_long_quoted_printable_name_is_whole(store, samples):
    bring(store, samples / "vcard/android-21-qp.vcf")
    assert any(entity.name == " ".join("Ñ" * 11) for entity in entities(store))
    assert not store.read("SELECT 1 FROM client_tag")  # 'My Contacts' is no tag


def test_the_labels_of_a_telephone(store, samples):
    bring(store, samples / "vcard/iphone-30-photo.vcf")
    (john,) = (entity for entity in entities(store) if entity.kind == "person")
    assert (john.prefix, john.given, john.middle, john.family, john.suffix) == (
        "Mr.", "John", "Richter,James", "Doe", "Sr.",
    )  # fmt: skip
    phones = [point.label for point in john.points if point.kind == "phone"]
    assert phones == ["mobile", "home", "work", "fax", "fax", "pager", "assistant"]
    assert (john.employer, john.department, john.job_title) == ("IBM", "Accounting", "Money Counter")
    assert john.birthday == "2012-06-06"
    assert [point.value for point in john.points if point.kind == "site"] == ["http://www.ibm.com"]


def test_no_line_of_a_label_becomes_a_field(store, samples):
    bring(store, samples / "vcard/outlook-21-label.vcf")
    (john,) = (entity for entity in entities(store) if entity.kind == "person")
    assert set(john.fields) == {"Role", "Manager", "Assistant"}
    assert john.birthday == "1980-03-22"
    assert john.dates == [("anniversary", "2011-01-13")]


def test_a_date_in_two_notations_is_one(store, samples):
    bring(store, samples / "vcard/fullcontact-40.vcf")
    person = clients(store)["FirstName MiddleName LastName Suffix"]
    assert person.birthday == "2016-08-01"
    assert person.fields["Company 2"] == "Organization2, Department2"
    assert person.fields["Photo"].count("https://") == 2  # the same address twice is one, and none is fetched
    assert person.values["notes"] == "Notes line 1\nNotes line 2"
    assert {point.service for point in person.points if point.kind == "messenger"} >= {
        "skype",
        "gtalk",
        "aim",
    }


def test_letters_without_a_charset_are_told_by_the_whole_file(store, samples):
    bring(store, samples / "vcard/thebat-21-cp1250-qp.vcf")
    assert list(clients(store)) == ["Piotr Iksiński"]


def test_raw_bytes_of_a_declared_charset(store, samples):
    bring(store, samples / "vcard/johndoe-21-cp1252.vcf")
    assert "John Doë" in clients(store)


def test_a_japanese_telephone(store, samples):
    bring(store, samples / "vcard/phone-21-shiftjis.vcf")
    assert list(clients(store)) == ["安藤ロイド3", "安藤ロイド4", "安藤ロイド5"]


def test_a_company_card_is_a_company(store, samples):
    bring(store, samples / "vcard/macos-30-utf16be-nobom.vcf")
    apple = clients(store)["Apple Computer Inc."]
    assert apple.kind == "company"
    assert [point.value for point in apple.points if point.kind == "phone"] == ["1-800-MY-APPLE"]
    assert store.read("SELECT DISTINCT mime FROM photo") == [("image/jpeg",)]  # they were TIFF of 370 KB


def test_a_nickname_is_a_name_where_there_is_no_other(store, samples):
    bring(store, samples / "vcard/three-one-nameless.vcf")
    assert "Johnny" in clients(store)


def test_a_damaged_card_is_told_with_its_text(store, samples):
    path = samples / "vcard/broken-begin.vcard"
    (row,) = rehearsed(store, path)
    assert (row.verdict, row.reason) == ("rejected", "card_damaged")
    assert "bono@example.com" in "".join(map(str, row.cells))
    with pytest.raises(NothingToImport):
        bring(store, path)


def test_the_names_and_days_of_ten_thousand(store, samples):
    bring(store, samples / "vcard/ten-thousand-30.vcf")
    assert store.read("SELECT COUNT(DISTINCT name) FROM client") == [(9_998,)]
    assert store.read("SELECT MIN(birthday), MAX(birthday) FROM client") == [("1928-04-21", "1993-04-05")]
