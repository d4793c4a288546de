from __future__ import annotations

import pytest

from crm_desktop.models.pictures import media_type, suffix_of


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\nrest", "image/png"),
        (b"GIF87a", "image/gif"),
        (b"GIF89a", "image/gif"),
        (b"II*\0", "image/tiff"),
        (b"MM\0*", "image/tiff"),
        (b"BM12", "image/bmp"),
        (b"RIFF1234WEBPVP8 ", "image/webp"),
        (b"RIFF1234WAVE", ""),
        (b"\0\0\0\x18ftypheic", "image/heic"),
        (b"\0\0\0\x18ftypmif1", "image/heic"),
        (b"\0\0\0\x18ftypavif", "image/avif"),
        (b"\0\0\0\x18ftypmp42", ""),
        (b"%PDF-1.4", ""),
        (b"", ""),
    ],
)
def test_the_first_bytes_tell(data, mime):
    assert media_type(data) == mime


@pytest.mark.parametrize(
    ("mime", "suffix"),
    [
        ("image/jpeg", ".jpg"),
        ("image/png", ".png"),
        ("text/plain", ".bin"),
        ("image/../x", ".bin"),
        ("", ".bin"),
    ],
)
def test_files_of_pictures_end_as_people_know_it(mime, suffix):
    assert suffix_of(mime) == suffix
