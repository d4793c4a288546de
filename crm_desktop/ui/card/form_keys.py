"""Keys that belong to a form while it has the focus, before the window takes them for its commands.

The window has commands for Ctrl+Enter, Ctrl+S and Del of its own. Qt asks the focused widget and those around it first
(``ShortcutOverride``): who accepts there gets the key as a key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from collections.abc import Container

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
EDITING = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Escape})


def saves(event: QKeyEvent) -> bool:
    """Whether the key says "save": Ctrl+Enter or Ctrl+S."""
    control = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.ControlModifier
    return control and (event.key() in _ENTER or event.key() == Qt.Key.Key_S)


def claim(event: QEvent, keys: Container[int] = EDITING, *, saving: bool = True) -> bool:
    """Accept an override for ``keys`` and (``saving``) for those that save; whether the event was one."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if (saving and saves(event)) or event.key() in keys:
        event.accept()
        return True
    return False


def claim_all(event: QEvent) -> bool:
    """Accept every override but those with Alt (mnemonics); whether the event was one."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.modifiers() & Qt.KeyboardModifier.AltModifier:
        return False
    event.accept()
    return True
