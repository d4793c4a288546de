"""What is told right after something was done."""

from __future__ import annotations

import pytest

from crm_desktop.kinds import Op
from crm_desktop.ui import text
from crm_desktop.ui.text_operations import op_done


def test_what_a_plan_began_is_told_with_it():
    assert op_done(Op.EDIT_DEAL, 1) == "Deal saved"
    assert op_done(Op.EDIT_DEAL, 1, begun=2) == "Deal saved · 2 next steps planned"


@pytest.mark.parametrize(
    ("language", "words"), [("ru", "запланировано 5 следующих шагов"), ("lt", "suplanuoti 5 kiti žingsniai")]
)
def test_in_every_language(language, words):
    text.set_language(language)
    assert op_done(Op.EDIT_DEAL, 1, begun=5).endswith(words)
