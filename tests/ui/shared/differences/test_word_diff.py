from __future__ import annotations

from crm_desktop.ui.shared.differences.word_diff import compare, marked


def test_words_that_the_other_lacks_are_told():
    left, right = compare("Pays by card, likes roses", "Pays in cash, likes roses")
    assert [text for text, lacks in left if lacks] == ["by", "card"]
    assert [text for text, lacks in right if lacks] == ["in", "cash"]
    assert "".join(text for text, _ in left) == "Pays by card, likes roses"
    assert "".join(text for text, _ in right) == "Pays in cash, likes roses"


def test_texts_that_have_nothing_in_common_are_left_alone():
    assert compare("blue vases", "come on Friday") == ([("blue vases", False)], [("come on Friday", False)])
    assert compare("", "x") == ([("", False)], [("x", False)])


def test_very_long_texts_are_not_compared():
    one, other = "a " * 5000, "a " * 5000 + "b"
    assert compare(one, other) == ([(one, False)], [(other, False)])


def test_what_looks_like_rich_text_stays_text():
    assert marked([("<b>1 & 2\n", True), ("x", False)], "#eee") == (
        '<span style="background-color:#eee">&lt;b&gt;1 &amp; 2<br></span>x'
    )
