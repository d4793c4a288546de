from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import SettingsNotSaved
from crm_desktop.settings import (
    LARGEST_FONT_SCALE,
    SMALLEST_FONT_SCALE,
    VERSION,
    Settings,
    SettingsFile,
    from_json,
    to_json,
    upgrade,
)

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
_opaque = st.dictionaries(st.text(), _json, max_size=4)
_settings = st.builds(
    Settings,
    language=st.sampled_from(["", "en", "ru", "lt"]),
    theme=st.sampled_from(["system", "light", "dark"]),
    window=_opaque,
    columns=_opaque,
    last_base=st.none() | st.sampled_from([Path("/home/ana/клиенты.crm"), Path("Žmonės.crm")]),
    user_name=st.text(),
    font_scale=st.floats(SMALLEST_FONT_SCALE, LARGEST_FONT_SCALE),
    popups=st.booleans(),
    quiet_from=st.sampled_from(["", "00:00", "22:30"]),
    quiet_until=st.sampled_from(["", "07:00", "23:59"]),
    quiet_days=st.sets(st.integers(0, 6)).map(lambda days: tuple(sorted(days))),
)


@given(_settings)
def test_the_stored_form_gives_the_same_settings_back(settings):
    assert from_json(json.loads(json.dumps(to_json(settings)))) == settings


@given(_opaque | st.fixed_dictionaries({}, optional=dict.fromkeys(to_json(Settings()), _json)))
def test_any_json_gives_usable_settings(stored):
    settings = from_json(upgrade(stored))
    assert from_json(to_json(settings)) == settings


def test_no_file_means_defaults_and_creates_none(tmp_path):
    file = SettingsFile(tmp_path / "settings.json")
    assert file.current == Settings()
    assert list(tmp_path.iterdir()) == []


def test_update_is_there_after_a_restart(tmp_path):
    path = tmp_path / "new folder" / "settings.json"
    SettingsFile(path).update(language="lt", last_base=tmp_path / "Žmonės.crm", window={"geometry": "AdnQ"})
    again = SettingsFile(path).current
    assert (again.language, again.last_base) == ("lt", tmp_path / "Žmonės.crm")
    assert again.window == {"geometry": "AdnQ"}
    assert [each.name for each in path.parent.iterdir()] == ["settings.json"], "no temporary file stays"


def test_unknown_keys_and_a_newer_version_are_kept(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text('{"version": 7, "wallpaper": "flowers", "theme": "dark"}')
    SettingsFile(path).update(language="ru")
    stored = json.loads(path.read_text(encoding="utf-8"))
    assert (stored["version"], stored["wallpaper"], stored["theme"]) == (7, "flowers", "dark")
    assert stored["language"] == "ru"


def test_a_change_made_meanwhile_by_another_process_stays(tmp_path):
    path = tmp_path / "settings.json"
    window, command_line = SettingsFile(path), SettingsFile(path)
    command_line.update(user_name="Ona")
    assert window.update(theme="dark") == Settings(user_name="Ona", theme="dark")


def test_settings_survive_the_loss_of_their_file(tmp_path):
    path = tmp_path / "settings.json"
    file = SettingsFile(path)
    file.update(user_name="Ona")
    path.unlink()
    assert file.update(theme="dark").user_name == "Ona"


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe\x00", b'"text"', b"null", b"[" * 200_000])
def test_a_damaged_file_is_put_aside(tmp_path, content):
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    assert SettingsFile(path).current == Settings()
    assert not path.exists()
    assert (tmp_path / "settings.damaged.json").read_bytes() == content


def test_a_file_with_the_mark_of_notepad_is_read(tmp_path):
    path = tmp_path / "settings.json"
    path.write_bytes(b'\xef\xbb\xbf{"theme": "light"}')
    assert SettingsFile(path).current.theme == "light"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "pink"),
        ("theme", []),
        ("language", 3),
        ("window", [1]),
        ("columns", "wide"),
        ("last_base", 7),
        ("user_name", None),
        ("font_scale", True),
        ("font_scale", 40),
        ("font_scale", "big"),
        ("popups", 1),
        ("quiet_from", "24:00"),
        ("quiet_from", "7:30"),
        ("quiet_until", "7.30"),
        ("quiet_until", None),
        ("quiet_days", "01"),
        ("quiet_days", [7]),
        ("quiet_days", [1, 1]),
        ("quiet_days", [2, 1]),
        ("quiet_days", [True]),
        ("quiet_days", [[0]]),
        ("close_to_tray", "yes"),
    ],
)
def test_one_odd_value_costs_only_itself(tmp_path, name, value):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"version": VERSION, "language": "lt", "theme": "dark", name: value}))
    settings = SettingsFile(path).current
    assert getattr(settings, name) == getattr(Settings(), name)
    assert settings.language == "lt" or name == "language"


def test_a_value_that_cannot_be_is_refused_and_nothing_changes(tmp_path):
    file = SettingsFile(tmp_path / "settings.json")
    with pytest.raises(ValueError, match="font_scale"):
        file.update(font_scale=0.1)
    with pytest.raises(TypeError):
        file.update(wallpaper="flowers")
    assert file.current == Settings()
    assert not file.path.exists()


def test_upgrade_takes_each_step_once_and_in_order():
    def rename(stored):
        return {**{k: v for k, v in stored.items() if k != "lang"}, "language": stored["lang"]}

    def shout(stored):
        return {**stored, "user_name": stored["user_name"].upper()}

    first = {"version": 1, "lang": "lt", "user_name": "ona"}
    assert upgrade(first, (rename, shout)) == {"version": 3, "language": "lt", "user_name": "ONA"}
    assert first == {"version": 1, "lang": "lt", "user_name": "ona"}, "pure"
    second = {"version": 2, "language": "lt", "user_name": "ona"}
    assert upgrade(second, (rename, shout)) == {"version": 3, "language": "lt", "user_name": "ONA"}
    assert upgrade({"version": 9}, (rename, shout)) == {"version": 9}


@pytest.mark.parametrize("version", [None, True, "2", 0, -3])
def test_an_odd_version_counts_as_the_first(version):
    assert upgrade({"version": version}, (lambda stored: {**stored, "seen": 1},)) == {"version": 2, "seen": 1}


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("in the way")
    file = SettingsFile(tmp_path / "file" / "settings.json")
    with pytest.raises(SettingsNotSaved) as caught:
        file.update(theme="dark")
    assert caught.value.facts["path"] == file.path
    assert file.current.theme == "dark", "holds until the program ends"


def test_a_file_that_cannot_be_replaced_is_told_and_leaves_no_rest(tmp_path):
    path = tmp_path / "settings.json"
    path.mkdir()
    file = SettingsFile(path)
    assert file.current == Settings()
    with pytest.raises(SettingsNotSaved):
        file.update(theme="dark")
    assert [each.name for each in tmp_path.iterdir()] == ["settings.json"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a folder closed to the user")
def test_a_damaged_file_in_a_closed_folder_does_not_stop_the_start(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text("{")
    tmp_path.chmod(0o500)
    try:
        assert SettingsFile(path).current == Settings()
    finally:
        tmp_path.chmod(0o700)


def test_a_damaged_file_that_cannot_be_put_aside_does_not_stop_the_start(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text("{")
    aside = tmp_path / "settings.damaged.json"
    aside.mkdir()
    (aside / "full").write_text("a folder in the way")
    assert SettingsFile(path).current == Settings()
    assert path.read_text() == "{"
