"""Pictures of clients: kept, made small, taken away, undone."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from crm_desktop.errors import PhotoRefused, RecordNotFound
from crm_desktop.kinds import Op
from crm_desktop.services import clients, field_history, operations, photos
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.services.field_history import What

SMALL = b"\xff\xd8\xff" + b"x" * 100
OTHER = b"\xff\xd8\xff" + b"y" * 100


def picture(kind, size=(1600, 1200), mode="RGB", **rest):
    made = io.BytesIO()
    Image.effect_noise(size, 90).convert(mode).save(made, kind, **rest)
    return made.getvalue()


@pytest.fixture
def ona(store):
    return clients.add(store, ClientDraft(name="Ona"))


def test_a_small_picture_is_kept_as_it_came(store, ona):
    assert photos.set_photo(store, ona, SMALL)
    assert photos.photo(store, ona) == photos.Photo("image/jpeg", SMALL)
    assert photos.photos(store, ona) == [photos.Photo("image/jpeg", SMALL)]


def test_the_same_picture_again_changes_nothing(store, ona):
    photos.set_photo(store, ona, SMALL)
    before = store.read("SELECT MAX(seq) FROM operation")
    assert not photos.set_photo(store, ona, SMALL)
    assert store.read("SELECT MAX(seq) FROM operation") == before


def test_another_picture_takes_its_place_and_undo_gives_it_back(store, ona):
    photos.set_photo(store, ona, SMALL)
    photos.set_photo(store, ona, OTHER)
    assert photos.photo(store, ona).data == OTHER
    assert operations.undo(store).op == Op.EDIT_PHOTO
    assert photos.photo(store, ona).data == SMALL
    operations.redo(store)
    assert photos.photo(store, ona).data == OTHER
    photos.set_photo(store, ona, SMALL)  # out of the bin
    assert [each.data for each in photos.photos(store, ona)] == [SMALL]


def test_taking_away_is_undone_too(store, ona):
    photos.set_photo(store, ona, SMALL)
    assert photos.remove(store, ona)
    assert photos.photo(store, ona) is None
    assert not photos.remove(store, ona)
    operations.undo(store)
    assert photos.photo(store, ona).data == SMALL


def test_the_history_tells_of_the_picture_without_its_bytes(store, ona):
    photos.set_photo(store, ona, SMALL)
    photos.remove(store, ona)
    found = [change for change in field_history.of(store, ona) if change.table == "photo"]
    assert [change.what for change in found] == [What.REMOVED, What.ADDED]
    assert not any(change.old or change.new for change in found)
    journal = store.read("SELECT COALESCE(SUM(LENGTH(old)), 0) FROM journal WHERE tbl = 'photo'")
    assert journal[0][0] < 100


def test_nobody_has_no_picture(store):
    with pytest.raises(RecordNotFound):
        photos.set_photo(store, b"0" * 16, SMALL)
    assert store.read("SELECT 1 FROM photo") == []


def test_a_big_picture_is_made_small():
    data = picture("PNG")
    assert len(data) > photos.KEPT_AS_IS
    made = photos.fitted(data)
    assert made.mime == "image/jpeg"
    with Image.open(io.BytesIO(made.data)) as small:
        assert small.size == (1024, 768)


def test_a_tiff_becomes_what_every_program_shows():
    assert photos.fitted(picture("TIFF", (20, 30))).mime == "image/jpeg"


def test_a_transparent_picture_stands_on_white():
    made = io.BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(made, "TIFF")
    with Image.open(io.BytesIO(photos.fitted(made.getvalue()).data)) as opaque:
        assert opaque.getpixel((5, 5)) == (255, 255, 255)


def test_a_picture_that_lies_is_set_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    data = picture("JPEG", (1600, 1200), exif=exif, quality=100)
    assert len(data) > photos.KEPT_AS_IS
    with Image.open(io.BytesIO(photos.fitted(data).data)) as upright:
        assert upright.size == (768, 1024)


def test_what_cannot_be_decoded_is_kept_while_it_is_small():
    heic = b"\0\0\0\x18ftypheic" + bytes(1_500_000)
    assert photos.fitted(heic) == photos.Photo("image/heic", heic)
    with pytest.raises(PhotoRefused) as refused:
        photos.fitted(heic + bytes(1_000_000))
    assert refused.value.facts["why"] == "too_big"


def test_a_damaged_big_picture_is_refused():
    with pytest.raises(PhotoRefused):
        photos.fitted(b"\xff\xd8\xff" + bytes(3_000_000))


def test_a_bomb_is_not_unpacked():
    made = io.BytesIO()
    Image.new("1", (11_000, 8_000)).save(made, "TIFF", compression="group4")
    assert len(made.getvalue()) < 100_000
    assert photos.fitted(made.getvalue()).mime == "image/tiff"


def test_no_picture_is_refused():
    with pytest.raises(PhotoRefused) as refused:
        photos.fitted(b"<svg/>")
    assert refused.value.facts["why"] == "no_picture"


def test_a_huge_file_is_not_even_looked_at():
    with pytest.raises(PhotoRefused) as refused:
        photos.fitted(b"\xff\xd8\xff" + bytes(photos.LARGEST_SOURCE))
    assert refused.value.facts["limit"] == photos.LARGEST_SOURCE
