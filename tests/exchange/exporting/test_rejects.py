from __future__ import annotations

from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook

from crm_desktop.exchange.exporting.files import write_tables
from crm_desktop.exchange.exporting.rejects import rejected_tables, rejects_tables
from crm_desktop.exchange.importing.past import past_imports
from crm_desktop.exchange.importing.plan import plan_file
from crm_desktop.exchange.importing.session import Session
from tests.bases import new_base


@pytest.fixture
def store(tmp_path):
    base = new_base(tmp_path / "base.crm", region="LT")
    yield base.store
    base.store.close()


@pytest.fixture
def session(store, tmp_path):
    """Two files rehearsed: a workbook with two rejected rows, a CSV file with one that is longer than its header."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Žmonės"
    rows = [
        ("Vardas", "Telefonas", "Data"), ("Ona Petraitienė", "861234567", date(2020, 5, 1)),
        (None, None, date(2020, 5, 2)), (None, "", datetime(2020, 5, 3, 14, 30)),  # noqa: DTZ001 - as workbooks have them
    ]  # fmt: skip
    for row in rows:
        sheet.append(row)
    book.save(tmp_path / "people.xlsx")
    (tmp_path / "more.csv").write_text(
        "Vardas;El. paštas;Batai\nJonas;jonas@pastas.example;\n;;44;daugiau\n", "utf-8"
    )
    plans = [
        plan for name in ("people.xlsx", "more.csv") for plan in plan_file(store, tmp_path / name, "LT", "lt")
    ]
    with Session(store, plans, "LT") as session:
        session.rehearse(lambda done, total: None)
        yield session


def test_each_table_comes_back_with_its_headers_and_the_reason_last(session, tmp_path):
    tables = rejects_tables(session.plans, session.staging, "Kodėl", lambda code: f"<{code}>")
    out = tmp_path / "rejects.xlsx"
    assert write_tables(out, tables, lambda done: None) == (3, 0)
    book = load_workbook(out)
    assert book.sheetnames[0] == "Žmonės"
    first, second = (list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets)
    assert first[0] == ("Vardas", "Telefonas", "Data", "Kodėl")
    assert [row[-1] for row in first[1:]] == ["<nothing>", "<nothing>"]
    assert [row[2] for row in first[1:]] == ["2020-05-02", "2020-05-03 14:30:00"]
    assert second[0][:3] == ("Vardas", "El. paštas", "Batai")
    assert second[0][-1] == "Kodėl"
    assert {"44", "daugiau"} <= set(map(str, second[1]))


def test_nothing_rejected_gives_no_table(store, tmp_path):
    file = tmp_path / "good.csv"
    file.write_text("Vardas;Telefonas\nOna Petraitienė;861234567\n", "utf-8")
    with Session(store, plan_file(store, file, "LT", "lt"), "LT") as session:
        session.rehearse(lambda done, total: None)
        assert rejects_tables(session.plans, session.staging, "Kodėl", str) == []


def test_the_rows_of_a_past_import_come_back_alike(session, store):
    session.run(lambda done, total: None)
    (past,) = past_imports(store)
    assert past.rejects == 3
    first, second = rejected_tables(store, past, "Kodėl", lambda code: f"<{code}>")
    assert (first.name, [column.title for column in first.columns]) == (
        "Žmonės", ["Vardas", "Telefonas", "Data", "Kodėl"],
    )  # fmt: skip
    assert [list(row)[-1] for row in first.rows] == ["<nothing>", "<nothing>"]
    assert second.columns[-1].title == "Kodėl"
    assert all(len(list(row)) == len(second.columns) for row in second.rows)


def test_a_past_import_without_rejected_rows(store, tmp_path):
    file = tmp_path / "good.csv"
    file.write_text("Vardas;Telefonas\nOna Petraitienė;861234567\n", "utf-8")
    with Session(store, plan_file(store, file, "LT", "lt"), "LT") as session:
        session.rehearse(lambda done, total: None)
        session.run(lambda done, total: None)
    (past,) = past_imports(store)
    assert rejected_tables(store, past, "Kodėl", str) == []
