from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.folding import words
from crm_desktop.services import lists
from crm_desktop.services.filters import OWN, Filter, FilterOp
from crm_desktop.services.finding.sorting import SORTS
from crm_desktop.services.finding.tiers import MatchKind
from crm_desktop.services.lists import ClientQuery, count_by, first_page, order, rows
from tests.services.finding.people import add, child, edit, put


def _names(store, text="", **query):
    return [row.name for row in first_page(store, ClientQuery(text, **query)).rows]


def _kinds(store, text):
    return {row.name: row.match.kind.value for row in first_page(store, ClientQuery(text)).rows}


@pytest.fixture
def office(store):
    """A small base in three languages."""
    rose = add(store, "UAB „Rožė“", kind="company", number=7)
    add(store, "Иванов Сергей Петрович", phones=[("8 (903) 111-22-33", "+79031112233")], number=857389)
    add(store, "Ёлкина Анна", emails=["anna.elkina@Mail.ru"], number=857)
    add(store, "Ivanova Ona", phones=[("8 612 34567", "+37061234567")], company=rose, notes="Mėgsta rožes")
    add(
        store,
        "Šimkus Jonas",
        phones=[("+370 699 00000", "+37069900000")],
        activities=[
            {"held_at": "2026-01-02T10:00:00.000Z", "wanted": "blue vases", "result": "will call back"},
        ],
    )
    add(store, "O’Brien Pat", likes="tulips and blue irises")
    return store  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("сергей иванов", {"Иванов Сергей Петрович": "direct"}),
        ("ИВАН", {"Иванов Сергей Петрович": "direct", "Ivanova Ona": "script"}),
        ("ivanov", {"Ivanova Ona": "direct", "Иванов Сергей Петрович": "script"}),
        ("Ivanovas", {"Ivanova Ona": "script", "Иванов Сергей Петрович": "script"}),
        ("елк", {"Ёлкина Анна": "direct"}),
        ("elkina", {"Ёлкина Анна": "direct"}),
        ("kina", {"Ёлкина Анна": "infix"}),
        ("simk", {"Šimkus Jonas": "direct"}),
        ("imku", {"Šimkus Jonas": "infix"}),
        ("bdfyjd", {"Иванов Сергей Петрович": "layout", "Ivanova Ona": "layout"}),
        ("6imkus", {"Šimkus Jonas": "layout"}),
        ("ышьлгы", {"Šimkus Jonas": "layout"}),
        ("obrien", {"O’Brien Pat": "direct"}),
        ("o'br", {"O’Brien Pat": "direct"}),
        ("megst", {"Ivanova Ona": "text"}),
        ("rozes", {"UAB „Rožė“": "script", "Ivanova Ona": "script"}),
        ("roz", {"UAB „Rožė“": "direct", "Ivanova Ona": "direct"}),
        ("vases", {"Šimkus Jonas": "history"}),
        ("blue", {"O’Brien Pat": "text", "Šimkus Jonas": "history"}),
        ("simkus vases", {"Šimkus Jonas": "history"}),
        ("ona roz", {"Ivanova Ona": "direct"}),
        ("шимкус", {"Šimkus Jonas": "script"}),
        ("simksu", {"Šimkus Jonas": "typo"}),
        ("ivanoav ona", {"Ivanova Ona": "typo"}),
        ("№ 857389", {"Иванов Сергей Петрович": "direct"}),
        ("No 857", {"Ёлкина Анна": "direct", "Иванов Сергей Петрович": "direct"}),
        ("#857389", {"Иванов Сергей Петрович": "direct"}),
        ("№ 999999", {}),
        ("p", {"O’Brien Pat": "direct"}),
        ("qx", {}),
        ("qxz", {}),
        ("3706", {"Ivanova Ona": "direct", "Šimkus Jonas": "direct"}),
        ("86", {"Ivanova Ona": "direct"}),
        ("nr. 7", {"UAB „Rožė“": "direct"}),
        ("8612", {"Ivanova Ona": "direct"}),
        ("+370 (612) 34", {"Ivanova Ona": "direct"}),
        ("00370612", {"Ivanova Ona": "direct"}),
        ("34567", {"Ivanova Ona": "infix"}),
        ("1112233", {"Иванов Сергей Петрович": "infix"}),
        ("+7 903 111-22", {"Иванов Сергей Петрович": "direct"}),
        ("ona 34567", {"Ivanova Ona": "infix"}),
        ("ивано 903", {"Иванов Сергей Петрович": "infix"}),
        ("anna.elkina@mail", {"Ёлкина Анна": "direct"}),
        ("zzzzzz", {}),
        ("...", None),
    ],
)
def test_what_is_typed_finds(office, text, kinds):
    order(office, ClientQuery("zzzzzzzz"))  # as the window does: the words are read in the background
    found = first_page(office, ClientQuery(text))
    if kinds is None:
        assert (found.total, found.rows[0].match) == (6, None)
        return
    assert {row.name: row.match.kind.value for row in found.rows if row.match} == kinds
    assert list(order(office, ClientQuery(text))) == list(found.places)
    for row in found.rows:
        for start, end in row.match.spans:
            assert 0 <= start < end <= len(row.match.text)


