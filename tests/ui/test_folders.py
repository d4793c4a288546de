"""Where file dialogs open."""

from __future__ import annotations

from crm_desktop.ui.folders import first_folder


def test_the_folder_of_last_time_if_it_is_still_there(tmp_path):
    assert first_folder(str(tmp_path), lambda: "") == tmp_path
    assert first_folder(str(tmp_path / "gone"), lambda: str(tmp_path)) == tmp_path
    assert first_folder("", lambda: "").is_dir()
