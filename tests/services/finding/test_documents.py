from __future__ import annotations

from crm_desktop.models.derived import LIST_COLUMNS, TEXT_COLUMNS
from crm_desktop.services.finding.documents import HEADS, compose, head, phone_words
from tests.services.finding.people import add, child, put


def test_all_texts_of_a_client_stand_in_their_columns(store):
    tag = put(store, "tag", name="VIP")
    field = put(store, "field", name="F")
    company = add(store, "UAB Žalia", kind="company")
    client = add(
        store, "Ёлкина Анна", number=12, nickname="Nick", salutation="Dear", source_detail="Radio", likes="Tulips",
        preferred_hours="Mornings", price_terms="Ten", loyalty_card="L77", notes="Nota",
        phones=[("8 612 34567", "+37061234567")], emails=["anna@mail.ru"], company=company, tags=[tag],
        fields=[(field, "Own")], activities=[{"wanted": "Wanted", "offered": "b", "result": "b", "place": "Here"}],
    )  # fmt: skip
    with store.change("x") as change:
        child(change, "contact_point", client_id=client, kind="site", value="anna.lt", note="Shop", ext="5")
        child(
            change,
            "contact_point",
            client_id=client,
            kind="address",
            street="Street",
            city="City",
            postal_code="LT-1",
        )
        child(
            change,
            "request",
            client_id=client,
            kind="wish",
            received_at="2026-01-01",
            text="Vase",
            resolution="Sold",
        )
        child(change, "deal", client_id=client, title="Deal", notes="Terms")
        child(change, "named_date", client_id=client, label="Wedding", date="--05-01")
        child(change, "external_id", client_id=client, system="amo", value="E9")
    (document,) = compose(store.connection, [client], "ru")
    text = dict(zip(TEXT_COLUMNS, document.text, strict=True))
    assert (
        text["main"]
        == "елкина анна 12 37061234567 861234567 anna mail ru " + f"{head('елкина')} {head('анна')}"
    )
    assert (text["company"], text["job"], text["notes"]) == ("uab zalia", "", "tulips nota")
    assert set(text["other"].split()) == {
        "\ue000t1", "nick", "dear", "radio", "mornings", "ten", "l77", "anna", "lt", "shop", "5", "street", "city", "1",
        "own", "wedding", "e9",
    }  # fmt: skip
    assert text["history"] == "b deal here sold terms vase wanted"
    assert text["skeleton"] == "elkina ana nik uab zalia " + f"{head('elkina')} {head('ana')}"
    assert dict(zip(LIST_COLUMNS, document.row, strict=True))["name"] == "Ёлкина Анна"


def test_a_client_is_filed_under_the_family_else_under_the_whole_name(store):
    person = add(store, "Jonas Petras Žilinskas-Kalnas", family="Žilinskas-Kalnas", given="Jonas")
    company = add(store, "UAB „Žalia“", kind="company")
    heads = {
        document.client_id: [word for word in document.text[0].split() if ord(word[0]) >= HEADS]
        for document in compose(store.connection, [person, company], "lt")
    }
    assert heads == {person: [head("zilinskas"), head("kalnas")], company: [head("uab"), head("zalia")]}
    assert head("uab") == "\U000f0075ab"


def test_a_merged_or_unknown_client_has_no_document(store):
    one, other = add(store, "A"), add(store, "B")
    store.connection.execute("UPDATE client SET merged_into = ? WHERE id = ?", (other, one))
    assert [document.client_id for document in compose(store.connection, [one, other, b"x" * 16], "en")] == [
        other
    ]


def test_phones_in_any_digits():
    assert phone_words("+37061234567", "8 612 34567") == ["37061234567", "861234567"]
    assert phone_words("112", "112") == ["112"]
    assert phone_words("", "٣٤") == []


def test_quotation_marks_before_a_name_do_not_decide_where_it_is_filed(store):
    ids = [add(store, name) for name in ("„Rasa“", "Antanas", "«Яблоко»", '"""', "Zita")]
    keys = {document.client_id: document.name_key for document in compose(store.connection, ids, "lt")}
    ordered = sorted(ids, key=lambda id_: keys[id_])
    assert [ids.index(id_) for id_ in ordered] == [3, 1, 0, 4, 2]
