"""E-mail addresses of cells."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.models.emails import Email, email_key, is_wellformed, parse_emails


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ona@Example.LT", [("Ona@Example.LT", "ona@example.lt", True, "")]),
        (
            "a@b.lt, c@d.ru;E@f.com",
            [
                ("a@b.lt", "a@b.lt", True, ""),
                ("c@d.ru", "c@d.ru", True, ""),
                ("E@f.com", "e@f.com", True, ""),
            ],
        ),
        ("a@b.ru ::: c@d.ru", [("a@b.ru", "a@b.ru", True, ""), ("c@d.ru", "c@d.ru", True, "")]),
        ("a@b.lt/c@d.lt", [("a@b.lt", "a@b.lt", True, ""), ("c@d.lt", "c@d.lt", True, "")]),
        ("Jonas P. <j@x.lt>", [("j@x.lt", "j@x.lt", True, "Jonas P.")]),
        ("jonas@x.lt (darbo)", [("jonas@x.lt", "jonas@x.lt", True, "(darbo)")]),
        ("Иван ivan@x.ru", [("ivan@x.ru", "ivan@x.ru", True, "Иван")]),
        ("mailto:a@b.lt", [("a@b.lt", "a@b.lt", True, "")]),
        ("ivan @mail.ru", [("ivan@mail.ru", "ivan@mail.ru", True, "")]),
        ("почта@пример.рф", [("почта@пример.рф", "почта@пример.рф", True, "")]),
        ("dainava@kaunas.lt.", [("dainava@kaunas.lt.", "dainava@kaunas.lt", False, "")]),
        (
            "seniūnija@batniava.krs.ltSeniūnas",
            [("seniūnija@batniava.krs.ltSeniūnas", "seniūnija@batniava.krs.ltseniūnas", False, "")],
        ),
        ("other email", [("other email", "other email", False, "")]),
        ("", []),
        (None, []),
        ("\u00a0", []),
    ],
)
def test_a_cell_is_read_as_its_addresses(text, expected):
    assert [(mail.text, mail.key, mail.valid, mail.name) for mail in parse_emails(text)] == expected


@pytest.mark.parametrize(
    "address",
    [
        "a@b",
        "@b.lt",
        "a@@b.lt",
        "a..b@c.lt",
        "a b@c.lt",
        "a@b.l",
        "a@b.l1",
        "a@b.čč",
        "a@-b.lt",
        "x" * 65 + "@b.lt",
    ],
)
def test_malformed_addresses_are_told(address):
    assert not is_wellformed(address)


@pytest.mark.parametrize(
    "address",
    ["a@b.lt", "a.b+c@d-e.co.uk", "A@B.LT", "a@b.Lt", "a@b.xn--p1ai", "名無しの権兵衛@host.invalid"],
)
def test_wellformed_addresses_of_every_script(address):
    assert is_wellformed(address)


def test_the_key_mends_the_ends_and_folds():
    assert email_key(" <MAILTO:Ona@X.LT?subject=hi>, ".replace("<", "")) == "ona@x.lt"
    assert email_key("a\u200b@b.lt,") == "a@b.lt"


@given(st.text(max_size=60))
def test_any_text_is_kept_and_its_key_is_stable(text):
    for mail in parse_emails(text):
        assert isinstance(mail, Email)
        assert email_key(mail.key) == mail.key


@given(
    st.lists(st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.lt", fullmatch=True), min_size=1, max_size=5),
    st.sampled_from([", ", ";", "\n", " ::: ", " "]),
)
def test_several_addresses_come_back_in_order(addresses, separator):
    assert [mail.key for mail in parse_emails(separator.join(addresses))] == addresses


def test_addresses_of_the_offices(samples):
    with (samples / "csv/lt_seniunijos.csv").open(encoding="utf-8-sig") as file:
        mails = [mail for row in csv.DictReader(file) for mail in parse_emails(row["email"])]
    assert len(mails) == 100
    assert len({mail.key for mail in mails}) == 99
    assert {mail.text for mail in mails if not mail.valid} == {
        "dainava@kaunas.lt.",
        "seniūnija@batniava.krs.ltSeniūnas",
    }


@given(st.from_regex(r"[a-z.%+@-]{1,12}@[a-z.-]{1,12}", fullmatch=True))
def test_the_quick_way_says_what_the_rule_says(text):
    mail = parse_emails(text)[0]
    if mail.text == text:
        assert mail.valid == is_wellformed(text)
