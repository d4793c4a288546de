from __future__ import annotations

import json

import pytest
from openpyxl import load_workbook

from crm_desktop import paths
from crm_desktop.services import views
from crm_desktop.services.base import open_base
from crm_desktop.services.filters import ClientQuery, to_json


@pytest.fixture
def few(tmp_path):
    """Two clients, one of them twice, and a row with nothing but a number."""
    file = tmp_path / "few.csv"
    file.write_text(
        "Vardas;Telefonas;El. paštas;Batų dydis\nOna Petraitienė;861234567;ona@pastas.example;38\n"
        "Jonas Kairys;869912345;;\n;;;44\n",
        encoding="utf-8",
    )
    return file


def test_import_tells_all_in_json(run, few, base):
    answer = run("import", few, "--json")
    assert answer.code == 0, answer.err
    assert answer.err == ""
    result = answer.json
    assert list(result) == [
        "import_id", "files", "read", "new", "completed", "same", "duplicates", "review", "rejected", "people",
        "companies", "activities", "deals", "order_lines", "worth", "filled", "rejects",
    ]  # fmt: skip
    (file,) = result["files"]
    assert set(file) == {"file", "sheet", "header_row", "encoding", "separator", "preset", "mapping"}
    assert (file["file"], file["header_row"], file["separator"]) == ("few.csv", 1, ";")
    assert file["mapping"]["Telefonas"] == "phone"
    assert (result["read"], result["new"], result["rejected"], result["people"]) == (3, 2, 1, 2)
    assert result["rejects"] == [{"file": "few.csv", "row": 4, "reason": result["rejects"][0]["reason"]}]
    assert run("search", "petraitiene", "--json").json["total"] == 1
    assert run("show", "1", "--json").json["fields"][0]["name"] == "Batų dydis"


def test_a_second_import_of_the_same_changes_nothing_and_undo_takes_the_first_back(run, few):
    run("import", few)
    again = run("import", few, "--json").json
    assert (again["new"], again["same"]) == (0, 2)
    seqs = [row["seq"] for row in run("history", "--json").json if row["op"] == "import"]
    assert run("undo", seqs[-1]).code == 0
    assert run("search", "petraitiene", "--json").json["total"] == 0


def test_a_rehearsal_writes_nothing_not_even_a_base(run, few, base):
    answer = run("import", few, "--dry-run")
    assert answer.code == 0
    assert "nothing was written" in answer.out
    assert "2 new clients" in answer.out
    assert not base.exists()
    run("import", few)
    before = run("history", "--json").json
    assert run("import", few, "--dry-run", "--json").json["import_id"] is None
    assert run("history", "--json").json == before


@pytest.fixture
def orders(tmp_path):
    """Three orders, one of them in two rows, one still open."""
    file = tmp_path / "orders.csv"
    file.write_text(
        "Order No;Customer;Order Date;Product;Total;Status\n1;Vera Fox;2024-01-02;Rose;1200.50;Shipped\n"
        "1;Vera Fox;2024-01-02;Vase;30;Shipped\n2;Ann Cat;2024-01-03;Lily;7;Pending\n3;Ann Cat;2024-01-03;Lily;8;\n",
        encoding="utf-8",
    )
    return file


def test_an_import_says_what_the_deals_come_to(run, orders):
    answer = run("import", orders, "--dry-run", "--currency", "usd")
    assert "1 further row of an order above" in answer.out
    assert "3 deals\n    Won: $1,238.50\n    Open: $7\n" in answer.out
    result = run("import", orders, "--json").json
    assert (result["deals"], result["order_lines"], result["duplicates"]) == (3, 1, 1)
    assert result["worth"] == {"open:GBP": 700, "won:GBP": 123_850}
    again = run("import", orders, "--json").json
    assert (again["order_lines"], again["same"]) == (0, 4)


def test_a_currency_that_is_none(run, orders, base):
    answer = run("import", orders, "--currency", "pounds")
    assert answer.code == 1
    assert "pounds" in answer.err


def test_of_many_rows_that_cannot_go_in_the_first_are_told(run, tmp_path):
    file = tmp_path / "many.csv"
    rows = "".join(f"{number};;2024-01-02;{number}\n" for number in range(60))
    file.write_text(
        f"Order No;Customer;Order Date;Total\n100;Vera Fox;2024-01-02;5\n{rows}", encoding="utf-8"
    )
    out = run("import", file, "--dry-run").out
    assert out.count("This deal names no client") == 50
    assert "and 10 more rows that cannot go in" in out
    assert len(run("import", file, "--dry-run", "--json").json["rejects"]) == 60


def test_tables_that_nothing_is_taken_from_say_why(run, tmp_path):
    file = tmp_path / "sales.csv"
    for header in ("Sale_ID;Date;Store_ID;Units\n1;2024-01-02;3;2\n", "Order ID;Item;Price\n1;Rose;2.5\n"):
        file.write_text(header, encoding="utf-8")
        assert "sales.csv, sales: No column here says who it is about" in run("import", file, "--dry-run").out
    goods = tmp_path / "goods.csv"
    goods.write_text("Order ID;Item;Price\n1;Rose;2.5\n", encoding="utf-8")
    file.write_text("Order ID;Customer;Order Date\n1;Vera Fox;2024-01-02\n", encoding="utf-8")
    assert "No column here" not in run("import", file, goods, "--dry-run").out