def test_what_was_found_is_shown_bright(office):
    (row,) = first_page(office, ClientQuery("пет иван")).rows
    assert (row.match.field, row.match.text) == ("name", row.name)
    assert [row.name[start:end] for start, end in row.match.spans] == ["Иван", "Пет"]
    (row,) = first_page(office, ClientQuery("612345")).rows
    assert [row.match.text[start:end] for start, end in row.match.spans] == ["612 345"]
    (row,) = first_page(office, ClientQuery("simkus vase")).rows
    assert (row.match.field, row.match.text) == ("history", "blue vases will call back")
    assert [row.match.text[start:end] for start, end in row.match.spans] == ["vase"]
    assert [(also.field, also.spans) for also in row.match.also] == [("name", ((0, 6),))]


def test_the_text_as_it_was_understood(office):
    assert first_page(office, ClientQuery("bdfyjd")).understood == "иванов"
    assert first_page(office, ClientQuery("иванов")).understood is None
    assert first_page(office, ClientQuery("мфыуы")).understood == "vases"
    assert first_page(office, ClientQuery("tk")).understood == "ел"


def test_mistyped_words_wait_for_the_background(office):
    query = ClientQuery("simksu")
    assert first_page(office, query).total == 0
    assert len(order(office, query)) == 1
    assert first_page(office, query).total == 1


