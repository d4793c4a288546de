"""Address books made for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm_desktop.exchange.vcards.opening import open_address_book

if TYPE_CHECKING:
    from pathlib import Path


def card(*lines: str, version: str = "3.0") -> str:
    """One card of these lines."""
    return "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


def cells(tmp_path: Path, *texts: str | bytes, **options: Any) -> list[dict[str, Any]]:
    """The filled cells of every card by target."""
    book = opened(tmp_path, *texts, **options)
    (sheet,) = book.sheets
    return [
        {key: cell for key, cell in zip(sheet.meanings, row, strict=True) if cell is not None}
        for row in sheet.rows
    ]


def opened(tmp_path: Path, *texts: str | bytes, **options: Any):
    """The book of these cards."""
    path = tmp_path / "book.vcf"
    path.write_bytes(b"".join(text if isinstance(text, bytes) else text.encode() for text in texts))
    return open_address_book(path, **options)


def one(tmp_path: Path, *lines: str, version: str = "3.0") -> dict[str, Any]:
    """The cells of one card of these lines."""
    (found,) = cells(tmp_path, card(*lines, version=version))
    return found
