"""Building the window offscreen and grabbing its screens."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop import paths
from crm_desktop.app import Application
from crm_desktop.services.base import open_base
from crm_desktop.services.demo.making import make_demo, shares_for
from crm_desktop.services.demo.twins import SHARE
from crm_desktop.settings import SettingsFile
from crm_desktop.ui import text, theme
from screenshots import (
    calendar,
    cards,
    colleagues,
    deals,
    diary,
    differences,
    importing,
    joining,
    lists,
    planning,
    printing,
    reminders,
    reports,
    requests,
    settings,
    shared,
    today,
)
from screenshots.stage import clear, others, settle

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.ui.desk import Desk

_SHADE = 70
_SMALLEST = 0  # the "quality" of a PNG is how little it is compressed
MANY = 3218
"""The clients of a company of several: lists, imports, cards."""
FEW = 260
"""The clients of one person, whose diary has a day like any other."""


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
    for sample, all_screens in SCREENS.items():
        screens = {name: show for name, show in all_screens.items() if not wish.only or name in wish.only}
        if not screens:
            continue
        base = wish.base or _sample(home, wish.language, sample)
        paths.settings_file().unlink(
            missing_ok=True
        )  # what a picture before set is none of this one's business
        program = Application(app, SettingsFile(paths.settings_file()), base)
        try:
            desk = program.open(base)
            desk.window.resize(*wish.size)
            settle()
            for name, show in screens.items():
                path = wish.folder / f"{name}-{wish.language}-{wish.theme}.png"
                _compact(_picture(desk, name, show)).save(str(path), quality=_SMALLEST)
                yield path
        finally:
            program.close()


def _picture(desk: Desk, name: str, show: Callable[[Desk], None]) -> QPixmap:
    """The window with what lies over it; the window of reminders, which comes by itself, only where it is meant."""
    clear(desk)
    show(desk)
    settle()
    meant = name in reminders.SCREENS or name in reminders.OF_MANY
    over = [shown for shown in others(desk) if meant or not reminders.is_reminders(shown)]
    picture = desk.window.grab()
    for shown in sorted(over, key=_is_menu):
        _paste(picture, desk, shown)
    return picture


def _compact(picture: QPixmap) -> QImage:
    """The picture in its own 256 commonest colours: the eye sees no difference, and the file is a third."""
    image = picture.toImage().convertToFormat(QImage.Format.Format_RGB32)
    commonest = Counter(memoryview(image.constBits()).cast("I")).most_common(256)
    colours = [colour for colour, _ in commonest]
    return image.convertToFormat(
        QImage.Format.Format_Indexed8, colours, Qt.ImageConversionFlag.ThresholdDither
    )


def _paste(picture: QPixmap, desk: Desk, shown: QWidget) -> None:
    """Popups are drawn where they stand; dialogs in the middle, set off from the window as a desktop sets them off."""
    painter = QPainter(picture)
    if _is_menu(shown):
        painter.drawPixmap(desk.window.mapFromGlobal(shown.pos()), shown.grab())
    else:
        place = shown.rect().translated(desk.window.rect().center() - shown.rect().center())
        painter.fillRect(picture.rect(), QColor(0, 0, 0, _SHADE))
        painter.drawPixmap(place.topLeft(), shown.grab())
        painter.setPen(QColor(theme.colours(shown.palette()).edge))
        painter.drawRect(place.adjusted(-1, -1, 0, 0))
    painter.end()


def _is_menu(shown: QWidget) -> bool:
    return shown.windowType() == Qt.WindowType.Popup


def _sample(home: Path, language: str, clients: int) -> Path:
    path = home / "CRM Desktop" / language / str(clients) / paths.default_base().name
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        base = open_base(path, language=language)
        make_demo(base.store, clients, languages=shares_for(language), duplicates=SHARE)
        base.store.close()
    return path


SCREENS: dict[int, dict[str, Callable[[Desk], None]]] = {
    MANY: {
        **lists.SCREENS,
        **diary.SCREENS,
        **importing.SCREENS,
        **cards.SCREENS,
        **reminders.OF_MANY,
    },
    FEW: {
        **today.SCREENS,
        **deals.SCREENS,
        **requests.SCREENS,
        **reports.SCREENS,
        **printing.SCREENS,
        **calendar.SCREENS,
        **reminders.SCREENS,
        **planning.SCREENS,
        **settings.SCREENS,
        **joining.SCREENS,
        **colleagues.SCREENS,
        **differences.SCREENS,  # the last two: they change what the others show
        **shared.SCREENS,
    },
}
"""Every screen by name, and how to come to it, under the number of invented clients it is shown with."""
