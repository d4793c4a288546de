"""The settings of this computer: who sits here, language, colours, size of type, country, and where the base lies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop import paths
from crm_desktop.services import colleagues, facts
from crm_desktop.ui import text_kinds
from crm_desktop.ui.inbox.setting import WatchedFolderRow
from crm_desktop.ui.text import LANGUAGES, language, tr
from crm_desktop.ui.widgets.buttons import button, label
from crm_desktop.ui.widgets.calm_fields import CalmChoice
from crm_desktop.ui.widgets.page_frame import Card

if TYPE_CHECKING:
    from crm_desktop.ui.program import Program
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

_SCALES = (0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0)
_COUNTRIES = ("LT", "RU", "BY", "LV", "EE", "PL", "UA", "KZ", "DE", "GB", "US")
_WIDEST = 720


class GeneralSettings(QWidget):
    """Each choice works at once; there is nothing to save."""

    def __init__(self, session: Session, tell: Tell, program: Program) -> None:
        super().__init__()
        self._session = session
        self._tell = tell
        self._program = program
        self.watched = WatchedFolderRow(session, tell)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 20, 0, 20)
        card = Card()
        card.setMaximumWidth(_WIDEST)
        form = QFormLayout()
        form.setVerticalSpacing(14)
        form.setHorizontalSpacing(24)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        card.column.addLayout(form)
        self._name = QLineEdit()
        self._name.setObjectName("setting_name")
        self._name.setPlaceholderText(tr("How the history should name you"))
        self._name.editingFinished.connect(self._keep_name)
        self._language = _choice(
            "setting_language", [(code, text_kinds.language_name(code)) for code in LANGUAGES]
        )
        self._language.activated.connect(lambda _i: program.set_language(self._language.currentData()))
        self._theme = _choice("setting_theme", _themes())
        self._theme.activated.connect(lambda _i: program.set_theme(self._theme.currentData()))
        self._scale = _choice("setting_scale", [(scale, f"{round(scale * 100)} %") for scale in _SCALES])
        self._scale.activated.connect(lambda _i: program.set_font_scale(self._scale.currentData()))
        self._country = _choice("setting_country", [(code, code) for code in _COUNTRIES])
        self._country.activated.connect(lambda _i: self._keep_country())
        for words, field in (
            (tr("Your name"), self._name),
            (tr("Language"), self._language),
            (tr("Colours"), self._theme),
            (tr("Size of the letters"), self._scale),
            (tr("Phones without a country code are from"), self._country),
        ):
            field.setAccessibleName(words)
            form.addRow(label(words, "quiet"), field)
        form.addRow(label(tr("Your base"), "quiet"), self._base_row())
        form.addRow(label(tr("Watched folder"), "quiet"), self.watched)
        column.addWidget(card)
        column.addStretch(1)

    def reload(self) -> None:
        """Show what is set now."""
        current = self._session.settings.current
        self._name.setText(current.user_name)
        _choose(self._language, language())
        _choose(self._theme, current.theme)
        _choose(self._scale, min(_SCALES, key=lambda scale: abs(scale - current.font_scale)))
        country = facts.region(self._session.store)
        if self._country.findData(country) < 0:
            self._country.addItem(country, country)
        _choose(self._country, country)
        self.watched.reload()
        self._name_countries()

    def _base_row(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        path = QLineEdit(paths.shown(self._session.store.path))
        path.setObjectName("setting_base")
        path.setAccessibleName(tr("Your base"))
        path.setReadOnly(True)
        row.addWidget(path, 1)
        row.addWidget(button("setting_open_base", tr("Open another…"), clicked=self._program.open_base))
        return made

    def _keep_name(self) -> None:
        name = " ".join(self._name.text().split())
        if name != self._session.settings.current.user_name:
            self._try(lambda: self._call_me(name))

    def _call_me(self, name: str) -> None:
        at_once = colleagues.call_me(self._session.store, name)
        self._session.settings.update(user_name=name)
        self._tell.done(
            tr("Saved. The history names you so from now on.")
            if at_once
            else tr("Saved. The history will name you so from the next start on.")
        )

    def _keep_country(self) -> None:
        self._try(lambda: facts.set_region(self._session.store, self._country.currentData()))

    def _try(self, call: Callable[[], object]) -> None:
        try:
            call()
        except Exception as error:
            self._tell.problem(error)

    def _name_countries(self) -> None:
        """The names of the countries in the user's language, asked of Babel when the page is first seen."""
        from babel import Locale

        territories = Locale.parse(language()).territories
        for number in range(self._country.count()):
            code = self._country.itemData(number)
            self._country.setItemText(number, str(territories.get(code, code)))


def _themes() -> list[tuple[str, str]]:
    return [("system", tr("As the system has them")), ("light", tr("Light")), ("dark", tr("Dark"))]


def _choice(name: str, items: Sequence[tuple[object, str]]) -> QComboBox:
    made = CalmChoice()
    made.setObjectName(name)
    for value, words in items:
        made.addItem(words, value)
    return made


def _choose(box: QComboBox, value: object) -> None:
    box.setCurrentIndex(max(0, box.findData(value)))
