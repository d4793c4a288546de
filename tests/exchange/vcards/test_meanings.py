"""What the properties of a card mean."""

from __future__ import annotations

import base64

import pytest

from crm_desktop.exchange.vcards.facts import MOST_OF_A_KIND
from tests.exchange.vcards.making import card, cells, one, opened

JPEG = b"\xff\xd8\xff" + bytes(range(200))


@pytest.mark.parametrize(
    ("head", "label"),
    [
        ("TEL;CELL;PREF", "mobile"),
        ("TEL;TYPE=WORK,VOICE", "work"),
        ("TEL;type=HOME;type=FAX", "fax"),
        ('TEL;TYPE="cell,work"', "mobile"),
        ("TEL;IPHONE", "mobile"),
        ("TEL;TYPE=voice", None),
        ("TEL;TYPE=x-garage", "garage"),
        ("TEL", None),
    ],
)
def test_types_of_phones(tmp_path, head, label):
    assert one(tmp_path, f"{head}:+370 612 34567").get("phone.label#1") == label


def test_labels_of_apple(tmp_path):
    found = one(
        tmp_path,
        "item1.TEL;type=CELL:1111", "item1.X-ABLabel:_$!<Main>!$_",
        "item2.TEL:2222", "item2.X-ABLabel:Sodas\\, vasara",
    )  # fmt: skip
    assert (found["phone.label#1"], found["phone.label#2"]) == ("main", "Sodas, vasara")


def test_the_preferred_one_stands_first(tmp_path):
    found = one(tmp_path, "TEL:1111", "TEL;PREF=2:2222", "TEL;PREF=1:3333", "TEL;PREF=x:4444", version="4.0")
    assert [found[f"phone#{n}"] for n in (1, 2, 3, 4)] == ["3333", "4444", "2222", "1111"]


def test_addresses_of_telephones(tmp_path):
    found = one(tmp_path, "TEL;VALUE=uri:tel:+370-5-212-3456;ext=12;phone-context=x", version="4.0")
    assert (found["phone#1"], found["phone.ext#1"]) == ("+370-5-212-3456", "12")


@pytest.mark.parametrize("dialled", ["84951234567,102", "8495 123-45-67;102#", "84951234567pp102"])
def test_what_a_telephone_dials_after_a_pause_is_an_extension(tmp_path, dialled):
    found = one(tmp_path, f"TEL;WORK:{dialled}")
    assert (found["phone#1"].replace(" ", "").replace("-", ""), found["phone.ext#1"]) == (
        "84951234567",
        "102",
    )


def test_more_phones_than_anybody_has_are_kept_in_the_notes(tmp_path):
    found = one(tmp_path, *(f"TEL:{number}" for number in range(1000, 1000 + MOST_OF_A_KIND + 2)))
    assert f"phone#{MOST_OF_A_KIND}" in found
    assert found["note"] == "phone: 1040\nphone: 1041"


def test_emails_lose_their_scheme(tmp_path):
    assert one(tmp_path, "EMAIL;INTERNET;HOME:mailto:ona@x.lt")["email#1"] == "ona@x.lt"


@pytest.mark.parametrize(
    ("line", "service", "address"),
    [
        ("IMPP;X-SERVICE-TYPE=Skype:skype:ona", "skype", "ona"),
        ("IMPP:xmpp:ona@x.lt", "jabber", "ona@x.lt"),
        ("IMPP;SERVICE-TYPE=Matrix:matrix:ona", "Matrix", "ona"),
        ("IMPP:tg:%40ona", "telegram", "@ona"),
        ("IMPP:ona", "other", "ona"),
        ("X-SKYPE-USERNAME:ona", "skype", "ona"),
        ("X-TELEGRAM:ona", "telegram", "ona"),
        ("X-ICQ;WORK:12345", "icq", "12345"),
        ("X-MS-IMADDRESS:ona@x.lt", "other", "ona@x.lt"),
        ("X-SOCIALPROFILE;type=twitter;x-user=ona:x-apple:ona", "twitter", "ona"),
    ],
)
def test_messengers(tmp_path, line, service, address):
    found = one(tmp_path, "FN:Ona", line)
    assert (found["messenger.label#1"], found["messenger#1"]) == (service, address)


