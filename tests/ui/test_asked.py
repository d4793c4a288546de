"""What the arguments ask for, and which base comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop import paths
from crm_desktop.settings import SettingsFile
from crm_desktop.ui.asked import Wanted, demo_folder, first_base, wanted


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], Wanted()),
        (["--base", "a.crm"], Wanted(base=Path("a.crm"))),
        (["--base=a b.crm"], Wanted(base=Path("a b.crm"))),
        (["--lang", "lt", "--hidden"], Wanted(language="lt", hidden=True)),
        (["--hidden", "--demo", "--lang=ru"], Wanted(language="ru", demo=True, hidden=True)),
        (["--base"], Wanted()),
        (["--base", "a.crm", "--base", "b.crm"], Wanted(base=Path("b.crm"))),
        (["--unknown", "word"], Wanted()),
    ],
)
def test_arguments(arguments, expected):
    assert wanted(arguments) == expected


def test_the_home_folder_may_be_named_short():
    assert wanted(["--base", "~/a.crm"]).base == Path.home() / "a.crm"


def test_which_base_is_opened(tmp_path):
    settings = SettingsFile(tmp_path / "settings.json")
    last, asked = tmp_path / "last.crm", tmp_path / "asked.crm"
    assert first_base(None, settings) == paths.default_base()
    settings.update(last_base=last)
    assert first_base(None, settings) == paths.default_base(), "the last one is gone"
    last.touch()
    assert first_base(None, settings) == last
    assert first_base(asked, settings) == asked, "also one that is to be made"


def test_the_base_of_a_demonstration_goes_with_it():
    with demo_folder(Wanted()) as path:
        assert path is None
    with demo_folder(Wanted(demo=True)) as path:
        assert path is not None
        assert path.suffix == ".crm"
        path.write_bytes(b"clients")
    assert not path.parent.exists()
