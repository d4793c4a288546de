"""Texts longer than a base takes: cut, counted, and whole in the notes; nothing that breaks a shared base gets in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.exchange.importing.cells import storable
from crm_desktop.exchange.importing.cleaning import Cleaner
from crm_desktop.exchange.importing.fitting import cut, fit, may_exceed
from crm_desktop.exchange.importing.merging import completed, difference
from crm_desktop.exchange.importing.plan import plan_file
from crm_desktop.exchange.importing.record import NAME_PARTS, Entity, HistoryEntry, Point, RawRow, Record
from crm_desktop.exchange.importing.rehearsal import Rehearsal
from crm_desktop.exchange.importing.staging import Action, Staging, Verdict
from crm_desktop.exchange.importing.table_hints import hints_of
from crm_desktop.exchange.importing.writing import ImportFacts, write
from crm_desktop.models.limits import LONGEST_NAME, LONGEST_TEXT, check_row
from tests.exchange.importing.bringing import bring, clients, entities, listed, nothing, rehearsed

LONG = "žodis " * 100
HUGE = "žodis " * 20_000
TABLES = (
    *("client", "contact_point", "named_date", "tag", "client_group", "field", "field_value", "external_id"),
    *("employment", "activity", "stage", "source", "colleague"),
)


def assert_storable(store):
    """Every text of the base is one that a shared base takes too."""
    for table in TABLES:
        names = [name for _, name, *_ in store.read(f"PRAGMA table_info({table})")]
        for row in store.read(f"SELECT * FROM {table}"):
            check_row(dict(zip(names, row, strict=True)))


@pytest.mark.parametrize(
    "header",
    ["Vardas", "Pareigos", "Miestas", "Žymos", "Grupė", "Šaltinis", "Atsakingas", "Kalba", "El. paštas", "Telefonas",
     "Adresas", "Skype", "Svetainė", "Etapas", "Batų dydis", "Pageidavimai", "Rekomendavo", "Gimimo data"],
)  # fmt: skip
def test_a_long_cell_is_cut_and_its_whole_text_is_in_the_notes(store, tmp_path, header):
    path = listed(tmp_path / "a.csv", ("Pavardė", "Įmonė", header), ("Petraitė", "UAB Gėlės", LONG.strip()))
    bring(store, path)
    assert_storable(store)
    words = " ".join(
        " ".join(
            [
                *map(str, entity.values.values()),
                entity.name,
                *entity.fields.values(),
                *(p.value for p in entity.points),
            ]
        )
        for entity in entities(store)
    )
    assert "žodis " * 99 in words + " "


def test_a_cut_tag_marks_the_row_for_a_look(store, tmp_path):
    path = listed(tmp_path / "a.csv", ("Vardas", "Telefonas", "Žymos"), ("Ona", "+37061234567", LONG.strip()))
    (row,) = rehearsed(store, path)
    assert (row.verdict, row.reason, row.look) == (Verdict.NEW, "text_cut", True)
    assert row.record.main.tags == [LONG[:LONGEST_NAME]]
    assert LONG.strip() in row.record.main.values["notes"]


def test_notes_of_more_than_the_limit_are_cut(store, tmp_path):
    path = listed(tmp_path / "a.csv", ("Vardas", "Telefonas", "Pastabos"), ("Ona", "+37061234567", HUGE))
    (row,) = rehearsed(store, path)
    assert [problem.code for problem in row.record.problems] == ["notes_cut"]
    bring(store, path)
    notes = clients(store)["Ona"].values["notes"]
    assert HUGE.startswith(notes)
    assert LONGEST_TEXT - 1 <= len(notes.encode()) <= LONGEST_TEXT
    assert_storable(store)


def test_nul_and_half_pairs_never_reach_the_base(store, tmp_path):
    header = ("Vardas", "Telefonas", "El. paštas", "Žymos", "Batų dydis", "Gimimo data", "Pastabos")
    sample = ("Ona", "+37061234567", "ona@gele.lt", "vip", "A1", "1990-05-17", "labas")
    (plan,) = plan_file(store, listed(tmp_path / "a.csv", header, sample), "LT", "lt")
    columns = [replace(column, header=storable(f"{column.header}\0")) for column in plan.columns]
    rows = [
        ("O\0na", "+3706\x001234567", "ona\0@gele.lt", "v\0ip", "A\x001", "1990-05-17", "la\0bas\ud800"),
        ("\0",) * 7,
    ]
    clean, staging = Cleaner(columns, hints_of(plan, "LT")), Staging()
    rehearsal = Rehearsal(store, staging, [Action.AUTO])
    raw = [RawRow(0, number, cells) for number, cells in enumerate(rows, 2)]
    summary = rehearsal.run(raw, clean, nothing)
    write(store, staging, ImportFacts([plan.facts()], {}, summary.names, {}, [Action.AUTO]), nothing)
    staging.close()
    assert_storable(store)
    (ona,) = entities(store)
    assert (ona.name, ona.keys("phone"), ona.keys("email")) == ("Ona", ["+37061234567"], ["ona@gele.lt"])
    assert (ona.tags, ona.fields, ona.values["notes"]) == (["vip"], {"Batų dydis": "A1"}, "labas\ufffd")


def test_every_text_of_a_record_is_cut():
    point = Point("email", LONG, HUGE, LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG)
    contact = Entity(name=LONG, job_title=LONG)
    main = Entity(
        "company", LONG, LONG, LONG, LONG, LONG, LONG, LONG,
        values={"notes": "x", "language": LONG, "likes": HUGE}, lists={"stage": LONG},
        points=[point], dates=[(LONG, "2020-01-01")], tags=[LONG], groups=[LONG], fields={"Code": HUGE},
        externals=[(LONG, HUGE)], employer=LONG, employer_external=(LONG, HUGE),
    )  # fmt: skip
    record = Record(main, contact, HistoryEntry("call", "2020-01-01", False, HUGE, HUGE))
    fit(record)
    found = record.main
    for entity in (found, record.contact):
        for part in NAME_PARTS:
            check_row({part: getattr(entity, part)})
    check_row(found.values | found.lists)
    check_row(found.points[0]._asdict())
    assert found.points[0].key == ""
    for label, _ in found.dates:
        check_row({"label": label})
    for name in (*found.tags, *found.groups):
        check_row({"name": name})
    check_row({"value": found.fields["Code"]})
    for system, value in [*found.externals, found.employer_external or ("", "")]:
        check_row({"system": system, "value": value})
    check_row({"wanted": record.activity.wanted, "result": record.activity.result})
    assert found.values["notes"].startswith(f"x\n{LONG}")
    assert {problem.code for problem in record.problems} == {"text_cut", "notes_cut"}


def test_what_fits_is_left_as_it_is():
    record = Record(Entity(name="Ona", tags=["vip"], values={"notes": "labas"}))
    fit(record)
    assert record == Record(Entity(name="Ona", tags=["vip"], values={"notes": "labas"}))


@pytest.mark.parametrize("size", range(8))
def test_no_sign_is_cut_in_two(size):
    kept = cut("ažž😀", size)
    assert "ažž😀".startswith(kept)
    assert len(kept.encode()) <= size


def test_only_rows_with_much_text_are_looked_at():
    assert not may_exceed(["a" * 200, None, 5, "b" * 50])
    assert may_exceed(["a" * 200, "b" * 51])


def test_full_notes_take_nothing_more_and_say_so():
    full = Entity(name="Ona", values={"notes": "a" * LONGEST_TEXT})
    new = Entity(name="Ona", values={"notes": "new"})
    delta = difference(full, new)
    assert (delta.columns, delta.differs) == ({}, ["notes"])
    merged, _ = completed(full, new)
    assert merged.values["notes"] == full.values["notes"]


def test_notes_take_as_much_as_fits():
    old = Entity(name="Ona", values={"notes": "a" * (LONGEST_TEXT - 3)})
    merged, _ = completed(old, Entity(name="Ona", values={"notes": "new"}))
    assert merged.values["notes"] == f"{old.values['notes']}\nne"