def test_the_map_says_what_columns_mean(run, few, tmp_path):
    chosen = tmp_path / "map.json"
    chosen.write_text(json.dumps({"Batų dydis": "note"}))
    assert run("import", few, "--map", chosen, "--json").json["files"][0]["mapping"]["Batų dydis"] == "note"
    assert "38" in run("show", "1", "--json").json["notes"]


@pytest.mark.parametrize(
    "text", ["", "[]", '{"Vardas": 5}', '{"No such column": "note"}', '{"Vardas": "no.such.field"}']
)
def test_a_map_that_does_not_fit(run, few, tmp_path, text):
    chosen = tmp_path / "map.json"
    chosen.write_text(text)
    answer = run("import", few, "--map", chosen)
    assert (answer.code, answer.out) == (1, "")
    assert run("import", few, "--map", tmp_path / "none.json").code == 1


def test_what_to_do_with_known_clients(run, add, few):
    add("client", {"name": "Ona Petraitienė", "phones": ["861234567"]})
    assert run("import", few, "--on-match", "skip").code == 0
    assert run("search", "petraitiene", "--json").json["total"] == 1
    assert run("show", "1", "--json").json["fields"] == []
    assert run("import", few, "--on-match", "complete").code == 0
    assert run("show", "1", "--json").json["fields"][0]["value"] == "38"
    assert run("import", few, "--on-match", "new").code == 0
    assert run("search", "petraitiene", "--json").json["total"] == 2


def test_rejected_rows_come_back_as_a_workbook_that_imports_again(run, few, tmp_path):
    out = tmp_path / "rejects.xlsx"
    assert run("import", few, "--rejects", out).code == 0
    rows = list(load_workbook(out).active.iter_rows(values_only=True))
    assert rows[0][:4] == ("Vardas", "Telefonas", "El. paštas", "Batų dydis")
    assert len(rows) == 2
    assert rows[1][3] in (44, "44")
    assert rows[1][4]
    assert run("import", few, "--rejects", tmp_path / "rejects.csv").code == 1


def test_a_file_that_cannot_be_read(run, tmp_path, base):
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing more")
    for file in (broken, tmp_path / "none.xlsx", tmp_path):
        answer = run("import", file, "--json")
        assert (answer.code, answer.out) == (1, "")
        assert "Traceback" not in answer.err
        assert file.name in answer.err


def test_a_file_with_nobody_in_it_says_so(run, tmp_path):
    file = tmp_path / "prices.csv"
    file.write_text("Prekė;Kaina\nRožė;2,50\nTulpė;1,10\n", encoding="utf-8")
    answer = run("import", file)
    assert answer.code == 1
    assert answer.err


def test_the_sample_lists_go_in_and_come_out_the_same(run, tmp_path, base):
    assert (
        run("import", paths.resource("samples/clients.xlsx"), paths.resource("samples/klienty.csv")).code == 0
    )
    count = run("check", "--json").json["clients"]
    assert count > 120
    for suffix in (".csv", ".xlsx"):
        out = tmp_path / f"out{suffix}"
        answer = run("export", "clients", "--to", out, "--json")
        assert answer.json == {"file": str(out), "rows": count, "cut": 0}
        base.unlink()
        back = run("import", out, "--json")
        assert back.json["rejected"] == 0
        assert run("check", "--json").json["clients"] == count


def test_an_address_book_goes_out_and_comes_in(run, add, tmp_path):
    add("client", {"name": "Ona Petraitė", "points": [{"kind": "phone", "value": "+37061234567"}]})
    out = tmp_path / "all.vcf"
    assert run("export", "clients", "--to", out).code == 0
    answer = run("import", out, "--json", "--dry-run")
    assert answer.json["same"] == 1


def test_a_file_of_damaged_cards_says_so(run, tmp_path):
    (tmp_path / "broken.vcf").write_text("BEGIN:VCAR\nFN:Ona\nEND:VCARD\n")
    answer = run("import", tmp_path / "broken.vcf")
    assert answer.code == 1
    assert "damaged" in answer.err


def test_export_of_a_view_in_its_order(run, add, base, tmp_path):
    add("client", [{"name": "Ona"}, {"name": "Jonas"}, {"name": "Oskaras"}])
    opened = open_base(base)
    views.save(opened.store, "Oną", to_json(ClientQuery(text="o", descending=True)))
    opened.store.close()
    out = tmp_path / "out.csv"
    answer = run("export", "clients", "--to", out, "--view", "ona")
    assert answer.out == f"2 clients written to {out}\n"
    text = out.read_text(encoding="utf-8-sig")
    assert 0 < text.index("Oskaras") < text.index("Ona")
    assert "Jonas" not in text


def test_export_that_cannot_be(run, add, tmp_path):
    add("client", {"name": "Ona"})
    answer = run("export", "clients", "--to", tmp_path / "x.csv", "--view", "none")
    assert answer.code == 1
    assert "none" in answer.err
    assert run("export", "clients", "--to", tmp_path / "x.pdf").code == 1
    assert run("export", "clients", "--to", tmp_path / "no" / "x.csv").code == 1
