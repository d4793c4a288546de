"""The one style sheet of the application: corners, edges and focus that Fusion's palette alone cannot give.

Widgets ask for a look by the dynamic property ``look``: a button is ``primary``, ``plain``, ``quiet``, ``danger``,
``chip`` or, at the end of a line, ``row``, ``row-well``, ``row-failed``; a label is ``heading``, ``title``,
``section``, ``quiet``, ``strong``, ``small`` or ``late``; a frame is ``card``, ``side``, ``bar`` or one of the notices.
Everything else stays with the palette.
"""

from __future__ import annotations

from dataclasses import asdict
from string import Template
from typing import TYPE_CHECKING

from crm_desktop import paths

if TYPE_CHECKING:
    from crm_desktop.ui.colours import Colours

_LABELS = """
QLabel[look="heading"] { font-size: ${px19}px; font-weight: 600; }
QLabel[look="title"] { font-size: ${px15}px; font-weight: 600; }
QLabel[look="strong"] { font-weight: 600; }
QLabel[look="section"] { font-size: ${px12}px; font-weight: 600; color: $quiet; }
QLabel[look="quiet"] { color: $quiet; }
QLabel[look="small"] { font-size: ${px12}px; color: $quiet; }
QLabel[look="late"] { color: $late; }
QLabel[look="care"] { color: $care; }
QLabel[look="accent"] { color: $accent; }
"""

_FRAMES = """
QMainWindow, QDialog { background: $ground; }
QFrame[look="side"], QWidget[look="side"] { background: $side; }
QFrame[look="card"] { background: $ground; border: 1px solid $line; border-radius: 10px; }
QFrame[look="raised"] { background: $raised; border: 1px solid $edge; border-radius: 10px; }
QFrame[look="notice-care"] { background: $care_soft; border: 0; border-radius: 8px; }
QFrame[look="notice-late"] { background: $late_soft; border: 0; border-radius: 8px; }
QFrame[look="lane"] { background: $side; border: 1px solid $side; border-radius: 10px; }
QFrame[look="lane"][target="true"] { background: $accent_soft; border: 1px solid $accent; }
QFrame[look="notice-info"] { background: $accent_soft; border: 0; border-radius: 8px; }
QFrame[look="line"] { background: $line; border: 0; }
QFrame[look="drop"] { background: $side; border: 1.5px dashed $edge; border-radius: 10px; }
QFrame[look="drop"][over="true"] { background: $accent_soft; border-color: $accent; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: 0; }
QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $accent; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QFileDialog QToolButton { padding: 4px; }
QToolTip { background: $text; color: $ground; border: 0; padding: 5px 8px; }
"""

_BUTTONS = """
QPushButton, QToolButton { border: 1px solid $edge; border-radius: 7px; background: $raised; color: $text;
    padding: 6px 13px; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $line; }
QPushButton:disabled, QToolButton:disabled { color: $faint; border-color: $line; background: $ground; }
QPushButton:focus, QToolButton:focus { border: 2px solid $focus; padding: 5px 12px; }
QPushButton::menu-indicator, QToolButton::menu-indicator { width: 0; image: none; }
QPushButton[look="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[look="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[look="primary"]:disabled { background: $line; color: $quiet; border-color: $line; }
QPushButton[look="primary"]:focus { border: 2px solid $text; }
QPushButton[look="danger"] { color: $late; }
QPushButton[look="quiet"], QToolButton[look="quiet"] { border-color: transparent; background: transparent; }
QPushButton[look="quiet"]:hover, QToolButton[look="quiet"]:hover { background: $hover; }
QPushButton[look="quiet"]:focus, QToolButton[look="quiet"]:focus { border-color: $focus; }
QToolButton[look="quiet"] { padding: 5px; }
QToolButton[look="quiet"]:focus { padding: 4px; }
QPushButton[look="chip"] { border-radius: ${chip}px; padding: 4px 11px; font-size: ${px12}px;
    min-height: ${chip_in}px; }
QPushButton[look="chip"]:focus { padding: 3px 10px; }
QPushButton[look="chip"][set="true"] { background: $accent_soft; color: $accent; border-color: $accent_soft;
    font-weight: 600; }
QPushButton[look="chip"][set="true"]:hover { border-color: $accent; }
QPushButton[look="chip"][set="true"]:focus { border-color: $focus; }
QPushButton[look="row"], QPushButton[look="row-well"], QPushButton[look="row-failed"] { padding: 3px 9px;
    font-size: ${px12}px; }
QPushButton[look="row"]:focus { padding: 2px 8px; }
QPushButton[look="row-well"] { background: $well_soft; color: $well; border-color: $well_soft; }
QPushButton[look="row-well"]:hover { border-color: $well; }
QPushButton[look="row-well"]:focus { border: 2px solid $well; padding: 2px 8px; }
QPushButton[look="row-failed"] { background: $failed_soft; color: $failed; border-color: $failed_soft; }
QPushButton[look="row-failed"]:hover { border-color: $failed; }
QPushButton[look="row-failed"]:focus { border: 2px solid $failed; padding: 2px 8px; }
QPushButton[look="link"] { border: 1px solid transparent; background: transparent; color: $accent; padding: 2px 4px;
    font-weight: 600; text-align: left; }
QPushButton[look="link"]:hover { text-decoration: underline; }
QPushButton[look="link"]:focus { border: 1px solid $focus; }
QPushButton[look="onToast"] { border: 1px solid transparent; background: transparent; color: $toast_accent;
    padding: 4px 8px; font-weight: 600; }
QPushButton[look="onToast"]:hover, QPushButton[look="onToast"]:focus { border-color: $toast_accent; }
QPushButton[look="door"] { text-align: left; padding: 16px; border: 1px solid $line; border-radius: 10px; }
QPushButton[look="door"]:hover { border-color: $accent; background: $ground; }
QPushButton[look="door"]:focus { border: 2px solid $focus; padding: 15px; }
"""

