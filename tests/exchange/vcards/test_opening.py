"""Files as a whole: what counts as an address book, damaged cards, hostile ones."""

from __future__ import annotations

import gc
import resource

import pytest

from crm_desktop.errors import FileEmpty, FileMissing
from crm_desktop.exchange.columns.presets import OWN_EXPORT
from crm_desktop.exchange.vcards.cards import MOST_PROPERTIES
from crm_desktop.exchange.vcards.opening import _MOST_COLUMNS, is_address_book, open_address_book
from tests.exchange.vcards.making import card, cells, opened

CARD = card("FN:Ona", "TEL:1234567")


@pytest.mark.parametrize(
    "head",
    [
        CARD.encode(),
        b"\r\n\n" + CARD.encode(),
        b"\xef\xbb\xbf" + CARD.encode(),
        CARD.encode("utf-16"),
        CARD.encode("utf-16-be"),
        b"begin:vcard\r\nfn:x",
        b"BEGIN : VCARD\n",
        b"BEGIN:VCAR\nN:;Bono;;;\n",
        b"N:Doe;John\nTEL:1\nEND:VCARD\n",
        b"From: somebody\n\nBEGIN:VCARD\nFN:x\n",
    ],
)
def test_address_books_are_known_by_their_content(head):
    assert is_address_book(head)


@pytest.mark.parametrize(
    "head", [b"", b"name;card\nOna;BEGIN:VCARD\n", b"BEGIN:VCALENDAR\n", b"version 3.0\n", b"PK\x03\x04"]
)
def test_other_files_are_none(head):
    assert not is_address_book(head)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FileMissing):
        open_address_book(tmp_path / "none.vcf")
    (tmp_path / "empty.vcf").write_bytes(b"")
    with pytest.raises(FileEmpty):
        open_address_book(tmp_path / "empty.vcf")


def test_rows_may_be_read_again_and_by_number(tmp_path):
    book = opened(tmp_path, *(card(f"FN:Ona {n}") for n in range(450)))
    rows = book.sheets[0].rows
    assert len(rows) == 450
    assert [row[0] for row in rows] == [row[0] for row in rows] == [f"Ona {n}" for n in range(450)]
    assert rows[449] == ("Ona 449",)


def test_progress_is_told_in_bytes(tmp_path):
    told = []
    opened(tmp_path, CARD, progress=lambda done, total: told.append((done, total)))
    assert told == [(len(CARD), len(CARD))]


def test_the_throwaway_file_goes_with_the_book(tmp_path):
    book = opened(tmp_path, CARD)
    folder = next(cell.cell_contents for cell in book.sheets[0].rows._start.__closure__
                  if hasattr(cell.cell_contents, "_rows"))._rows.parent  # fmt: skip
    assert folder.exists()
    del book
    gc.collect()
    assert not folder.exists()


def test_a_card_without_its_beginning_is_damaged(tmp_path):
    broken, whole = cells(tmp_path, "FN:Jonas\nTEL:1\nEND:VCARD\n", CARD)
    assert (broken["damage"], broken["damage"].code) == ("FN:Jonas\nTEL:1", "card_damaged")
    assert whole["name.full"] == "Ona"


def test_a_card_without_its_end_goes_in_and_is_told(tmp_path):
    first, second, third = cells(tmp_path, "BEGIN:VCARD\nFN:Jonas\n", CARD, "BEGIN:VCARD\nFN:Rasa\nTEL")
    assert (first["name.full"], first["damage"].code) == ("Jonas", "card_cut")
    assert "damage" not in second
    assert (third["name.full"], third["damage"].code) == ("Rasa\nTEL".replace("\n", " "), "card_cut")


def test_cards_inside_cards_are_no_clients(tmp_path):
    nested = "BEGIN:VCARD\nFN:Jonas\nAGENT:\n" + CARD + "TEL:7654321\nEND:VCARD\n"
    (found,) = cells(tmp_path, nested)
    assert (found["name.full"], found["phone#1"]) == ("Jonas", "7654321")


def test_words_between_cards_are_told(tmp_path):
    first, second = cells(tmp_path, "From: somebody\n\n", CARD, "\x1a")
    assert first["damage"] == "From: somebody"
    assert second["name.full"] == "Ona"


def test_a_line_that_is_no_property_is_kept_as_a_note(tmp_path):
    (found,) = cells(tmp_path, card("ADR;no colon", "FN:Ona"))
    assert found == {"name.full": "Ona", "note": "ADR;no colon"}


def test_cards_that_say_nothing_are_no_rows(tmp_path):
    assert cells(tmp_path, card(), card("PRODID:x")) == []


def test_layouts(tmp_path):
    own = card("PRODID:-//CRM Desktop//1//EN", "FN:Ona")
    assert opened(tmp_path, own).sheets[0].layout == OWN_EXPORT
    assert opened(tmp_path, own, CARD).sheets[0].layout == "vcard"
    assert opened(tmp_path, card()).sheets[0].layout == "vcard"


def test_hostile_numbers_of_properties(tmp_path):
    book = opened(tmp_path, card("FN:Ona", *("TEL:1",) * (MOST_PROPERTIES * 3)))
    assert book.sheets[0].row_count == 1
    assert [note.code for note in book.notes] == ["long_cells_cut"]


def test_hostile_numbers_of_own_fields(tmp_path):
    many = [card("FN:Ona", *(f"X-F{n}-{m}:{m}" for m in range(100))) for n in range(12)]
    book = opened(tmp_path, *many)
    assert len(book.sheets[0].meanings) <= _MOST_COLUMNS + 2
    last = dict(zip(book.sheets[0].meanings, book.sheets[0].rows[11], strict=True))
    assert "F11 99: 99" in last["note"]


def test_groups_are_told(tmp_path):
    book = opened(tmp_path, card("KIND:group", "FN:Sodas"), CARD)
    assert [note.code for note in book.notes] == ["card_groups"]


@pytest.mark.parametrize(
    "text",
    [
        b"BEGIN:VCARD\nNOTE:" + b"x" * 60_000_000 + b"\nFN:Ona\nEND:VCARD\n",
        b"BEGIN:VCARD\nFN:Ona\nNOTE;ENCODING=QUOTED-PRINTABLE:" + b"=41=\n" * 1_000_000 + b"\nEND:VCARD\n",
        b"BEGIN:VCARD\n" * 200_000 + b"FN:Ona\n" + b"END:VCARD\n" * 200_000,
        b"BEGIN:VCARD\nAGENT:\n" * 100_000 + b"END:VCARD\n",
        b'BEGIN:VCARD\nFN:Ona\nADR;LABEL="' + b"\n x" * 200_000 + b"\nEND:VCARD\n",
        b"BEGIN:VCARD\nFN:" + b"\\;" * 400_000 + b"\nEND:VCARD\n",
        b"BEGIN:VCARD\nFN:Ona\nPHOTO;ENCODING=b:" + b"/9j/" + b"A" * 40_000_000 + b"\nEND:VCARD\n",
        b"BEGIN:VCARD\nFN:Ona\n" + b"X-A;CHARSET=zlib:\xff\n" * 3_000 + b"END:VCARD\n",
        bytes(1_000_000) + b"BEGIN:VCARD\nFN:Ona\nEND:VCARD\n",
    ],
    ids=["line", "soft breaks", "unended", "agents", "head", "escapes", "picture", "charset", "nul"],
)
def test_hostile_files_end_in_bounded_memory(tmp_path, text):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    opened(tmp_path, text)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 600_000  # KB on Linux
