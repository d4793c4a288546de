"""Pictures come in with their clients, complete those without one, and go when the import is taken back."""

from __future__ import annotations

import base64

from crm_desktop.exchange.importing.staging import Action
from crm_desktop.services import clients, operations, photos
from tests.exchange.importing.bringing import bring, bring_as, rehearsed

ONE, TWO = (b"\xff\xd8\xff" + bytes([sign]) * 90 for sign in b"12")


def book(tmp_path, picture, *more, uid="u1"):
    coded = base64.b64encode(picture).decode()
    lines = ["BEGIN:VCARD", "VERSION:3.0", "FN:Ona Petraitė", "TEL:+37061234567", *more]
    lines += (
        [f"UID:{uid}"] * bool(uid) + [f"PHOTO;ENCODING=b;TYPE=JPEG:{coded}"] * bool(picture) + ["END:VCARD"]
    )
    path = tmp_path / "book.vcf"
    path.write_text("\r\n".join(lines), encoding="utf-8", newline="")
    return path


def only_photo(store):
    ((client,),) = store.read("SELECT id FROM client WHERE deleted = 0")
    found = photos.photo(store, client)
    return found.data if found else None


def test_an_import_brings_pictures_and_takes_them_along_when_it_goes(store, tmp_path):
    bring(store, book(tmp_path, ONE))
    assert only_photo(store) == ONE
    operations.undo(store)
    assert store.read("SELECT 1 FROM photo") == store.read("SELECT 1 FROM client") == []
    operations.redo(store)
    assert only_photo(store) == ONE


def test_a_client_without_a_picture_is_completed(store, tmp_path):
    bring(store, book(tmp_path, b"", uid=""))
    (row,) = rehearsed(store, book(tmp_path, ONE, uid=""))
    assert (row.verdict, row.changes) == ("completes", ("photo",))
    bring(store, book(tmp_path, ONE, uid=""))
    assert only_photo(store) == ONE
    assert [row.verdict for row in rehearsed(store, book(tmp_path, ONE, uid=""))] == ["same"]


def test_completing_leaves_a_picture_alone_and_updating_takes_the_new_one(store, tmp_path):
    bring(store, book(tmp_path, ONE, uid=""))
    assert [row.verdict for row in rehearsed(store, book(tmp_path, TWO, uid=""))] == ["same"]
    bring_as(store, Action.UPDATE, book(tmp_path, TWO, uid=""))
    assert only_photo(store) == TWO
    operations.undo(store)
    assert only_photo(store) == ONE


def test_a_card_known_by_its_id_updates_the_picture(store, tmp_path):
    bring(store, book(tmp_path, ONE))
    bring(store, book(tmp_path, TWO))
    assert only_photo(store) == TWO
    bring(store, book(tmp_path, ONE))  # out of the bin
    assert only_photo(store) == ONE
    assert store.read("SELECT COUNT(*) FROM photo") == [(2,)]


def test_skipping_leaves_everything(store, tmp_path):
    bring(store, book(tmp_path, ONE))
    bring_as(store, Action.SKIP, book(tmp_path, TWO))
    assert only_photo(store) == ONE


def test_the_second_card_of_one_client_gives_the_picture(store, tmp_path):
    first = book(tmp_path, b"", uid="").read_bytes()
    path = book(tmp_path, ONE, uid="")
    path.write_bytes(first + b"\r\n" + path.read_bytes())
    bring(store, path)
    assert only_photo(store) == ONE


def test_the_name_of_a_picture_in_a_table_is_a_note(store, tmp_path):
    from crm_desktop.exchange.importing.plan import Choice

    path = tmp_path / "list.csv"
    path.write_text("Name;Phone;Picture\nOna Petraitė;+37061234567;ona.jpg\n", encoding="utf-8")
    bring(store, path, choice=Choice(mapping={"Picture": "photo"}))
    ((client,),) = store.read("SELECT id FROM client")
    assert clients.draft_of(store, client).notes == "Picture: ona.jpg"