_FIELDS = """
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox { background: $ground; color: $text;
    border: 1px solid $edge; border-radius: 7px; padding: 5px 8px; selection-background-color: $accent;
    selection-color: $on_accent; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {
    border: 2px solid $focus; padding: 4px 7px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled { background: $side;
    color: $quiet; border-color: $line; }
QLineEdit[look="search"] { background: $side; border-color: $line; padding: 6px 10px; }
QLineEdit[look="search"]:focus { background: $ground; border: 1px solid $focus; padding: 6px 10px; }
QLineEdit[look="bare"], QLineEdit[look="bare"]:focus { border: 0; background: transparent; padding: 0; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] { border-color: $late; }
QComboBox { padding-right: 22px; }
QComboBox::drop-down, QDateEdit::drop-down, QDateTimeEdit::drop-down { border: 0; width: 22px;
    subcontrol-position: center right; }
QComboBox::down-arrow, QAbstractSpinBox::down-arrow { image: url("$pictures/down-$shade.svg"); width: 12px;
    height: 12px; }
QAbstractSpinBox::up-arrow { image: url("$pictures/up-$shade.svg"); width: 12px; height: 12px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: 0; width: 20px; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $hover; }
QCheckBox, QRadioButton { spacing: 8px; }
QCheckBox::indicator, QTableView::indicator, QListView::indicator { width: 15px; height: 15px;
    border: 1px solid $mute; border-radius: 4px; background: $ground; }
QCheckBox::indicator:focus { border: 2px solid $focus; width: 13px; height: 13px; }
QCheckBox::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked, QListView::indicator:checked, QTableView::indicator:checked { background: $accent;
    border-color: $accent; image: url("$pictures/check-$shade.svg"); }
QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent;
    image: url("$pictures/dash-$shade.svg"); }
QCheckBox::indicator:disabled { border-color: $line; background: $side; }
QRadioButton::indicator { width: 15px; height: 15px; border: 1px solid $mute; border-radius: 8px;
    background: $ground; }
QRadioButton::indicator:focus { border: 2px solid $focus; width: 13px; height: 13px; }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 7px; height: 7px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $edge; padding: 4px; outline: 0;
    selection-background-color: $accent_soft; selection-color: $text; }
"""

_VIEWS = """
QTableView, QTreeView, QListView { background: $ground; border: 0; outline: 0; gridline-color: $line;
    selection-background-color: $accent_soft; selection-color: $text; }
QListView[look="boxed"], QTreeView[look="boxed"], QTableView[look="boxed"] { border: 1px solid $line;
    border-radius: 10px; }
QListView[look="roomy"]::item { padding: 5px 2px; }
QListView[look="offers"] { border: 1px solid $line; }
QListView[look="offers"]::item { padding: 5px 8px; border-radius: 5px; }
QListView[look="offers"]::item:selected { background: $accent_soft; color: $text; }
QTableView[look="report"]::item { padding: 0 8px 0 13px; }
QHeaderView { background: $ground; border: 0; }
QHeaderView::section { background: $ground; color: $quiet; border: 0; border-bottom: 1px solid $line;
    padding: 0 8px 0 16px; font-weight: 400; }
QHeaderView::section:hover { color: $text; background: $hover; }
QHeaderView::up-arrow, QHeaderView::down-arrow { width: 0; height: 0; image: none; }
QTableCornerButton::section { background: $ground; border: 0; }
QMenu { background: $raised; border: 1px solid $edge; padding: 5px; }
QMenu::item { padding: 6px 26px 6px 10px; border-radius: 5px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 5px 6px; }
QTabBar::tab { padding: 7px 12px; border: 0; border-bottom: 2px solid transparent; color: $quiet; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; font-weight: 600; }
QTabBar::tab:focus { color: $accent; }
QTabWidget::pane { border: 0; border-top: 1px solid $line; }
QProgressBar { background: $line; border: 0; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $edge; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::handle:hover { background: $quiet; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""

_RULES = Template(_LABELS + _FRAMES + _BUTTONS + _FIELDS + _VIEWS)
_CHIP_HEIGHT = 26


def sheet(c: Colours, scale: float = 1.0) -> str:
    """The style sheet for one set of colours at a font scale."""
    dark = c.text > c.ground
    chip = round(_CHIP_HEIGHT * scale)
    return _RULES.substitute(
        asdict(c),
        faint="#5d656d" if dark else "#a3a9b1",
        toast_accent="#1d5a4a" if dark else "#8fdcc4",
        mute="#7b838c" if dark else "#8a919a",
        shade="dark" if dark else "light",
        pictures=paths.resource("icons/sheet").as_posix(),
        chip=chip // 2,
        chip_in=chip - 10,
        **{f"px{size}": round(size * scale) for size in (12, 15, 19)},
    )