def test_what_a_first_search_needs_is_loaded_beforehand():
    code = (
        "import sys; from crm_desktop.services.lists import prepare_search as prepare; before = set(sys.modules);"
        "prepare(None); from crm_desktop.models.phones import phone_query_keys; after = set(sys.modules);"
        "phone_query_keys('+7 903 111'); print(len(after - before) > 5, set(sys.modules) - after)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "set()"]


def test_lists_of_the_user_are_found_by_their_present_names(store):
    tag = put(store, "tag", name="Golden")
    client = add(store, "Ona", tags=[tag])
    assert _kinds(store, "gold") == {"Ona": "text"}
    edit(store, "UPDATE tag SET name = 'Silver' WHERE id = ?", tag)
    (row,) = first_page(store, ClientQuery("silv")).rows
    assert (_names(store, "gold"), row.match.field, row.match.text) == ([], "tag", "Silver")
    edit(store, "UPDATE client_tag SET deleted = 1 WHERE client_id = ?", client)
    assert _names(store, "silv") == []


def test_the_bin_is_a_list_of_its_own(office):
    edit(office, "UPDATE client SET deleted = 1 WHERE number = 857")
    assert _names(office, "anna") == []
    assert _names(office, "anna", bin=True) == _names(office, bin=True) == ["Ёлкина Анна"]


def test_a_row_has_all_that_lists_show(store, clock):
    tags = [put(store, "tag", name=name) for name in ("B", "A")]
    group, field = put(store, "client_group", name="G"), put(store, "field", name="F")
    stage = put(store, "stage", name="S")
    company = add(store, "UAB X", kind="company")
    client = add(
        store, "Ona", number=5, birthday="--05-17", stage_id=stage, language="lt", preferred_channel="email",
        do_not_contact=1, created_at="2026-01-01T00:00:00.000Z", tags=tags, groups=[group], fields=[(field, "x")],
        phones=["+37061234567", "+37069999999"], emails=["ona@x.lt"],
        activities=[
            {"held_at": "2026-01-03T08:00:00.000Z"},
            {"held_at": "2026-02-03T08:00:00.000Z", "outcome": "cancelled"},
            {"planned_at": "2026-12-01"},
            {"planned_at": "2026-11-30T08:00:00.000Z"},
        ],
    )  # fmt: skip
    with store.change("x") as change:
        child(change, "employment", person_id=client, company_id=company, job_title="Director")
        child(
            change,
            "contact_point",
            client_id=client,
            kind="address",
            city="Vilnius",
            region="R",
            country="LT",
        )
        child(change, "request", client_id=client, kind="wish", received_at="2026-01-01")
        child(
            change,
            "request",
            client_id=client,
            kind="wish",
            received_at="2026-01-01",
            resolved_at="2026-01-02",
        )
    row = first_page(store, ClientQuery("ona")).rows[0]
    assert (row.kind, row.number, row.company, row.job_title) == ("person", 5, "UAB X", "Director")
    assert (row.phone, row.email, row.city, row.region, row.country) == (
        "+37061234567", "ona@x.lt", "Vilnius", "R", "LT",
    )  # fmt: skip
    assert (row.birthday, row.stage_id, row.language, row.channel) == ("--05-17", stage, "lt", "email")
    assert (bool(row.do_not_contact), row.tags, row.groups, row.fields) == (
        True,
        ("A", "B"),
        ("G",),
        ((field, "x"),),
    )
    assert (row.created, row.last_contact, row.next_contact) == (
        "2026-01-01T00:00:00.000Z", "2026-01-03T08:00:00.000Z", "2026-11-30T08:00:00.000Z",
    )  # fmt: skip
    assert (row.activities, row.open_requests, row.client_id) == (4, 1, client)


def test_rows_of_a_window_and_places_that_are_gone(office):
    places = order(office, ClientQuery())
    window = rows(office, places[1:3], ClientQuery())
    assert [row.name for row in window] == _names(office)[1:3]
    assert rows(office, [places[1], 12345], ClientQuery())[1] is None
    assert rows(office, [], ClientQuery()) == []
    assert [row.match for row in rows(office, places, ClientQuery("zzzz"))] == [None] * 6


def test_a_text_that_is_gone_meanwhile_explains_nothing(office):
    office.connection.execute("UPDATE client_text SET main = 'gone'")
    query = ClientQuery("gone")
    assert [row.match for row in rows(office, order(office, ClientQuery()), query)] == [None] * 6


def test_the_first_page_counts_so_far_and_no_further(store, monkeypatch):
    monkeypatch.setattr(lists, "COUNTED", 6)
    for i in range(10):
        add(store, f"Ona {i}", notes="ona")
    page = first_page(store, ClientQuery("ona"), limit=3)
    assert ([row.name for row in page.rows], page.total, page.capped) == (
        ["Ona 0", "Ona 1", "Ona 2"],
        6,
        True,
    )
    page = first_page(store, ClientQuery("ona 1"), limit=1)
    assert (page.total, page.capped) == (1, True)
    page = first_page(store, ClientQuery("ona 1"), limit=2)
    assert (page.total, page.capped) == (1, False)


def test_a_long_order_is_read_in_pieces_and_can_be_stopped(store, monkeypatch):
    for i in range(30):
        add(store, f"Ona {i:02}")
    monkeypatch.setattr("crm_desktop.services.lists._PIECE", 10)
    places = order(store, ClientQuery())
    assert [row.name for row in rows(store, places, ClientQuery())] == [f"Ona {i:02}" for i in range(30)]
    assert list(order(store, ClientQuery(), lambda: True)) == []
    answers = iter([False, False, True])
    assert list(order(store, ClientQuery(), lambda: next(answers))) == []


class TestSorting:
    @pytest.fixture
    def sorted_base(self, store):
        put(store, "source", name="Žinių radijas")
        shop, site = put(store, "source", name="Shop"), put(store, "source", name="site")
        first, second = put(store, "stage", name="a", rank=1), put(store, "stage", name="b", rank=2)
        size = put(store, "field", name="Size", kind="number")
        colour = put(store, "field", name="Colour", kind="choice", choices='["red", "blue"]')
        word, day = put(store, "field", name="Word"), put(store, "field", name="Day", kind="date")
        me = put(store, "colleague", name="Me")
        vip, old = put(store, "tag", name="VIP"), put(store, "tag", name="old")
        group = put(store, "client_group", name="G")
        add(
            store,
            "Ada",
            number=2,
            stage_id=second,
            source_id=site,
            tags=[vip],
            fields=[(size, "10"), (colour, "blue"), (word, "Žuvis"), (day, "2026-01-02")],
        )
        add(store, "Bob", stage_id=first, language="lt", emails=["b@x"], phones=["+2"])
        add(
            store,
            "Cid",
            number=1,
            source_id=shop,
            responsible_id=me,
            birthday="1980-05-05",
            tags=[old, vip],
            groups=[group],
            fields=[(size, "9"), (colour, "red"), (word, "zebras"), (day, "2026-01-01")],
        )
        add(store, "Dan", emails=["A@x"], phones=["+1"], do_not_contact=1)
        add(store, "")
        return store, {"size": size, "colour": colour, "word": word, "day": day}  # fmt: skip

    @pytest.mark.parametrize(
        ("sort", "up", "down"),
        [
            ("name", "ABCD_", "_DCBA"),
            ("number", "CABD_", "ACBD_"),
            ("stage", "BACD_", "ABCD_"),
            ("source", "CABD_", "ACBD_"),
            ("responsible", "CABD_", "CABD_"),
            ("tags", "CABD_", "ACBD_"),
            ("groups", "CABD_", "CABD_"),
            ("birthday", "CABD_", "CABD_"),
            ("language", "BACD_", "BACD_"),
            ("email", "DBAC_", "BDAC_"),
            ("phone", "DBAC_", "BDAC_"),
            ("do_not_contact", "DABC_", "DABC_"),
            ("size", "CABD_", "ACBD_"),
            ("colour", "CABD_", "ACBD_"),
            ("word", "CABD_", "ACBD_"),
            ("day", "CABD_", "ACBD_"),
            ("field:zz", "ABCD_", "_DCBA"),
            ("field:00", "ABCD_", "_DCBA"),
            ("no such", "ABCD_", "_DCBA"),
        ],
    )
    def test_by_any_column_with_the_empty_last(self, sorted_base, sort, up, down):
        store, own = sorted_base
        sort = OWN + own[sort].hex() if sort in own else sort
        for descending, expected in ((False, up), (True, down)):
            query = ClientQuery(sort=sort, descending=descending)
            page = first_page(store, query)
            assert "".join(row.name[:1] or "_" for row in page.rows) == expected
            assert list(order(store, query)) == list(page.places)

    @pytest.mark.parametrize("sort", SORTS)
    def test_a_search_sorts_by_any_column_too(self, sorted_base, sort):
        store, _ = sorted_base
        for person in ("Ona 1", "Ona 2"):
            add(store, person)
        for descending in (False, True):
            page = first_page(store, ClientQuery("ona", sort=sort, descending=descending))
            assert sorted(row.name for row in page.rows) == ["Ona 1", "Ona 2"]


def test_a_search_can_be_filtered_and_sorted(office):
    filled = (Filter("phone", FilterOp.FILLED),)
    assert _names(office, "ivan", filters=filled) == ["Ivanova Ona", "Иванов Сергей Петрович"]
    assert _names(office, "ivan", filters=filled, sort="number") == ["Ivanova Ona", "Иванов Сергей Петрович"]
    assert _names(office, "№ 857", filters=filled) == ["Иванов Сергей Петрович"]
    assert _names(office, filters=filled, descending=True) == [
        "Иванов Сергей Петрович", "Šimkus Jonas", "Ivanova Ona",
    ]  # fmt: skip


def test_counts_for_the_menus_of_filters(store):
    tag, gone, group = (
        put(store, "tag", name="VIP"),
        put(store, "tag", name="x"),
        put(store, "client_group", name="G"),
    )
    field, stage = put(store, "field", name="F", kind="choice"), put(store, "stage", name="S")
    add(store, "Ona", tags=[tag, gone], groups=[group], fields=[(field, "red")], stage_id=stage)
    client = add(store, "Jonas", tags=[tag], fields=[(field, "red")])
    add(store, "Zita", deleted=1, tags=[tag], fields=[(field, "red")])
    with store.change("x") as change:
        child(change, "contact_point", client_id=client, kind="address", city="Vilnius")
    edit(store, "UPDATE tag SET deleted = 1 WHERE id = ?", gone)
    assert count_by(store, "tag") == [(tag, 2)]
    assert count_by(store, "group") == [(group, 1)]
    assert count_by(store, "stage") == [(None, 1), (stage, 1)]
    assert count_by(store, "city") == [("Vilnius", 1)]
    assert count_by(store, OWN + field.hex()) == [("red", 2)]


ALPHABET = "abyizžščeėęąуиванйёшщчжя"
NAMES = st.lists(st.text(ALPHABET, min_size=3, max_size=9), min_size=1, max_size=3).map(" ".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(data=st.data())
def test_any_fragment_of_name_phone_or_email_finds(store, data):
    name = data.draw(NAMES)
    digits = data.draw(st.from_regex(r"3706[0-9]{7}", fullmatch=True))
    mail = data.draw(st.from_regex(r"[a-z]{3,8}\.[a-z]{3,6}@[a-z]{3,6}\.com", fullmatch=True))
    client = add(store, name, phones=[("+" + digits, "+" + digits)], emails=[mail])
    source = data.draw(st.sampled_from([*name.split(), digits, *words(mail)]))
    start = data.draw(st.integers(0, len(source) - 3))
    fragment = source[start : data.draw(st.integers(start + 3, len(source)))]
    text = data.draw(st.sampled_from([fragment, fragment.upper()]))
    page = first_page(store, ClientQuery(text), limit=500)
    assert client in [row.client_id for row in page.rows], (text, source)
    match = next(row.match for row in page.rows if row.client_id == client)
    assert match is not None
    assert match.kind in {MatchKind.DIRECT, MatchKind.SCRIPT, MatchKind.INFIX}
    assert match.spans
