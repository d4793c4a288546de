"""Everything out of one base and into an empty one: the same base."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.errors import BaseTooNew, FileDamaged, FileNotWritten
from crm_desktop.exchange.everything.bringing import bring, compare
from crm_desktop.exchange.everything.folder import is_everything
from crm_desktop.exchange.everything.sheets import SHEETS
from crm_desktop.exchange.everything.writing import Words, write_everything
from crm_desktop.exchange.reading.opening import open_book
from crm_desktop.kinds import ActivityKind, Channel, DealState, Op, Outcome, RequestKind
from crm_desktop.models.plan_days import StepUnit
from crm_desktop.models.schema import TABLES
from crm_desktop.services import (
    activities,
    clients,
    deals,
    feedback,
    listing,
    operations,
    payments,
    photos,
    planning,
    plans,
    requests,
    writing,
)
from crm_desktop.services.check import check
from crm_desktop.services.common import set_setting
from crm_desktop.services.demo.making import make_demo
from crm_desktop.services.dictionaries import Dictionary, ensure
from crm_desktop.services.drafts import (
    ActivityDraft,
    ClientDraft,
    DealDraft,
    FeedbackDraft,
    PaymentDraft,
    RequestDraft,
)
from crm_desktop.services.duplicates.merging import merge
from crm_desktop.services.photos import LARGEST
from crm_desktop.services.plans import StepDraft, TemplateDraft
from tests.exchange.exporting.test_clients import bases, empty_base, fill, line

PICTURE = b"\xff\xd8\xff" + bytes(range(256)) * 3
WORDS = Words(
    "en",
    {name: name.capitalize() for sheet in SHEETS for name in (sheet.name, *sheet.columns)}
    | {"clients": "Clients"},
    lambda _column, code: code,
    lambda rows: f"{rows['client']} clients",
)


def fill_whole(store, cards, texts):
    """The cards, and of everything else something: a history, a deal with a payment, a picture, somebody merged."""
    fill(store, cards)
    ids = [id_ for (id_,) in store.read("SELECT id FROM client ORDER BY number")]
    for place, id_ in enumerate(ids):
        text = texts[place % len(texts)] if texts else "x"
        first = activities.add(
            store,
            ActivityDraft(
                id_,
                ActivityKind.CALL,
                held_at="2024-01-02T10:00:00.000Z",
                wanted=text,
                result=f"={text}",
                outcome=Outcome.SUCCESSFUL,
            ),
        )
        activities.add(
            store,
            ActivityDraft(
                None,
                ActivityKind.MEETING,
                planned_at="2030-01-02",
                all_day=True,
                wanted=f"'{text}\n\\N",
                further=tuple(ids[:1]),
            ),
        )
        requests.add(store, RequestDraft(id_, RequestKind.WISH, text, "2024-01-02T10:00:00.000Z"))
        deal = deals.add(store, DealDraft(id_, text, 12345, "EUR", DealState.WON, closed_on="2024-02-01"))
        payments.add(store, PaymentDraft(id_, 500, "EUR", paid_on="2024-02-02", note=text, deal_id=deal))
        photos.set_photo(store, id_, PICTURE + id_)
        if place % 2:
            activities.delete(store, first)
        planned = ActivityDraft(id_, planned_at="2030-03-01T10:00:00.000Z", wanted=text, reminders="15 1440")
        planning.move(store, activities.add(store, planned), "2030-03-05T10:00:00.000Z")
        fill_diary(store, id_, text)
    people = [id_ for (id_,) in store.read("SELECT id FROM client WHERE kind = 'person' ORDER BY number")]
    if len(people) > 1:
        merge(store, people[0], [people[1]], say=str)
    if len(people) > 2:
        clients.delete(store, [people[2]])


def fill_diary(store, client, text):
    """Settings, plans, answers to reminders, how long the client may be silent."""
    set_setting(store, f"holidays {text}", {"country": "LT", "words": [text]})
    steps = (StepDraft(ActivityKind.CALL, 2, wanted=text), StepDraft(ActivityKind.EMAIL, 1, StepUnit.MONTH))
    plans.save(store, TemplateDraft(f"plan {text}", steps=steps))
    with store.change(Op.ANSWER_REMINDER):
        writing.update(store, "client", client, {"ideal_silence_days": 7, "longest_silence_days": 30})
        answer = {"subject_id": client, "kind": "silence", "moment": "2030-01-01", "handled_at": text}
        writing.insert(store, "reminder_answer", answer)


def content(store):
    """Every row of every table as it stands, but for the local row number."""
    return {
        spec.name: Counter(store.read(f"SELECT id, {', '.join(spec.columns)} FROM {spec.name}"))
        for spec in TABLES
    }


def quiet(_done, _total):
    """Nobody looks."""


def taken_out(store, folder):
    write_everything(store, folder, WORDS, quiet)
    return folder


@given(cards=bases, texts=st.lists(line, max_size=3))
@settings(max_examples=12)
def test_everything_comes_back_as_the_same_base(cards, texts):
    with empty_base() as (store, folder):
        fill_whole(store, cards, texts)
        before = content(store)
        path = taken_out(store, folder / "all")
        with empty_base() as (other, _):
            brought = bring(other, path, quiet)
            assert content(other) == before
            assert listing.verify(other) == []
            assert check(other).ok
            again = compare(other, path, quiet)
            assert sum(count.new + count.other for count in again.tables.values()) == 0
            operations.undo(other, brought.operation)
            assert other.read("SELECT count(*) FROM client") == [(0,)]
            assert listing.verify(other) == []


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A base of a shop with 120 clients and their history, taken out."""
    with empty_base() as (store, _):
        make_demo(store, 120, languages={"lt": 0.4, "ru": 0.4, "en": 0.2}, progress=quiet)
        for (id_,) in store.read("SELECT id FROM client LIMIT 3"):
            photos.set_photo(store, id_, PICTURE + id_)
        path = tmp_path_factory.mktemp("demo") / "all"
        counted = []
        taken = write_everything(store, path, WORDS, lambda done, total: counted.append((done, total)))
        assert counted == sorted(counted)
        assert counted[-1][0] == counted[-1][1]
        assert taken.clients == store.read("SELECT count(*) FROM client WHERE deleted = 0")[0][0]
        yield path, content(store)


