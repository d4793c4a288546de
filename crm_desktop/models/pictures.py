"""Pictures: what kind one is, by its first bytes. Names and types that a file claims are often wrong."""

from __future__ import annotations

_RIFF = 12
_BRANDS = {b"avif": "image/avif", b"avis": "image/avif"}


def media_type(data: bytes) -> str:
    """The media type (RFC 6838) of a picture, '' for anything else."""
    for magic, mime in _MAGIC:
        if data.startswith(magic):
            return mime
    if data[:4] == b"RIFF" and data[8:_RIFF] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp":  # ISO base media: HEIC of telephones, AVIF
        brand = data[8:_RIFF]
        return _BRANDS.get(brand, "image/heic" if brand[:3] in (b"hei", b"hev", b"mif", b"msf") else "")
    return ""


_MAGIC = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"BM", "image/bmp"),
)


def suffix_of(mime: str) -> str:
    """The ending of a file of this media type: ".jpg", ".png"; ".bin" where it is no picture's."""
    kind, _, subtype = mime.partition("/")
    if kind != "image" or not subtype.isalnum():
        return ".bin"
    return ".jpg" if subtype == "jpeg" else f".{subtype}"
