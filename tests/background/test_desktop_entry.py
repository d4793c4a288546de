from __future__ import annotations

import shutil
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.background.desktop_entry import command_of, entry_of
from tests.notifications import wait_for

_words = st.lists(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12), min_size=1
)


@given(_words)
def test_a_command_comes_back_as_it_was_written(command):
    assert command_of(entry_of("CRM", command)) == command


def test_an_entry_reads_as_the_specification_has_it():
    text = entry_of("CRM Desktop", ["/opt/my crm/$x", "50%", "--hidden", 'a"b'])
    assert 'Exec="/opt/my crm/\\\\$x" "50%%" --hidden "a\\\\"b"\n' in text
    assert text.startswith("[Desktop Entry]\nType=Application\n")


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("[Desktop Entry]\nExec=crm-desktop --hidden\n", ["crm-desktop", "--hidden"]),
        ("[Desktop Entry]\r\nExec = crm-desktop\r\n", ["crm-desktop"]),
        ("# x\n[Other]\nExec=no\n[Desktop Entry]\n#Exec=no\nExec=yes %U\n", ["yes", ""]),
        ("[Desktop Entry]\nExec=crm-desktop\nHidden=true\n", []),
        ("[Desktop Entry]\nExec=crm-desktop\nX-GNOME-Autostart-enabled=false\n", []),
        ('[Desktop Entry]\nExec="" a  b\n', ["", "a", "b"]),
    ],
)
def test_entries_of_other_hands(text, command):
    assert command_of(text) == command


@pytest.mark.parametrize(
    "text", ["", "nonsense", "[Desktop Entry]\nName=x\n", '[Desktop Entry]\nExec="open\n']
)
def test_what_is_no_entry_is_refused(text):
    with pytest.raises(ValueError, match=r"Exec|quote"):
        command_of(text)


@pytest.mark.skipif(shutil.which("gio") is None, reason="gio is not installed")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="desktop entries are of Linux")
def test_another_program_starts_it_as_meant(tmp_path):
    """GLib reads the entry and starts it, as a desktop would at login."""
    target = tmp_path / 'it\'s $HOME 50% "q" \\n ą.txt'
    code = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_text('\\n'.join(sys.argv[2:]))"
    entry = tmp_path / "crm.desktop"
    entry.write_text(entry_of("CRM", [sys.executable, "-c", code, str(target), "`id`", "%f", "--hidden"]))
    subprocess.run(["gio", "launch", str(entry)], check=True, timeout=30)
    wait_for(lambda: target.exists() and target.read_text().count("\n") == 2)
    assert target.read_text() == "`id`\n%f\n--hidden"
