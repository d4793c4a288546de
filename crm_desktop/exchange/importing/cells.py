"""Cells of a list as text."""

from __future__ import annotations

import datetime
import re
from typing import Any

from crm_desktop.models.phone_cells import number_text

_SURROGATES = re.compile("[\ud800-\udfff]")


def cell_text(cell: Any) -> str:
    """The cell as a person would type it: whole numbers without a fraction, dates in ISO 8601, edges trimmed.

    A leading apostrophe before ``= + - @`` marks text in spreadsheet programs (ours writes it into CSV) and goes.
    """
    if isinstance(cell, str):
        text = cell.replace("\u00a0", " ").strip()
        if text.startswith("'") and text[1:2] in ("=", "+", "-", "@"):
            text = text[1:]
        return text if text.isascii() else _SURROGATES.sub("\ufffd", text)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, int | float):
        return number_text(cell)
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "minutes")
    return str(cell)