def test_a_profile_on_the_web_is_a_site(tmp_path):
    found = one(tmp_path, "FN:Ona", "X-SOCIALPROFILE;type=facebook:https://facebook.com/ona")
    assert (found["site#1"], found["site.label#1"]) == ("https://facebook.com/ona", "facebook")


def test_addresses_in_parts(tmp_path):
    found = one(tmp_path, "ADR;TYPE=HOME:PD 5;2 a.;Gedimino 1\\nbutas 2;Vilnius;;LT-01103;Lietuva;x")
    assert found == {
        "address.pobox#1": "PD 5",
        "address.extended#1": "2 a.",
        "address.street#1": "Gedimino 1, butas 2",
        "address.city#1": "Vilnius",
        "address.postal_code#1": "LT-01103",
        "address.country#1": "Lietuva x",
        "address.label#1": "home",
    }


def test_a_label_is_an_address_where_there_is_no_other(tmp_path):
    label = "LABEL;WORK;ENCODING=QUOTED-PRINTABLE:Gedimino 1=0D=0A=\r\nVilnius"
    assert one(tmp_path, "FN:Ona", label, version="2.1")["address.full#1"] == "Gedimino 1, Vilnius"
    found = one(tmp_path, "FN:Ona", "ADR:;;Kalnų 2;;;;", label, version="2.1")
    assert "address.full#1" not in found
    assert "address.full#2" not in found
    assert one(tmp_path, "FN:Ona", 'ADR;LABEL="Gedimino 1\\nVilnius":;;;;;;')["address.full#1"] == (
        "Gedimino 1, Vilnius"
    )
    assert "address.street#1" not in one(tmp_path, "FN:Ona", "ADR:;;;;;;")


def test_more_addresses_than_anybody_has_are_kept_in_the_notes(tmp_path):
    found = one(tmp_path, "FN:Ona", *(f"ADR:;;Kalnų {n};;;;" for n in range(MOST_OF_A_KIND + 1)))
    assert found["note"] == f"address: Kalnų {MOST_OF_A_KIND}"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("BDAY:19930102", "1993-01-02"),
        ("BDAY:1993-01-02T00:00:00Z", "1993-01-02"),
        ("BDAY;value=date:2012-06-06", "2012-06-06"),
        ("BDAY:--0420", "--04-20"),
        ("BDAY:--04-20", "--04-20"),
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29", "--02-29"),
        ("BDAY;X-APPLE-OMIT-YEAR=1900:1900-04-20", "--04-20"),
        ("BDAY:1604-04-20", "--04-20"),
        ("BDAY:1990-02-30", "1990-02-30"),
        ("BDAY:1604-02-30", "1604-02-30"),
        ("BDAY:--1340", "--1340"),
        ("BDAY;VALUE=text:circa 1800", "circa 1800"),
    ],
)
def test_birthdays_in_all_notations(tmp_path, line, day):
    assert one(tmp_path, "FN:Ona", line)["birthday"] == day


def test_a_second_birthday_is_noted(tmp_path):
    found = one(tmp_path, "FN:Ona", "BDAY:19930102", "BDAY:1993-01-02", "BDAY:1994-01-02")
    assert (found["birthday"], found["note"]) == ("1993-01-02", "BDAY: 1994-01-02")


def test_named_dates(tmp_path):
    found = one(
        tmp_path, "FN:Ona", "ANNIVERSARY:20110113", "item1.X-ABDATE;type=pref:2001-07-26",
        "item1.X-ABLabel:Vardadienis", "X-ABDATE:2002-02-02", "DEATHDATE:2020-01-01",
    )  # fmt: skip
    dates = {
        found[f"date.label#{n}"]: found[f"date#{n}"]
        for n in range(1, 5)
        if found[f"date#{n}"] != "2002-02-02"
    }
    assert dates == {"Vardadienis": "2001-07-26", "anniversary": "2011-01-13", "Date of death": "2020-01-01"}


def test_alternatives_of_one_value_are_one(tmp_path):
    found = one(tmp_path, "FN:Ona", "TITLE;ALTID=1;LANGUAGE=lt:Vadovė", "TITLE;ALTID=1;LANGUAGE=en:Head")
    assert found["position"] == "Vadovė"
    assert "own:Job title 2" not in found


