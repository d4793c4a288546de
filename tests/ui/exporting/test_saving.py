"""Names of files, and the work behind the sheet."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.background.runner import Cancelled, Progress
from crm_desktop.errors import FileNotWritten
from crm_desktop.exchange.exporting.lists import ListColumn
from crm_desktop.services.filters import ClientQuery
from crm_desktop.services.lists import order
from crm_desktop.ui.exporting.saving import Wanted, file_in, proposed_stem, safe_stem, save

NAME = ListColumn("name", "Name", lambda row: row.name)


def test_the_name_is_the_view_and_the_day():
    assert proposed_stem("", date(2026, 11, 3)) == "Clients 2026-11-03"
    assert proposed_stem("Vilnius: late?", date(2026, 11, 3)) == "Vilnius late 2026-11-03"


@given(st.text())
def test_a_name_holds_nothing_that_a_file_system_refuses(text):
    stem = safe_stem(text)
    assert not set(stem) & set('<>:"/\\|?*\n\t\x00')
    assert stem == stem.strip(" .")
    assert len(stem) <= 120


def test_the_chosen_format_decides_the_suffix(tmp_path):
    assert file_in(tmp_path, " list ", ".csv") == tmp_path / "list.csv"
    assert file_in(tmp_path, "list.XLSX", ".csv") == tmp_path / "list.csv"
    assert file_in(tmp_path, "1.2", ".xlsx") == tmp_path / "1.2.xlsx"
    assert file_in(tmp_path, "../x", ".xlsx") == tmp_path / "x.xlsx"
    assert file_in(tmp_path, " .xlsx", ".xlsx") is None


def test_the_whole_list_or_the_selected_columns_or_everything(session, people, tmp_path):
    path = tmp_path / "list.csv"
    done = []
    progress = Progress(lambda *counts: done.append(counts))
    assert save(session.store, Wanted(ClientQuery(), None, [NAME]), path, progress) == (5, 0)
    assert path.read_text("utf-8-sig").splitlines()[0] == "Name"
    assert done[0] == (0, 5)
    places = order(session.store, ClientQuery(text="kazl"))
    assert save(session.store, Wanted(ClientQuery(), places, None), path, progress) == (1, 0)
    header, row = path.read_text("utf-8-sig").splitlines()
    assert "jonas@rasa.lt" in row
    assert header.count(";") > 20


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_stopped_work_leaves_no_file(session, people, tmp_path, name):
    progress = Progress(lambda _done, _total: progress.stop())
    wanted = Wanted(ClientQuery(), None, [ListColumn("kind", "Kind", lambda _row: str(progress.check()))])
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(Cancelled):
        save(session.store, wanted, folder / name, progress)
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_gone_is_told(session, people, tmp_path):
    with pytest.raises(FileNotWritten):
        save(
            session.store, Wanted(ClientQuery(), None, [NAME]), tmp_path / "no" / "list.xlsx", Progress(print)
        )
