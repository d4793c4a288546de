from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.errors import DifferenceAnswered, DifferenceMoved
from crm_desktop.kinds import ConflictKind, DifferenceAnswer
from crm_desktop.services.difference_fields import Both
from crm_desktop.services.difference_rows import Said
from crm_desktop.ui import text, text_differences
from crm_desktop.ui.text_errors import error_text
from tests.ui.test_text_difference_values import AT, CLIENT, DIFFERENCE

KEPT, USED, BOTH, WRITTEN, SEEN = DifferenceAnswer


@pytest.fixture(autouse=True)
def _english():
    text.set_language("en")


def sentence(**values):
    return text_differences.sentence(replace(DIFFERENCE, **values))


def test_each_kind_has_its_own_sentence():
    merged = {"field": "merged_into", "other": Said("Other", "Ona", AT)}
    life = {"field": "deleted", "stands": Said(0, "Bea", AT), "other": Said(1, "Ona", AT)}
    told = [
        sentence(),
        sentence(stands=Said("b", "", "")),
        sentence(moved=True),
        sentence(kind=ConflictKind.RETURNED),
        sentence(kind=ConflictKind.EDITED_AFTER_MERGE),
        sentence(kind=ConflictKind.MERGED),
        sentence(kind=ConflictKind.NUMBER, stands=Said(1178, "", ""), other=Said(1042, "Ona", AT)),
        sentence(kind=ConflictKind.REVIVED, **life),
        sentence(kind=ConflictKind.BOTH_CHANGED, **life),
        sentence(kind=ConflictKind.MERGE_REFUSED, **merged, stands=Said("", "Bea", AT)),
        sentence(kind=ConflictKind.MERGED_ELSEWHERE, **merged, stands=Said("Third", "Bea", AT)),
        sentence(kind=ConflictKind.MERGED_ELSEWHERE, **merged, stands=Said("", "Bea", AT)),
        sentence(
            kind=ConflictKind.EDITED_AFTER_MERGE, field="merged_into", stands=Said("Third", "Bea", AT),
            other=Said("", "Ona", AT),
        ),
        sentence(record=replace(CLIENT, gone=True)),
    ]  # fmt: skip
    assert len(set(told)) == len(told)
    assert all(each.endswith(".") and "{" not in each for each in told)


def test_a_number_that_changed_says_both():
    told = sentence(kind=ConflictKind.NUMBER, stands=Said(1178, "", ""), other=Said(1042, "Ona", AT))
    assert told == (
        "Two clients had the number 1042. This one got 1178. The old number may stand on a printed card."
    )


@pytest.mark.parametrize("how", list(DifferenceAnswer))
@pytest.mark.parametrize("in_bin", [True, False])
@pytest.mark.parametrize("field", ["notes", "deleted"])
def test_each_answer_has_a_word(how, in_bin, field):
    difference = replace(DIFFERENCE, field=field, both=Both.JOIN, record=replace(CLIENT, deleted=in_bin))
    assert text_differences.answer(difference, how)
    assert text_differences.done(how, 1)
    assert (
        text_differences.decided(replace(difference, answer=how, answered_by="Ona", answered_at=AT)).count(
            " · "
        )
        == 2
    )


def test_keeping_both_says_how():
    told = {text_differences.answer(replace(DIFFERENCE, both=each), BOTH) for each in Both if each}
    assert told == {"Keep both texts", "Add it as a second one", "Note the other in the history"}


def test_counts():
    assert text_differences.counted(1) == "1 difference to look at"
    assert text_differences.done(USED, 3, 1) == "3 differences decided · 1 was changed meanwhile and waits"
    assert text_differences.done(USED, 0, 2) == "2 were changed meanwhile and wait"
    assert text_differences.chosen([DIFFERENCE] * 2) == "2 differences chosen"
    assert text_differences.answer_to_many(KEPT) != text_differences.answer_to_many(USED)


def test_who_gave_it_and_when():
    assert text_differences.given(Said("x", "", "")) == "somebody"
    assert text_differences.given(Said("x", "Bea", "2020-05-03T10:00:00.000Z")).startswith("Bea · 3 May 2020")


def test_what_happened_to_a_record_in_few_words():
    life = replace(DIFFERENCE, field="deleted")
    told = {
        text_differences.short_kind(life),
        text_differences.short_kind(replace(life, record=replace(CLIENT, deleted=True))),
        text_differences.short_kind(replace(DIFFERENCE, field="merged_into")),
    }
    assert len(told) == 3


def test_errors():
    assert error_text(DifferenceAnswered(id=b"", by="Bea", at="2020-05-03")).startswith(
        "Bea decided this already"
    )
    assert error_text(DifferenceAnswered(id=b"", by="", at="2020-05-03")).startswith(
        "This was decided already"
    )
    assert "changed this value" in error_text(DifferenceMoved(id=b"", now="x"))
