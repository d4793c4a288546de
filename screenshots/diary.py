"""The screens on which the diary answers what is typed into the search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.ui.text import language

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.ui.desk import Desk

_ASKED = {
    "en": "on which day was the meeting with {name}?",
    "ru": "когда встреча с {name}",
    "lt": "kada susitikau su {name}",
}
_COUNTED = {
    "en": "how many meetings are planned for next month?",
    "ru": "сколько встреч запланировано на следующий месяц?",
    "lt": "kiek susitikimų suplanuota kitą mėnesį?",
}
_MET_OFTEN = (
    "SELECT c.name FROM activity a JOIN client c ON c.id = a.client_id WHERE a.kind = 'meeting' AND a.deleted = 0"
    " AND c.deleted = 0 AND c.kind = 'person' AND instr(c.name, ' ') > 0"
    " GROUP BY c.id ORDER BY COUNT(DISTINCT a.outcome) DESC, COUNT(*) DESC, c.rid LIMIT 1"
)


def _asked(desk: Desk) -> None:
    ((name,),) = desk.session.store.read(_MET_OFTEN)
    desk.go_clients()
    desk.window.search.setText(_ASKED[language()].format(name=name))


def _counted(desk: Desk) -> None:
    desk.go_clients()
    desk.window.search.setText(_COUNTED[language()])


SCREENS: dict[str, Callable[[Desk], None]] = {"diary-asked": _asked, "diary-counted": _counted}
