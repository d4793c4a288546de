from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import UserError
from crm_desktop.kinds import ClientKind, PointKind
from crm_desktop.services.client_drafts import derived_name, distinct_names, normalised, renamed
from crm_desktop.services.drafts import ClientDraft, DateDraft, EmploymentDraft, PointDraft

PHONE, EMAIL, ADDRESS = PointKind.PHONE, PointKind.EMAIL, PointKind.ADDRESS


def points(*typed):
    draft = normalised(ClientDraft(name="A", points=tuple(PointDraft(*point) for point in typed)), "LT")
    return [(point.value, point.ext) for point in draft.points]


def test_blanks_are_squeezed_in_lines_and_kept_in_texts():
    draft = normalised(ClientDraft(name="  Ona   Petraitė ", notes=" a\n\n b ", loyalty_card=" 7  7 "), "LT")
    assert (draft.name, draft.notes, draft.loyalty_card) == ("Ona Petraitė", " a\n\n b ", "7 7")


def test_rows_that_say_nothing_go():
    draft = normalised(
        ClientDraft(
            name="A",
            points=(
                PointDraft(PHONE, " "),
                PointDraft(EMAIL),
                PointDraft(ADDRESS),
                PointDraft(PointKind.SITE),
            ),
            employments=(EmploymentDraft(), EmploymentDraft(department="shop")),
            dates=(DateDraft("wedding", " "), DateDraft("", "--01-01")),
            tags=(" ", "VIP", "vip", "Vip "),
            fields={b"f": "", b"g": "x"},
        ),
        "LT",
    )
    assert draft.points == ()
    assert draft.employments == (EmploymentDraft(department="shop"),)
    assert draft.dates == (DateDraft("", "--01-01"),)
    assert draft.tags == ("VIP",)
    assert draft.fields == {b"g": "x"}


@pytest.mark.parametrize("part", ["street", "city", "region", "postal_code", "country"])
def test_any_part_makes_an_address(part):
    point: PointDraft = replace(PointDraft(ADDRESS), **{part: "x"})  # type: ignore[arg-type]
    assert normalised(ClientDraft(points=(point,)), "LT").points == (point,)


def test_several_phones_in_one_line_become_several_lines():
    assert points((PHONE, "8 612 34567, 8 687 65432")) == [("8 612 34567", ""), ("8 687 65432", "")]
    draft = normalised(
        ClientDraft(points=(PointDraft(PHONE, "8 612 34567, 8 687 65432", "mobile", id=b"1"),)), "LT"
    )
    assert [(point.label, point.id) for point in draft.points] == [("mobile", b"1"), ("mobile", None)]


def test_a_line_that_is_not_only_phones_stays_as_typed():
    assert points((PHONE, "8 612 34567, ask for Ona")) == [("8 612 34567, ask for Ona", "")]
    assert points((PHONE, "ask the shop")) == [("ask the shop", "")]
    assert points((PHONE, ";")) == [(";", "")]


def test_the_extension_is_read_off_the_phone():
    assert points((PHONE, "8 5 212 3456 доб. 12")) == [("8 5 212 3456 доб. 12", "12")]
    assert points((PHONE, "8 5 212 3456 доб. 12", "", "99")) == [("8 5 212 3456 доб. 12", "99")]


def test_several_emails_in_one_line_become_several_lines():
    assert points((EMAIL, "a@b.lt; c@d.lt")) == [("a@b.lt", ""), ("c@d.lt", "")]
    assert points((EMAIL, "a@b.lt or so")) == [("a@b.lt or so", "")]


def test_a_nickname_alone_is_the_name_and_no_given_name():
    draft = normalised(ClientDraft(nickname="Onutė"), "LT")
    assert (draft.name, draft.given, draft.nickname) == ("Onutė", "", "Onutė")
    assert normalised(draft, "LT") == draft


def test_a_name_is_parted_for_people_only():
    person = normalised(ClientDraft(name="Dr. Ona Petraitė"), "LT")
    assert (person.prefix, person.given, person.family) == ("Dr.", "Ona", "Petraitė")
    company = normalised(ClientDraft(ClientKind.COMPANY, name="Ona Petraitė"), "LT")
    assert (company.given, company.family) == ("", "")


def test_names_follow_each_other():
    before = normalised(ClientDraft(name="Ona Petraitė"), "LT")
    assert renamed(before, before) == before
    typed = ClientDraft(name="Ona Petraitė")
    assert renamed(typed, before) == typed  # parts left out are parted again, not taken for removed


def test_names_are_made_of_parts_in_the_order_of_their_script():
    assert (
        derived_name(ClientDraft(family="Иванов", given="Иван", middle="Иванович")) == "Иванов Иван Иванович"
    )
    assert derived_name(ClientDraft(family="Petraitė", given="Ona")) == "Ona Petraitė"
    assert derived_name(ClientDraft(given="Ona")) == "Ona"


def test_names_of_tags_have_one_order():
    assert distinct_names(["b", "A", "c", "a"]) == ("A", "b", "c")


_line = st.text(alphabet="aŠя1 +@.,;()-x", max_size=12)
_draft = st.builds(
    ClientDraft,
    kind=st.sampled_from(ClientKind),
    name=_line,
    prefix=_line,
    family=_line,
    given=_line,
    middle=_line,
    suffix=_line,
    nickname=_line,
    notes=_line,
    birthday=st.sampled_from(["", "1980-02-29", "--05-17"]),
    points=st.lists(
        st.builds(PointDraft, st.sampled_from(PointKind), _line, ext=_line, city=_line), max_size=4
    ).map(tuple),
    employments=st.lists(st.builds(EmploymentDraft, st.none(), _line, _line, _line), max_size=2).map(tuple),
    dates=st.lists(st.builds(DateDraft, _line, st.sampled_from(["", "--01-01"])), max_size=2).map(tuple),
    tags=st.lists(_line, max_size=4).map(tuple),
)


@given(_draft, st.sampled_from(["LT", "RU", "US"]))
def test_a_normal_form_is_its_own_normal_form(draft, region):
    try:
        once = normalised(draft, region)
    except UserError:
        return
    assert normalised(once, region) == once
