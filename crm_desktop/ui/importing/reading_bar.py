"""How a table is read: its header row, letters, separator, the country of its phones; each changed in a menu."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.ui.text import language, tr, trc
from crm_desktop.ui.text_reading import hidden_rows_left_out
from crm_desktop.ui.widgets.chip import Chip
from crm_desktop.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crm_desktop.ui.importing.opened import OpenTable

ENCODINGS = (
    "utf-8", "cp1251", "cp1257", "cp1252", "cp1250", "koi8-r", "cp866", "cp775", "iso8859-13", "iso8859-15", "utf-16",
    "shift_jis",
)  # fmt: skip
REGIONS = ("LT", "LV", "EE", "PL", "RU", "BY", "UA", "KZ", "DE", "GB", "IE", "NO", "SE", "FI", "US")
_LONGEST_ROW = 60


class ReadingBar(QWidget):
    """Chips with menus.

    Signals:
        header_chosen: a row of the sheet, 0: there is no header.
        encoding_chosen: the name of a codec.
        separator_chosen: one character.
        hidden_chosen: whether the rows that the spreadsheet hides are left out.
        region_chosen: a country, ISO 3166-1 alpha-2.
    """

    header_chosen = Signal(int)
    encoding_chosen = Signal(str)
    separator_chosen = Signal(str)
    region_chosen = Signal(str)
    hidden_chosen = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("import_reading")
        self._layout = FlowLayout(self, 8)
        self._chips: list[Chip] = []

    def show_table(self, table: OpenTable | None, region: str) -> None:
        """Show how a table is read now."""
        for chip in self._chips:
            self._layout.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips.clear()
        if table is None:
            return
        plan = table.plan
        row = plan.table.header_row
        if not plan.json_keys and not plan.sheet.meanings:
            words = tr("Header: row {row}", row=row) if row else tr("No header")
            self._add("import_header_row", words, _header_rows(table), row or 0, self.header_chosen.emit)
        if plan.book.encoding:
            shown = encoding_name(plan.book.encoding)
            names = [(code, encoding_name(code)) for code in ENCODINGS]
            self._add(
                "import_encoding", tr("Letters: {name}", name=shown), names, _codec(plan.book.encoding),
                self.encoding_chosen.emit,
            )  # fmt: skip
        if plan.book.encoding and not plan.sheet.meanings:
            mark = plan.book.separator or ""
            self._add(
                "import_separator", tr("Columns parted by: {mark}", mark=separator_name(mark)),
                [(sign, separator_name(sign)) for sign in (";", ",", "\t", "|")], mark, self.separator_chosen.emit,
            )  # fmt: skip
        left_out = sum(reason == "hidden" for _, reason in plan.table.skipped)
        if plan.hidden or left_out:
            words = hidden_rows_left_out(left_out) if left_out else tr("Hidden rows come in")
            choices = [(False, tr("Bring in hidden rows")), (True, tr("Leave out hidden rows"))]
            self._add("import_hidden", words, choices, left_out > 0, self.hidden_chosen.emit)
        countries = [(code, country(code)) for code in dict.fromkeys((region, *REGIONS))]
        self._add(
            "import_region", tr("Phones of: {country}", country=country(region)), countries, region,
            self.region_chosen.emit,
        )  # fmt: skip

    def _add(
        self,
        name: str,
        words: str,
        choices: Sequence[tuple[object, str]],
        chosen: object,
        call: Callable[..., object],
    ) -> None:
        chip = Chip(name, words, chosen=False)
        chip.opened.connect(lambda: self._open(chip, choices, chosen, call))
        self._chips.append(chip)
        self._layout.addWidget(chip)
        chip.show()

    def _open(
        self,
        chip: Chip,
        choices: Sequence[tuple[object, str]],
        chosen: object,
        call: Callable[..., object],
    ) -> None:
        menu = QMenu(self)
        menu.setObjectName(f"{chip.objectName()}_menu")
        group = QActionGroup(menu)
        for value, words in choices:
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(value == chosen)
            group.addAction(action)
            action.triggered.connect(lambda _on=False, value=value: call(value))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height() + 4)))


def _header_rows(table: OpenTable) -> list[tuple[object, str]]:
    rows: list[tuple[object, str]] = []
    for number, cells in table.sample.top:
        words = " | ".join(cells)
        short = words if len(words) <= _LONGEST_ROW else f"{words[:_LONGEST_ROW]}…"
        rows.append((number, tr("Row {row}: {cells}", row=number, cells=short)))
    return [*rows, (0, tr("There is no header"))]


def encoding_name(code: str) -> str:
    """An encoding by the letters it is known for, and its name."""
    letters = {
        "cp1251": tr("Cyrillic"),
        "koi8-r": tr("Cyrillic"),
        "cp866": tr("Cyrillic, DOS"),
        "cp1257": tr("Baltic"),
        "cp775": tr("Baltic, DOS"),
        "iso8859-13": tr("Baltic"),
        "cp1250": tr("Central European"),
        "cp1252": tr("Western"),
        "iso8859-15": tr("Western"),
        "shift_jis": tr("Japanese"),
    }
    name = _codec(code)
    word = letters.get(name)
    return f"{word} ({name})" if word else name.upper()


def separator_name(mark: str) -> str:
    """A separator in words."""
    return {
        ";": trc("separator", "semicolon"),
        ",": trc("separator", "comma"),
        "\t": trc("separator", "tab"),
        "|": trc("separator", "bar"),
        "": trc("separator", "nothing"),
    }.get(mark, mark)


@lru_cache(maxsize=64)
def _country(code: str, spoken: str) -> str:
    # Imported here: 25 ms that only this page needs.
    from babel import Locale

    return str(Locale(spoken).territories.get(code, code))


def country(code: str) -> str:
    """A country in the language of the user."""
    return _country(code, language())


def _codec(name: str) -> str:
    plain = name.lower().replace("_", "-")
    if plain in {"utf-8-sig", "utf8", "ascii"}:
        return "utf-8"
    return {"shift-jis": "shift_jis", "windows-1251": "cp1251", "windows-1257": "cp1257"}.get(plain, plain)