def test_a_second_title_and_a_role(tmp_path):
    found = one(tmp_path, "FN:Ona", "TITLE:Vadovė", "TITLE:Narė", "ROLE:Vadovė", "ROLE:Pardavimai")
    assert (found["position"], found["own:Job title 2"], found["own:Role"]) == (
        "Vadovė",
        "Narė",
        "Pardavimai",
    )


def test_categories_are_tags_but_for_those_that_say_nothing(tmp_path):
    assert one(tmp_path, "FN:Ona", "CATEGORIES:My Contacts,VIP,myContacts", "CATEGORIES:Sodas")["tags"] == (
        "VIP ::: Sodas"
    )
    assert one(tmp_path, "FN:Ona", "CATEGORIES:a\\, b")["tags"] == "a, b :::"


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("GENDER:F;moteris", {"gender": "f"}),
        ("X-GENDER:Male", {"gender": "m"}),
        ("GENDER:O;kita", {"own:Gender": "O;kita"}),
        ("GENDER:U", {}),
        ("LANG:lt", {"language": "lt"}),
        ("GEO:54.6;25.2", {"own:GEO": "54.6;25.2"}),
        ("TZ:+02:00", {"own:TZ": "+02:00"}),
        ("CLASS:PUBLIC", {}),
        ("CLASS:PRIVATE", {"own:Class": "PRIVATE"}),
        ("X-MS-MANAGER:Jonas", {"own:Manager": "Jonas"}),
        ("X-ABRELATEDNAMES:Jonas", {"own:Related": "Jonas"}),
        ("RELATED;TYPE=spouse;VALUE=text:Jonas", {"own:Spouse": "Jonas"}),
        ("RELATED;TYPE=friend:urn:uuid:123", {}),
        ("X-FCENCODED-4142:C", {"own:AB": "C"}),
        ("X-MS-OL-DESIGN:<card/>", {}),
        ("SOUND;X-IRMC-N:Ona;Ana;;;", {"own:Phonetic name": "Ona Ana"}),
        ("SOUND;ENCODING=b:AAAA", {"own:Sound": "(3 bytes)"}),
        ("AGENT:Jonas", {"own:Agent": "Jonas"}),
        ("NICKNAME:Onutė,Onelė", {"name.nickname": "Onutė, Onelė"}),
        ("UID:urn:uuid:12", {"external_id.vcard": "12"}),
        ("PHOTO;VALUE=uri:https://x.lt/a.jpg", {"own:Photo": "https://x.lt/a.jpg"}),
        ("NOTE:", {}),
        ("X-:a", {"own:X-": "a"}),
        ("X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Onutė;1;;;", {"name.nickname": "Onutė"}),
        ("X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;2016-05-05;3;;", {"birthday": "2016-05-05"}),
        (
            "X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;2016-05-05;0;Vardadienis;",
            {"date#1": "2016-05-05", "date.label#1": "Vardadienis"},
        ),
        ("X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Jonas;14;;", {"own:Spouse": "Jonas"}),
        ("X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Jonas;0;Kūmas;", {"own:Kūmas": "Jonas"}),
        ("X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Jonas;99;;", {"own:Relation": "Jonas"}),
        ("X-ANDROID-CUSTOM:vnd.android.cursor.item/hobby;skaito;;;", {"own:Hobby": "skaito"}),
    ],
)
def test_other_properties(tmp_path, line, cells):
    assert one(tmp_path, "FN:Ona", line) == {"name.full": "Ona"} | cells


def test_a_second_language_is_kept(tmp_path):
    assert one(tmp_path, "FN:Ona", "LANG:lt", "LANG:ru")["own:Language"] == "ru"


def test_a_person_of_a_company(tmp_path):
    found = one(tmp_path, "N:Petraitė;Ona;;;", "FN:Ona Petraitė", "ORG:UAB Gėlė;Sodai;Rožės")
    assert found == {
        "name.family": "Petraitė", "name.given": "Ona", "company.name": "UAB Gėlė", "department": "Sodai, Rožės",
    }  # fmt: skip


def test_the_name_as_shown_counts_where_it_says_more(tmp_path):
    found = one(tmp_path, "N:;Ona;;;", "FN:Ona (kaimynė)")
    assert found["name.full"] == "Ona (kaimynė)"


