from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.folding import words
from crm_desktop.services.lists import ClientQuery, first_page, order, rows
from tests.services.finding.people import add


def _names(store, text, **query):
    return [row.name for row in first_page(store, ClientQuery(text, **query)).rows]


def _people(store):
    add(store, "Иванов Яков", family="Иванов", given="Яков", number=1)
    add(store, "Абрамов Пётр Иванович", family="Абрамов", given="Пётр", middle="Иванович", number=2)
    add(store, "Jonas Petraitis", family="Petraitis", given="Jonas")
    add(store, "Petras Adomaitis", family="Adomaitis", given="Petras")
    add(store, "Буква Иван", kind="company")
    add(store, "Иванова Анна", family="Иванова", given="Анна", deleted=1)


def test_a_family_stands_before_the_patronymics_made_of_it(store):
    _people(store)
    assert _names(store, "иванов") == ["Иванов Яков", "Абрамов Пётр Иванович"]
    assert _names(store, "petr")[:2] == ["Jonas Petraitis", "Petras Adomaitis"]
    assert _names(store, "иван") == ["Буква Иван", "Иванов Яков", "Абрамов Пётр Иванович"]


def test_also_in_another_script_or_keyboard_layout(store):
    _people(store)
    assert _names(store, "ivanov") == ["Иванов Яков", "Абрамов Пётр Иванович"]
    assert _names(store, "bdfyjd") == ["Иванов Яков", "Абрамов Пётр Иванович"]
    assert _names(store, "bd")[:3] == ["Буква Иван", "Иванов Яков", "Абрамов Пётр Иванович"]


def test_of_several_words_one_must_be_what_a_client_is_filed_under(store):
    _people(store)
    assert _names(store, "иванов я") == ["Иванов Яков"]
    assert _names(store, "пет иванов") == ["Абрамов Пётр Иванович"]
    assert _names(store, "pet ada") == []


def test_an_order_that_was_asked_for_is_not_broken(store):
    _people(store)
    backwards = _names(store, "иванов", sort="number", descending=True)
    assert backwards == ["Абрамов Пётр Иванович", "Иванов Яков"]
    assert _names(store, "bd", sort="number", descending=True)[0] == "Абрамов Пётр Иванович"


def test_the_bin_has_the_same_order(store):
    _people(store)
    assert _names(store, "иванов", bin=True) == ["Иванова Анна"]


WORDS = st.text("аибвг", min_size=1, max_size=4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    people=st.lists(st.tuples(WORDS, WORDS, st.booleans()), max_size=8), text=WORDS, limit=st.integers(1, 12)
)
def test_first_those_filed_under_the_word_then_the_others_each_by_name(store, people, text, limit):
    """Whatever was added by earlier examples is still there: the base grows, the rule is the same."""
    for family, given_name, family_first in people:
        name = f"{family} {given_name}" if family_first else f"{given_name} {family}"
        add(store, name, family=family, given=given_name)
    by_name = store.read(
        "SELECT l.pos, c.family, c.name FROM client_list l JOIN client c ON c.id = l.client_id ORDER BY l.pos"
    )
    heads = [pos for pos, family, _ in by_name if family.startswith(text)]
    others = [
        pos
        for pos, _, name in by_name
        if pos not in heads and any(word.startswith(text) for word in words(name))
    ]
    whole = list(order(store, ClientQuery(text)))
    assert whole[: len(heads) + len(others)] == heads + others
    assert len(set(whole)) == len(whole)
    page = first_page(store, ClientQuery(text), limit)
    assert list(page.places) == whole[: len(page.places)]
    assert [row.pos for row in page.rows] == whole[:limit]
    assert page.capped or page.total == len(whole)
    assert [row.pos for row in rows(store, whole[1:4], ClientQuery(text)) if row] == whole[1:4]
