from __future__ import annotations

import pytest

from crm_desktop.errors import DateRefused
from crm_desktop.ui import text
from crm_desktop.ui.text_errors import error_text


@pytest.mark.parametrize(
    ("field", "language", "said"),
    [
        ("received_at", "en", "yesterday, 15:30, 17.05.2026 9:00"),
        ("received_at", "lt", "vakar, 15:30, 2026-05-17 9:00"),
        ("due_on", "en", "Write it like 17.05.2026."),
        ("birthday", "en", "or 17.05 without the year"),
    ],
)
def test_the_hint_fits_the_field(field, language, said):
    text.set_language(language)
    try:
        told = error_text(DateRefused(field=field, value="soon"))
    finally:
        text.set_language("en")
    assert said in told
    assert "soon" in told
