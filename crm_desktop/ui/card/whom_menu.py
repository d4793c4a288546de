"""To whom is a request handed over? A menu of colleagues whose lines have numbers for keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from crm_desktop.services.dictionaries import Dictionary, entries
from crm_desktop.ui.text import tr, trc

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from PySide6.QtWidgets import QWidget

    from crm_desktop.services.base import Store

_KEYS = 9


def ask_whom(
    over: QWidget,
    store: Store,
    present: Collection[bytes | None],
    chosen: Callable[[bytes | None, str], object],
) -> None:
    """Ask over a widget; ``present`` have it now, and ``chosen`` takes the id and the name (None and "": nobody)."""
    menu = QMenu(over)
    menu.setObjectName("hand_over_menu")
    now = set(present)
    people = [each for each in entries(store, Dictionary.COLLEAGUE) if each.active and now != {each.id}]
    for number, each in enumerate(people, start=1):
        word = each.name.replace("&", "&&")
        action = menu.addAction(f"&{number}  {word}" if number <= _KEYS else word)
        action.triggered.connect(lambda _on=False, id_=each.id, name=each.name: chosen(id_, name))
    if not people:
        menu.addAction(tr("Write your colleagues down in the settings first")).setEnabled(False)
    if now != {None}:
        menu.addSeparator()
        menu.addAction(trc("with whom", "nobody")).triggered.connect(lambda _on=False: chosen(None, ""))
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(QCursor.pos() if over.underMouse() else over.mapToGlobal(over.rect().bottomLeft()))
