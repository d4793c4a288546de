from __future__ import annotations

import pytest

from crm_desktop.errors import EncodingUnknown
from tests.exchange.vcards.making import card, cells, one, opened

RUSSIAN = ("Иванов", "Щербакова", "Кузнецов", "Жданова")
LITHUANIAN = ("Žukauskaitė", "Ščiupokas", "Šimkūnienė", "Ąžuolas")


def book(names, codec):
    return b"".join(
        card(f"FN:{name}", f"TEL:10{n}", version="2.1").encode(codec) for n, name in enumerate(names)
    )


@pytest.mark.parametrize(
    ("names", "codec"), [(RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (LITHUANIAN, "cp1257"), (RUSSIAN, "utf-8")]
)
def test_raw_letters_without_a_charset(tmp_path, names, codec):
    assert [each["name.full"] for each in cells(tmp_path, book(names, codec))] == list(names)
    assert opened(tmp_path, book(names, codec)).encoding == codec


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_of_all_forms(tmp_path, codec):
    text = "".join(card(f"FN:{name}", "NOTE;CHARSET=ascii:ž") for name in LITHUANIAN)
    found = cells(tmp_path, text.encode(codec))
    assert [each["name.full"] for each in found] == list(LITHUANIAN)
    assert found[0]["note"] == "ž"


def test_quoted_printable_without_a_charset(tmp_path):
    lines = []
    for name in RUSSIAN:
        coded = "".join(f"={byte:02X}" for byte in name.encode("cp1251"))
        lines.append(card(f"FN;ENCODING=QUOTED-PRINTABLE:{coded}", version="2.1"))
    assert [each["name.full"] for each in cells(tmp_path, *lines)] == list(RUSSIAN)


def test_a_wrong_charset_is_seen_through(tmp_path):
    name = "".join(f"={byte:02X}" for byte in "Šimkūnienė".encode())
    for charset in ("us-ascii", "no-such-thing", "zlib", "rot13"):
        found = one(tmp_path, f"FN;CHARSET={charset};ENCODING=QUOTED-PRINTABLE:{name}", version="2.1")
        assert found["name.full"] == "Šimkūnienė"


def test_letters_cut_in_half_spoil_no_others(tmp_path):
    cut = "Šimkūnienė Žydrė".encode()[:-1]
    (found,) = cells(tmp_path, b"BEGIN:VCARD\nFN:" + cut + b"\nEND:VCARD\n")
    assert found["name.full"] == "Šimkūnienė Žydr"


def test_the_user_may_choose(tmp_path):
    text = book(("Ñ",), "cp1252")
    assert cells(tmp_path, text, encoding="cp1251")[0]["name.full"] == "С"
    assert opened(tmp_path, text, encoding="windows-1251").encoding == "cp1251"
    wide = card("FN:Ona").encode("utf-16-le")
    assert cells(tmp_path, wide, encoding="utf-16-le")[0]["name.full"] == "Ona"
    with pytest.raises(EncodingUnknown):
        opened(tmp_path, text, encoding="nonsense")