def test_the_demo_comes_back_whole(demo):
    path, before = demo
    assert is_everything(path)
    assert {each.name for each in path.iterdir()} == {
        "README.txt", "clients.xlsx", "clients.csv", "clients.vcf", "diary.ics", "photos", "tables",
    }  # fmt: skip
    with empty_base() as (store, _):
        seen = []
        bring(store, path, lambda done, total: seen.append((done, total)))
        assert seen[-1][0] == seen[-1][1]
        assert content(store) == before
        assert check(store, thorough=True).ok


def test_the_workbook_is_for_people(demo):
    book = open_book(demo[0] / "clients.xlsx")
    names = [sheet.name for sheet in book.sheets]
    assert names == ["Clients", "History (2)", "Requests", "Satisfaction", "Deals", "Payments"]
    assert all(len(sheet.rows) > 1 for sheet in book.sheets)


def test_the_workbook_says_how_a_request_came_who_had_it_and_how_it_ended(tmp_path):
    with empty_base() as (store, _):
        ona = clients.add(store, ClientDraft(name="Ona"))
        anna = ensure(store, Dictionary.COLLEAGUE, ["Anna"])["Anna"]
        received = "2024-01-02T10:00:00.000Z"
        request = requests.add(
            store,
            RequestDraft(
                ona, RequestKind.COMPLAINT, "chipped", received, received, received, "sent new ones",
                responsible_id=anna, channel=Channel.EMAIL,
            ),
        )  # fmt: skip
        for mark, words in ((2, "slow"), (4, "well in the end")):
            at = f"2024-01-0{mark + 3}T10:00:00.000Z"
            feedback.add(store, FeedbackDraft(ona, mark, words, at=at, request_id=request))
        deal = deals.add(
            store, DealDraft(ona, "Vases", 1000, "JPY", DealState.LOST, cost=700, lost_reason="dear")
        )
        feedback.add(store, FeedbackDraft(ona, 5, at="2024-01-09T10:00:00.000Z", deal_id=deal))
        book = open_book(taken_out(store, tmp_path / "all") / "clients.xlsx")
    rows = {
        sheet.name: [dict(zip(sheet.rows[0], row, strict=False)) for row in sheet.rows[1:]]
        for sheet in book.sheets
    }
    (told,) = rows["Requests"]
    assert (told["Came_by"], told["Responsible"], told["Resolution"]) == ("email", "Anna", "sent new ones")
    assert (told["Mark"], told["Comment"]) == (4, "well in the end")
    assert [(row["Mark"], row["About"]) for row in rows["Satisfaction"]] == [
        (2, "chipped"), (4, "chipped"), (5, "Vases"),
    ]  # fmt: skip
    (told,) = rows["Deals"]
    assert (told["Amount"], told["Cost"], told["Lost_reason"]) == (1000, 700, "dear")