def test_a_number_shown_as_a_name_is_none(tmp_path):
    assert "name.full" not in one(tmp_path, "FN:+370 612 34567", "TEL:+370 612 34567")


@pytest.mark.parametrize("mark", ["X-ABShowAs:COMPANY", "KIND:org", "KIND:organization"])
def test_a_company(tmp_path, mark):
    assert one(tmp_path, "FN:UAB Gėlė", "N:;;;;", "ORG:UAB Gėlė;", mark) == {"company.name": "UAB Gėlė"}
    assert one(tmp_path, "FN:UAB Gėlė", mark) == {"company.name": "UAB Gėlė"}


def test_the_contact_person_of_a_company(tmp_path):
    found = one(tmp_path, "N:Petraitė;Ona;;;", "FN:Gėlė", "ORG:UAB Gėlė;Sodai", "X-ABShowAs:COMPANY")
    assert found == {
        "company.name": "UAB Gėlė", "department": "Sodai",
        "name.family.contact": "Petraitė", "name.given.contact": "Ona",
    }  # fmt: skip
    found = one(tmp_path, "FN:Gėlė Vilniuje", "ORG:UAB Gėlė", "KIND:org")
    assert found == {"company.name": "UAB Gėlė", "name.nickname": "Gėlė Vilniuje"}


def test_pictures(tmp_path):
    coded = base64.b64encode(JPEG).decode()
    lines = (
        f"PHOTO;ENCODING=b;TYPE=JPEG:{coded}",
        f"PHOTO:data:image/jpeg;base64,{coded}",
        "LOGO;ENCODING=b:",
    )
    book = opened(tmp_path, card("FN:Ona", *lines))
    (row,) = book.sheets[0].rows
    found = dict(zip(book.sheets[0].meanings, row, strict=True))
    picture = found["photo#1"]
    assert (picture.mime, picture.read(), str(picture)) == ("image/jpeg", JPEG, "JPEG, 1 KB")
    assert "photo#2" not in found  # the same twice


def test_a_picture_that_is_none_is_noted(tmp_path):
    found = one(tmp_path, "FN:Ona", "PHOTO;ENCODING=b;TYPE=JPEG:AAAA")
    assert found["note"] == "PHOTO: jpeg (3 bytes)"


def test_groups_tag_their_members(tmp_path):
    members = ("X-ADDRESSBOOKSERVER-KIND:group", "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:u1", "FN:Sodininkai")
    found = cells(
        tmp_path,
        card("UID:g1", *members),
        card("UID:u1", "FN:Ona", "CATEGORIES:a\\, b"),
        card("UID:u2", "FN:Jonas"),
        card("UID:g2", "KIND:group", "MEMBER:urn:uuid:u2", "N:Rožės;;;;", version="4.0"),
    )
    assert [each.get("tags") for each in found] == ["a, b ::: Sodininkai :::", "Rožės :::"]


def test_labels_beside_labels(tmp_path):
    found = one(tmp_path, "FN:Ona", "LABEL:Gedimino 1", "LABEL;HOME:Kalnų 2", "LABEL:", version="2.1")
    assert (found["address.full#1"], found["address.full#2"], found["address.label#2"]) == (
        "Gedimino 1", "Kalnų 2", "home",
    )  # fmt: skip


def test_an_empty_phone_is_none(tmp_path):
    assert one(tmp_path, "FN:Ona", "TEL:", "TEL;VALUE=uri:tel:;ext=5", "PHOTO:") == {"name.full": "Ona"}


def test_a_very_long_text_is_cut_between_letters(tmp_path):
    note = one(tmp_path, "FN:Ona", "NOTE:x" + "ž" * 600_000)["note"]
    assert len(note.encode()) == 999_999
    assert set(note) == {"x", "ž"}


def test_a_person_without_a_company_but_with_units(tmp_path):
    assert one(tmp_path, "FN:Ona", "ORG:;Sodai")["department"] == "Sodai"
    assert "company.name" not in one(tmp_path, "FN:Ona", "ORG:;")
    assert one(tmp_path, "FN:Ona", "ORG:A", "ORG:A", "ORG:B")["own:Company 2"] == "B"
