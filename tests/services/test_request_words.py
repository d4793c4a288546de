from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crm_desktop.kinds import RequestKind
from crm_desktop.services import clients, operations, request_words, requests
from crm_desktop.services.drafts import ClientDraft, RequestDraft
from crm_desktop.services.request_list import RequestQuery, Standing, page
from crm_desktop.services.request_words import about, asks, named, spans

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def said(store):
    client = clients.add(store, ClientDraft(name="Голубева Вера"))

    def say(text, **more):
        return requests.add(store, RequestDraft(client, RequestKind.WISH, text, **more))

    return say


def found(store, text):
    return [row.text for row in page(store, RequestQuery(text=text), NOW, 50).rows]


@pytest.mark.parametrize(
    ("asked", "wish"),
    [
        ("голубые вазы", "Просила голубую вазу, высокую"),
        ("Кто просил голубые вазы?", "голубую вазу"),
        ("кто спрашивал про чашки", "Набор из шести чашек"),
        ("who asked for blue vases?", "wants a BLUE vase"),
        ("kas prašė mėlynų vazų?", "Norėjo mėlynos vazos"),
        ("melynu vazu", "mėlyną vazą"),
        ("ujke,st dfps", "голубую вазу"),
        ("тюльп", "Жёлтые тюльпаны"),
        ("голубу", "голубая ваза"),
        ("40 см", "вазу 40 см"),
    ],
)
def test_a_wish_is_found_whatever_its_case_its_ending_or_the_layout(store, said, asked, wish):
    said("Something else: вазелин, кофе, vazonas")
    said(wish)
    assert found(store, asked) == [wish]


def test_all_words_must_be_there_and_what_is_half_typed_is_looked_for_only_where_nothing_is_whole(
    store, said
):
    said("вазелин")
    assert found(store, "вазы") == ["вазелин"]
    said("голубая ваза")
    assert found(store, "вазы") == ["голубая ваза"]
    assert found(store, "красные вазы") == []
    assert found(store, "?!") == []
    assert found(store, "…") == []


def test_what_is_changed_taken_back_or_done_again_is_found_by_its_present_words(store, said):
    request = said("blue vases")
    assert found(store, "vase") == ["blue vases"]
    requests.edit(store, request, RequestDraft(requests.draft_of(store, request).client_id, text="red roses"))
    assert (found(store, "vase"), found(store, "rose")) == ([], ["red roses"])
    operations.undo(store)
    assert (found(store, "vase"), found(store, "rose")) == (["blue vases"], [])
    operations.undo(store)
    assert found(store, "vase") == []
    operations.redo(store)
    assert found(store, "vase") == ["blue vases"]
    requests.resolve(store, request, "sold them tulips")
    assert [row.id for row in page(store, RequestQuery(Standing.ALL, text="tulip"), NOW, 5).rows] == [request]


def test_stems_of_older_rules_are_made_anew(store, said, monkeypatch):
    said("blue vases")
    found(store, "vase")
    monkeypatch.setattr(request_words, "RULES", request_words.RULES + 1)
    request_words.fill(store)
    assert store.read("SELECT rules FROM request_words") == [(request_words.RULES,)]


def test_a_single_letter_is_no_beginning_of_a_word(store, said):
    said("vases by size S")
    said("stones")
    assert found(store, "s") == ["vases by size S"]
    assert found(store, "st") == ["stones"]


def test_a_layout_is_named_only_where_it_found_something(store, said):
    said("голубую вазу")
    assert page(store, RequestQuery(text="dfps"), NOW, 5).understood == "вазы"
    assert page(store, RequestQuery(text="вазы"), NOW, 5).understood == ""
    assert page(store, RequestQuery(text="qqqq"), NOW, 5).understood == ""


def test_the_name_of_the_client_is_found_as_well(store, said):
    said("вазу")
    assert found(store, "голубева") == ["вазу"]
    assert found(store, "вера ваза") == ["вазу"]


@pytest.mark.parametrize(
    ("text", "asking"),
    [
        ("who asked for blue vases", True),
        ("кто хотел вазы", True),
        ("kas norėjo vazų", True),
        ("blue vases", False),
        ("who", False),
        ("for vases", True),
        ("Ona Petrauskienė", False),
        ("из ваз", False),
    ],
)
def test_a_question_is_told_from_other_texts(text, asking):
    assert asks(text) is asking


def test_a_question_is_about_what_is_left_without_the_words_that_ask():
    assert about("Кто просил про голубые вазы?") == ("голубые", "вазы")
    assert about("who asked") == ("who", "asked")
    assert named("Who asked for “blue vases”?") == "blue vases"
    assert named("who asked?") == "who asked?"


def test_places_of_words_to_be_marked():
    text = "Ждёт голубую вазу и вазон"
    assert [text[start:end] for start, end in spans(text, ("голубые", "вазы"))] == ["голубую", "вазу"]
    assert spans(text, ("жд",)) == [(0, 4)]