def test_what_is_here_already_stays_and_comes_only_once(demo):
    path, _ = demo
    with empty_base() as (store, _):
        mine = clients.add(store, ClientDraft(name="Mine"))
        bring(store, path, quiet)
        once = content(store)
        numbers = [number for (number,) in store.read("SELECT number FROM client WHERE number IS NOT NULL")]
        assert len(numbers) == len(set(numbers))
        assert store.read("SELECT name FROM client WHERE id = ?", (mine,)) == [("Mine",)]
        bring(store, path, quiet)
        assert content(store) == once
        names = store.read("SELECT name FROM stage WHERE deleted = 0 AND role <> ''")
        assert len(names) == 4
        assert listing.verify(store) == []


def test_lists_of_one_name_become_one(tmp_path):
    with empty_base() as (store, _):
        a = clients.add(store, ClientDraft(name="Ona", tags=("VIP",)))
        path = taken_out(store, tmp_path / "all")
    with empty_base() as (other, _):
        clients.add(other, ClientDraft(name="Jonas", tags=("vip",)))
        bring(other, path, quiet)
        bring(other, path, quiet)
        assert len(other.read("SELECT 1 FROM tag")) == 1
        assert other.read("SELECT count(*) FROM client_tag WHERE client_id = ?", (a,)) == [(1,)]
        assert listing.verify(other) == []


def _told(table, **values):
    """The cells of a row of this table."""
    return [values.get(title, "0") for title in table.splitlines()[0].split(";")]


STAGE = "SELECT colour, rank FROM stage WHERE role = 'visitor'"


def _repainted(folder):
    """A folder of a base whose first stage has another colour."""
    with empty_base() as (store, _):
        before = store.read(STAGE)
        clients.add(store, ClientDraft(name="Ona"))
        with store.change(Op.EDIT_LISTS) as change:
            change.execute("UPDATE stage SET colour = '#123456', rank = 77 WHERE role = 'visitor'")
        return taken_out(store, folder / "all"), before


def test_the_lists_that_every_base_begins_with_become_those_of_the_folder(tmp_path):
    path, before = _repainted(tmp_path)
    with empty_base() as (other, _):
        assert other.read(STAGE) == before
        brought = bring(other, path, quiet)
        assert (brought.tables["stage"].other, brought.tables["stage"].new) == (1, 0)
        assert other.read(STAGE) == [("#123456", 77)]
        operations.undo(other, brought.operation)
        assert other.read(STAGE) == before


def test_the_lists_of_a_base_in_use_stay_as_they_are(tmp_path):
    path, before = _repainted(tmp_path)
    with empty_base() as (other, _):
        clients.add(other, ClientDraft(name="Jonas"))
        assert bring(other, path, quiet).tables["stage"].other == 1
        assert other.read(STAGE) == before
        assert other.read("SELECT name FROM client ORDER BY name") == [("Jonas",), ("Ona",)]


