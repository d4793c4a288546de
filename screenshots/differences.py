"""Differences between colleagues: both sides, several chosen, what was decided, and a base that has none."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.kinds import ConflictKind, StageRole
from crm_desktop.services import difference_answers
from crm_desktop.services.base import stage_id
from crm_desktop.services.difference_counts import any_open
from crm_desktop.sync.applying import apply, write_conflict
from crm_desktop.sync.conflicts import Said
from crm_desktop.sync.merge import Conflict
from crm_desktop.sync.snapshot import Author, Point, Snapshot
from crm_desktop.sync.tables import synced_table, synced_tables
from crm_desktop.ui import text
from crm_desktop.ui.shared.differences.view import DifferencesView
from screenshots.stage import settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.services.base import Store
    from crm_desktop.ui.desk import Desk

_WORDS = {
    "en": (
        "Anna",
        "Comes with her daughter. Pays by card, likes tall vases and asks for a discount.",
        "Comes with her daughter on Fridays. Pays in cash, likes tall blue vases and asks for a discount.",
        "Jonas",
    ),
    "ru": (
        "Анна",
        "Приходит с дочерью. Платит картой, любит высокие вазы и просит скидку.",
        "Приходит с дочерью по пятницам. Платит наличными, любит высокие голубые вазы и просит скидку.",
        "Иван",
    ),
    "lt": (
        "Asta",
        "Ateina su dukra. Moka kortele, mėgsta aukštas vazas ir prašo nuolaidos.",
        "Ateina su dukra penktadieniais. Moka grynaisiais, mėgsta aukštas mėlynas vazas ir prašo nuolaidos.",
        "Jonas",
    ),
}

Meeting = tuple[str, bytes, dict[str, Any], dict[str, Any]]


def make(store: Store) -> None:
    """What two people wrote at once, met as it does in an exchange."""
    who, notes, other_notes, store.who = _WORDS[text.language()]
    letters = "[А-Я]*" if text.language() == "ru" else "[A-Z]*"
    named = (
        "SELECT id FROM client WHERE deleted = 0 AND kind = 'person' AND name GLOB ? AND stage_id = ? LIMIT 6"
    )
    clients = [id_ for (id_,) in store.read(named, (letters, stage_id(StageRole.CLIENT)))]
    ((point, value),) = store.read(
        "SELECT id, value FROM contact_point WHERE client_id = ? AND kind = 'phone' AND deleted = 0 LIMIT 1",
        (clients[0],),
    )
    ((deal, amount),) = store.read("SELECT id, amount FROM deal WHERE deleted = 0 AND amount > 0 LIMIT 1")
    _meet(
        store,
        who,
        [
            ("client", clients[0], {"notes": other_notes}, {"notes": notes}),
            ("client", clients[1], {"birthday": "1976-05-17"}, {"birthday": "1976-05-18"}),
            ("client", clients[2], {"deleted": 1}, {"likes": notes[:24]}),
            ("deal", deal, {"amount": amount + 15_000}, {"amount": amount + 5_000}),
        ],
    )
    regular, partner = stage_id(StageRole.REGULAR), stage_id(StageRole.PARTNER)
    _meet(
        store,
        who,
        [
            ("contact_point", point, {"value": value[:-2] + "17"}, {"value": value[:-2] + "71"}),
            ("client", clients[0], {"stage_id": regular}, {"stage_id": partner}),
            ("client", clients[3], {"loyalty_card": "4411"}, {"loyalty_card": "4414"}),
        ],
    )
    at = utc_text(store.clock.now())
    ((number,),) = store.read("SELECT number FROM client WHERE id = ?", (clients[4],))
    with store.transaction() as connection:
        found = Conflict("number", ConflictKind.NUMBER, None, number, 42)
        write_conflict(connection, ("client", clients[4]), 9, found, Said("", "", store.who, at, at))


def _meet(store: Store, who: str, met: list[Meeting]) -> None:
    """Rows get values here, and others from the server, which were first."""
    with store.transaction() as connection:
        for synced in synced_tables():
            connection.execute(f'UPDATE "{synced.name}" SET rev = 1 WHERE rev <= 0')
        connection.execute("DELETE FROM shadow")
    rows: dict[str, list[tuple[Any, ...]]] = {}
    for table, id_, mine, theirs in met:
        names = synced_table(table).names
        (was,) = store.read(f'SELECT {", ".join(names)} FROM "{table}" WHERE id = ?', (id_,))
        after = dict(zip(names, was, strict=True)) | theirs
        with store.change("edit_client") as change:
            setting = ", ".join(f"{name} = ?" for name in mine)
            change.execute(f'UPDATE "{table}" SET {setting} WHERE id = ?', (*mine.values(), id_))
        rows.setdefault(table, []).append((id_, 7, *after.values()))
    at = utc_text(store.clock.now() - timedelta(hours=3))
    apply(store, Snapshot(b"e" * 16, Point(7, b"p" * 16), rows, {7: Author(who, at)}))


def _view(desk: Desk) -> DifferencesView:
    """The list, with something in it."""
    if not any_open(desk.session.store):
        make(desk.session.store)
    if desk.hosts.show_differences is not None:
        desk.hosts.show_differences(None)
    settle()
    view = desk.window.findChild(DifferencesView)
    assert isinstance(view, DifferencesView)
    view.focus_in()
    return view


def _place_of(view: DifferencesView, field: str) -> int | None:
    places = range(view.model.rowCount())
    named = (n for n in places if (found := view.model.difference(n)) is not None and found.field == field)
    return next(named, None)


def _stand_on(view: DifferencesView, field: str) -> None:
    place = _place_of(view, field)
    assert place is not None, field
    view.list.choose(place)


def _list(desk: Desk) -> None:
    _stand_on(_view(desk), "notes")


def _third(desk: Desk) -> None:
    view = _view(desk)
    _stand_on(view, "birthday")
    view.detail.ask_third()


def _several(desk: Desk) -> None:
    view = _view(desk)
    view.list.selectAll()


def _notice(desk: Desk) -> None:
    _stand_on(_view(desk), "number")


def _card(desk: Desk) -> None:
    """The quiet line on the card."""
    view = _view(desk)
    _stand_on(view, "notes")
    (found,) = view.list.chosen()
    desk.show_client(found.row_id)


def _decided(desk: Desk) -> None:
    view = _view(desk)
    place = _place_of(view, "loyalty_card")
    if place is not None:  # in another theme it is decided already
        view.list.choose(place)
        (found,) = view.list.chosen()
        difference_answers.keep_both(desk.session.store, found.id, found.seen, "")
    view.show_decided()


SCREENS: dict[str, Callable[[Desk], None]] = {
    "differences": _list,
    "differences-third": _third,
    "differences-several": _several,
    "differences-notice": _notice,
    "differences-card": _card,
    "differences-decided": _decided,
}
