"""Desktop entries of Linux: a command as the ``Exec`` key wants it, and back.

https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html: words in double quotes, in them a
backslash before ``"``, backtick, ``$`` and backslash; a percent sign twice; and over all that the escapes of values of
type string.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_GROUP = "Desktop Entry"
_PLAIN = re.compile(r"[A-Za-z0-9_/.:=+@,-]+", re.ASCII)
_QUOTED = re.compile(r'(["`$\\])')
_ESCAPES = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
_CODES = re.compile(r"%(.)")


def entry_of(name: str, command: Sequence[str]) -> str:
    """The text of an entry that starts a command at login, without telling the desktop to wait for its window."""
    return (
        f"[{_GROUP}]\n"
        "Type=Application\n"
        "Version=1.5\n"
        f"Name={_value(name)}\n"
        f"Exec={_value(' '.join(map(_word, command)))}\n"
        "Terminal=false\n"
        "StartupNotify=false\n"
        "X-GNOME-Autostart-enabled=true\n"
    )


def command_of(text: str) -> list[str]:
    """The command of an entry; empty where the entry is switched off.

    Raises:
        ValueError: it is no entry that starts anything.
    """
    keys = _keys(text)
    if keys.get("Hidden") == "true" or keys.get("X-GNOME-Autostart-enabled") == "false":
        return []
    if "Exec" not in keys:
        raise ValueError("no Exec")
    # A field code stands for files and the like, of which there are none at login; "%%" is a percent sign.
    return [_CODES.sub(lambda code: "%" if code[1] == "%" else "", word) for word in _words(keys["Exec"])]


def _word(text: str) -> str:
    text = text.replace("%", "%%")
    if _PLAIN.fullmatch(text):
        return text
    quoted = _QUOTED.sub(r"\\\1", text)
    return f'"{quoted}"'


def _value(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")


def _keys(text: str) -> Mapping[str, str]:
    """The keys of the entry's own group, their values without the escapes of strings."""
    keys: dict[str, str] = {}
    group = ""
    for line in text.split("\n"):
        if line.startswith("["):
            group = line.strip().strip("[]")
        elif group == _GROUP and "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            keys.setdefault(key.strip(), _unescaped(value.strip(" \t\r")))
    return keys


def _unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda escape: _ESCAPES.get(escape[1], escape[0]), value)


def _words(line: str) -> list[str]:
    """The words of an ``Exec`` line, without their quotes."""
    words, word, place = [], "", 0
    inside = begun = False
    while place < len(line):
        letter = line[place]
        if inside and letter == "\\" and place + 1 < len(line):
            place += 1
            word += line[place]
        elif letter == '"':
            inside, begun = not inside, True
        elif letter == " " and not inside:
            words += [word] if begun else []
            word, begun = "", False
        else:
            word, begun = word + letter, True
        place += 1
    if inside:
        raise ValueError("a quote that never ends")
    return [*words, word] if begun else words