def damaged_copies(path):
    """Ways in which a folder can be spoilt, as (what, do)."""
    tables = path / "tables"

    def rewrite(name, change):
        file = tables / name
        file.write_text(change(file.read_text("utf-8-sig")), "utf-8-sig")

    return {
        "no about": lambda: (tables / "about.json").write_text("{"),
        "a list": lambda: (tables / "about.json").write_text("[]"),
        "a cut row": lambda: rewrite("client.csv", lambda text: text.rstrip()[:-9]),
        "no id": lambda: rewrite("client.csv", lambda text: text.replace("id;", "di;", 1)),
        "an unknown kind": lambda: rewrite("client.csv", lambda text: text.replace(";person;", ";ghost;")),
        "a word for a number": lambda: rewrite(
            "contact_point.csv", lambda text: text.replace(";1024;", ";much;")
        ),
        "half the clients": lambda: rewrite("client.csv", lambda text: text[: text.index("\n") + 1]),
        "no picture": lambda: next((path / "photos").iterdir()).unlink(),
        "a way out": lambda: rewrite(
            "photo.csv", lambda text: text.replace(";image/jpeg;", ";image/jpeg;../")
        ),
        "a long name": lambda: rewrite(
            "tag.csv", lambda text: text + f"{'0' * 8}-0000-7000-8000-{'0' * 12};{'x' * 999};;0\r\n"
        ),
        "no value for an id": lambda: rewrite(
            "tag.csv", lambda text: text + ";".join(_told(text, id=r"\N", name="x")) + "\r\n"
        ),
        "a picture too big": lambda: next((path / "photos").iterdir()).write_bytes(bytes(LARGEST + 1)),
        "not a table": lambda: (tables / "client.csv").write_bytes(b"\x00\xff\x00"),
        "a folder": lambda: ((tables / "deal.csv").unlink(), (tables / "deal.csv").mkdir()),
    }


DAMAGE = sorted(damaged_copies(Path("x")))


@pytest.mark.parametrize("what", DAMAGE)
def test_a_spoilt_folder_is_refused_and_nothing_comes_of_it(demo, tmp_path, what):
    path = tmp_path / "all"
    shutil.copytree(demo[0], path)
    damaged_copies(path)[what]()
    with empty_base() as (store, _):
        before = content(store)
        with pytest.raises(FileDamaged):
            bring(store, path, quiet)
        assert content(store) == before
        assert not store.read("SELECT 1 FROM operation WHERE state = 'open'")


def test_a_folder_of_a_newer_program_is_refused(demo, tmp_path):
    path = tmp_path / "all"
    shutil.copytree(demo[0], path)
    about = path / "tables" / "about.json"
    facts = json.loads(about.read_text("utf-8-sig"))
    about.write_text(json.dumps({**facts, "schema": 999}), "utf-8-sig")
    with empty_base() as (store, _), pytest.raises(BaseTooNew):
        compare(store, path, quiet)


def test_a_folder_of_an_older_program_lacks_tables_and_columns(demo, tmp_path):
    path = tmp_path / "all"
    shutil.copytree(demo[0], path)
    (path / "tables" / "not_duplicate.csv").unlink()
    deals_file = path / "tables" / "deal.csv"
    rows = list(csv.reader(deals_file.read_text("utf-8-sig").splitlines(), delimiter=";"))
    place = rows[0].index("cost")
    with deals_file.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(row[:place] + row[place + 1 :] for row in rows)
    with empty_base() as (store, _):
        assert bring(store, path, quiet).tables["deal"].new == len(rows) - 1


def test_nothing_is_written_over(tmp_path):
    with empty_base() as (store, _):
        (tmp_path / "all").mkdir()
        taken_out(store, tmp_path / "all")
        with pytest.raises(FileNotWritten):
            taken_out(store, tmp_path / "all")
        with pytest.raises(FileNotWritten):
            taken_out(store, tmp_path / "all" / "README.txt" / "x")
        assert [each.name for each in tmp_path.iterdir()] == ["all"]


class Stopped(Exception):
    """Somebody pressed Cancel."""


def stop(_done, _total):
    raise Stopped


def test_cancelled_on_the_way_nothing_is_left(demo, tmp_path):
    with empty_base() as (store, _):
        with pytest.raises(Stopped):
            bring(store, demo[0], stop)
        assert not store.read("SELECT 1 FROM client")
        bring(store, demo[0], quiet)
        with pytest.raises(Stopped):
            write_everything(store, tmp_path / "all", WORDS, stop)
    assert list(tmp_path.iterdir()) == []
