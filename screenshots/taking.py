"""Building the window offscreen and grabbing its screens."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop import paths
from crm_desktop.app import Application
from crm_desktop.services.base import open_base
from crm_desktop.services.demo.making import make_demo, shares_for
from crm_desktop.services.demo.twins import SHARE
from crm_desktop.services.filters import ClientQuery, Filter, FilterOp, filter_fields
from crm_desktop.settings import SettingsFile
from crm_desktop.ui import text, theme
from screenshots import calendar, cards, diary, importing, planning, today

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.ui.desk import Desk

SAMPLE_CLIENTS = 3218
_SETTLE_MS = 350


@dataclass(frozen=True)
class Wish:
    """Which pictures are wanted."""

    folder: Path
    language: str
    theme: str
    size: tuple[int, int]
    base: Path | None
    only: frozenset[str]


def take(wish: Wish, home: Path) -> Iterator[Path]:
    """Take all pictures of one language and theme; yields their paths."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise TypeError(type(app))
    theme.load_fonts()
    text.set_language(wish.language)
    theme.apply(app, wish.theme)
    base = wish.base or _sample(home, wish.language)
    program = Application(app, SettingsFile(paths.settings_file()), base)
    try:
        desk = program.open(base)
        for name, show in SCREENS.items():
            if wish.only and name not in wish.only:
                continue
            desk.window.resize(*wish.size)
            show(desk)
            settle()
            path = wish.folder / f"{name}-{wish.language}-{wish.theme}.png"
            picture = desk.window.grab()
            for shown in app.topLevelWidgets():
                if shown is not desk.window and shown.isVisible():
                    _paste(picture, desk, shown)
                    shown.close()
            _compact(picture).save(str(path))
            yield path
    finally:
        program.close()


def settle(milliseconds: int = _SETTLE_MS) -> None:
    """Let the event loop run until what was begun has arrived."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _compact(picture: QPixmap) -> QImage:
    """The picture in its own 256 commonest colours: the eye sees no difference, and the file is a third."""
    image = picture.toImage().convertToFormat(QImage.Format.Format_RGB32)
    commonest = Counter(memoryview(image.constBits()).cast("I")).most_common(256)
    colours = [colour for colour, _ in commonest]
    return image.convertToFormat(
        QImage.Format.Format_Indexed8, colours, Qt.ImageConversionFlag.ThresholdDither
    )


def _paste(picture: QPixmap, desk: Desk, shown: QWidget) -> None:
    """Popups and dialogs are windows of their own: popups are drawn where they stand, dialogs in the middle."""
    place = desk.window.mapFromGlobal(shown.pos())
    if shown.windowType() != Qt.WindowType.Popup:
        place = desk.window.rect().center() - shown.rect().center()
    painter = QPainter(picture)
    painter.drawPixmap(place, shown.grab())
    painter.end()


def _sample(home: Path, language: str) -> Path:
    path = home / "CRM Desktop" / language / paths.default_base().name
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        base = open_base(path, language=language)
        make_demo(base.store, SAMPLE_CLIENTS, languages=shares_for(language), duplicates=SHARE)
        base.store.close()
    return path


# Each screen: how to come to it from wherever the window stands.


def _clients(desk: Desk) -> None:
    desk.window.search.clear()
    desk.clients_page().show_view(_everybody())
    cards.show_somebody(desk)


def _search(desk: Desk) -> None:
    desk.go_clients()
    desk.window.search.setText("bdfyjd")


def _filters(desk: Desk) -> None:
    desk.window.search.clear()
    stage = next(field for field in filter_fields(desk.session.store) if field.id == "stage")
    chosen = Filter("stage", FilterOp.IS, tuple(choice.value for choice in stage.choices[1:3]))
    desk.go_clients()
    desk.clients_page().show_view(replace(_everybody(), filters=(chosen,)))
    desk.clients_page().filter_bar.edit("city")


def _selection(desk: Desk) -> None:
    _clients(desk)
    desk.clients_page().table.selectAll()


def _empty(desk: Desk) -> None:
    desk.go_clients()
    desk.window.search.setText("qqxqqx")


def _palette(desk: Desk) -> None:
    from crm_desktop.ui.palette import Palette

    _clients(desk)
    desk.window.actions_table["palette"].trigger()
    popup = desk.window.findChild(Palette)
    if popup is not None:
        popup.line.setText("an")


def _page(name: str) -> Callable[[Desk], None]:
    def show(desk: Desk) -> None:
        desk.window.search.clear()
        desk.window.go(name)

    return show


def _settings(tab: int) -> Callable[[Desk], None]:
    def show(desk: Desk) -> None:
        desk.window.go("settings")
        page = desk.window.page("settings")
        page.tabs.setCurrentIndex(tab)  # type: ignore[attr-defined]  # a SettingsPage

    return show


def _everybody() -> ClientQuery:
    return ClientQuery()


def _duplicates(desk: Desk) -> None:
    desk.window.go("duplicates")
    page = desk.window.page("duplicates")
    while not page.view.pairs.rowCount():  # type: ignore[attr-defined]  # a DuplicatesPage, which searches now
        settle()


def _merge(desk: Desk) -> None:
    from crm_desktop.ui.duplicates.host import merge_selected

    desk.go_clients()
    people = desk.session.store.read("SELECT id FROM client WHERE kind = 'person' AND deleted = 0 LIMIT 3")
    merge_selected(desk, [client_id for (client_id,) in people])


def _take_out(desk: Desk) -> None:
    desk.go_clients()
    desk.window.actions_table["take_out"].trigger()


SCREENS: dict[str, Callable[[Desk], None]] = {
    "welcome": _page("welcome"),
    "clients": _clients,
    "search": _search,
    "nobody": _empty,
    "filters": _filters,
    "selection": _selection,
    "palette": _palette,
    "imports": _page("imports"),
    "duplicates": _duplicates,
    "merge": _merge,
    "take-out": _take_out,
    "operations": _page("operations"),
    "bin": _page("bin"),
    "settings": _settings(0),
    "settings-reminders": _settings(1),
    "stages": _settings(2),
    "fields": _settings(7),
    "keys": _page("keys"),
    **today.SCREENS,
    **calendar.SCREENS,
    **importing.SCREENS,
    **diary.SCREENS,
    **planning.SCREENS,
    **cards.SCREENS,
}
"""Every screen by name, and how to come to it. Other parts of the window add theirs."""
