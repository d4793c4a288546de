from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from crm_desktop import paths
from devtools import sample_lists


def test_the_files_in_resources_are_those_it_makes(tmp_path, monkeypatch):
    monkeypatch.setattr(sample_lists, "SAMPLES", tmp_path)
    made = sample_lists.SAMPLES
    kept = paths.resource("samples")
    sample_lists.main()
    assert {path.name for path in made.iterdir()} == {path.name for path in kept.iterdir()} - {"README.md"}
    for path in made.iterdir():
        if path.suffix == ".csv":  # a workbook's bytes depend on the version of zlib
            assert path.read_bytes() == (kept / path.name).read_bytes()
    rows, kept_rows = (
        [row for sheet in load_workbook(folder / "clients.xlsx") for row in sheet.iter_rows(values_only=True)]
        for folder in (made, kept)
    )
    assert rows == kept_rows


@pytest.mark.parametrize(
    ("name", "encoding", "rows"), [("klientai.csv", "cp1257", 31), ("klienty.csv", "cp1251", 61)]
)
def test_every_letter_fits_the_code_page(name, encoding, rows):
    text = (sample_lists.SAMPLES / name).read_bytes().decode(encoding)
    table = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert len(table) == rows
    assert len({len(row) for row in table}) == 1
    assert "?" not in text
