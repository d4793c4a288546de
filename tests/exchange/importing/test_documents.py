"""Documents made of rows at hand are those that the base would give."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.exchange.importing.documents import documents_of
from crm_desktop.exchange.importing.names import Names
from crm_desktop.exchange.importing.plan import Choice
from crm_desktop.exchange.importing.record import Entity, HistoryEntry, Point
from crm_desktop.exchange.importing.rows import Rows
from crm_desktop.kinds import Op
from crm_desktop.services import listing
from crm_desktop.services.finding.documents import compose
from tests.exchange.importing.bringing import bring, listed

NOW = "2026-11-21T10:00:00.000Z"
_LISTS = {"stage": "stage", "source": "source", "responsible": "colleague"}

words = st.sampled_from(["", "Žukas", "Иванов", "O'Brien", "vip", "8 612 34567", "Šv. Ona"])
named = st.sampled_from(["vip", "naujas", "draugai"])
points = st.builds(
    Point,
    st.sampled_from(["phone", "email", "address", "site", "messenger"]),
    st.just(""), words, st.sampled_from(["", "+37061234567", "ona@rasa.lt"]), st.sampled_from(["", "12"]),
    *[words] * 6,
)  # fmt: skip
entities = st.builds(
    Entity,
    st.sampled_from(["person", "company"]),
    words, words, words, words, words, words, words,
    st.sampled_from(["", "1980-02-29", "--05-17"]),
    st.dictionaries(
        st.sampled_from(["salutation", "source_detail", "preferred_hours", "language", "likes", "notes", "price_terms",
                         "loyalty_card", "preferred_channel"]),
        words.filter(bool),
    )
    | st.just({"number": "77", "do_not_contact": "1", "created_at": NOW}),
    st.dictionaries(st.sampled_from(list(_LISTS)), named),
    st.lists(points, max_size=3),
    st.lists(st.tuples(words, st.just("--03-08")), max_size=2),
    st.lists(named, max_size=3), st.lists(named, max_size=3),
    st.dictionaries(st.sampled_from(["Dydis", "DYDIS", "Spalva"]), words.filter(bool)),
    st.lists(st.tuples(st.just("amo"), words), max_size=2),
)  # fmt: skip
histories = st.builds(HistoryEntry, st.just("call"), st.just(NOW), st.booleans(), words, words)


@pytest.fixture
def russian(store):
    listing.ensure(store, "ru")
    return store


@given(
    st.lists(entities, min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), words), max_size=4),
    st.lists(st.tuples(st.integers(0, 3), histories), max_size=3),
)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_documents_are_those_that_the_base_would_give(russian, cards, jobs, talks):
    with russian.change(Op.IMPORT) as change:
        names = Names(russian)
        for card in cards:
            for table, entries in (("tag", card.tags), ("client_group", card.groups), ("field", card.fields)):
                names.ensure(change, table, entries)
            for name, entry in card.lists.items():
                names.ensure(change, _LISTS[name], [entry])
        batch = Rows(names, NOW)
        ids = [batch.add_client(card) for card in cards]
        for person, company, title in jobs:
            batch.employ(ids[person % len(ids)], ids[company % len(ids)], title, "")
        for client, talk in talks:
            batch.add_activity(ids[client % len(ids)], talk)
        batch.number(russian)
        batch.write(change)

        def company_name(company):
            return russian.read("SELECT name FROM client WHERE id = ?", (company,))[0][0]

        made = documents_of(batch, names, company_name, "ru")
    # Of companies whose people were spoken to, the rows at hand do not tell all.
    spoken_to = {ids[client % len(ids)] for client, _ in talks}
    assert batch.changed == {
        ids[company % len(ids)] for person, company, _ in jobs if ids[person % len(ids)] in spoken_to
    }
    by_id = {document.client_id: document for document in compose(russian.connection, ids, "ru")}
    assert [document for document in made if document.client_id not in batch.changed] == [
        by_id[identifier] for identifier in ids if identifier not in batch.changed
    ]


def test_an_import_reads_back_only_what_later_rows_changed(store, tmp_path, monkeypatch):
    listing.ensure(store, "lt")
    header = ("Vardas", "Pavardė", "Telefonas", "Įmonė", "Žymos", "Rekomendavo")
    bring(
        store, listed(tmp_path / "first.csv", header, ("Ona", "Senoji", "+37061111111", "UAB Rasa", "", ""))
    )
    again: list[bytes] = []

    def composing(connection, ids, language):
        again.extend(ids)
        return compose(connection, ids, language)

    monkeypatch.setattr(listing, "compose", composing)
    rows = [
        ("Ona", "Senoji", "+37061111111", "UAB Rasa", "vip", ""),
        ("Jonas", "Naujas", "+37062222222", "UAB Rasa", "vip", ""),
        ("Petras", "Kitas", "+37063333333", "UAB Diena", "", "Jonas Naujas"),
    ]
    bring(store, listed(tmp_path / "second.csv", header, *rows))
    names = dict(store.read("SELECT id, name FROM client"))
    assert sorted(names[identifier] for identifier in again) == ["Ona Senoji", "Petras Kitas"]
    assert listing.verify(store) == []


def test_a_contact_that_a_list_tells_of_is_one_with_the_employer_too(store, tmp_path):
    listing.ensure(store, "lt")
    header = ("Vardas", "Pavardė", "Telefonas", "Įmonė", "Data", "Kalbėta")
    talked = ("Ona", "Senoji", "+37061111111", "UAB Rasa", "2026-10-01", "skambino")
    mapping = {"Data": "activity.date", "Kalbėta": "activity.text"}
    bring(store, listed(tmp_path / "list.csv", header, talked), choice=Choice(mapping=mapping))
    person, company = store.read("SELECT last_contact FROM client_list ORDER BY kind DESC")
    assert person == company != (None,)
    assert listing.verify(store) == []


def test_a_company_in_the_bin_is_nobody_s_employer_in_the_lists(russian):
    with russian.change(Op.IMPORT) as change:
        names = Names(russian)
        batch = Rows(names, NOW)
        person, company = (
            batch.add_client(Entity(name="Ona")),
            batch.add_client(Entity("company", "UAB Rasa")),
        )
        batch.employ(person, company, "buhalterė", "")
        batch.number(russian)
        batch.write(change)
        change.execute("UPDATE client SET deleted = 1 WHERE id = ?", (company,))
        made = documents_of(batch, names, lambda _: None, "ru")
    assert made[0] == compose(russian.connection, [person], "ru")[0]
