"""The name: whole or in three parts, kept in step; titles, nickname, how to address."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from crm_desktop.kinds import ClientKind, Gender
from crm_desktop.services.client_drafts import derived_name
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.services.typed import name_parts
from crm_desktop.ui import text_kinds
from crm_desktop.ui.card.bindings import Binding, Section, choice_field, text_field
from crm_desktop.ui.card.choice_row import ChoiceRow
from crm_desktop.ui.text import tr

_PARTS = ("family", "given", "middle")
_TITLES = ("prefix", "suffix", "nickname")


class NameSection(Section):
    """Person or company, and what they are called.

    Signals:
        kind_changed: the switch between person and company was moved.
    """

    kind_changed = Signal()

    def __init__(self) -> None:
        super().__init__("section_names", "")
        kinds = [(kind, text_kinds.client_kind(kind)) for kind in (ClientKind.PERSON, ClientKind.COMPANY)]
        self._kind = ChoiceRow("client_kind", text_kinds.field("kind"), kinds, mnemonics=True)
        self._kind.told.changed.connect(self._switched)
        self.column.addWidget(self._kind)
        self._name = text_field("name", tr("As people write it: Ona Petraitienė"))
        self.add(self._name)
        self._parts = {name: text_field(name, text_kinds.field(name)) for name in _PARTS}
        self._titles = {name: text_field(name, text_kinds.field(name)) for name in _TITLES}
        self._parts_row = self._side_by_side("name_parts", self._parts)
        self._titles_row = self._side_by_side("name_titles", self._titles)
        self.add(text_field("salutation", tr("What you say when you call")))
        self._gender = choice_field("gender", [(value, text_kinds.gender(value)) for value in Gender])
        self.add(self._gender)
        self._line("name").textEdited.connect(self._name_typed)
        for name in _PARTS:
            self._line(name).textEdited.connect(lambda _text: self._part_typed())
        self._before = ClientDraft()

    def kind(self) -> ClientKind:
        """Person or company."""
        return self._kind.value()

    def focus_first(self) -> None:
        """The focus into the name."""
        self._name.focus.setFocus()

    def show_draft(self, draft: ClientDraft) -> None:
        super().show_draft(draft)
        self._kind.choose(draft.kind)
        self._before = draft
        self._show_rows()

    def filled(self, draft: ClientDraft, *, strict: bool) -> ClientDraft:
        return replace(super().filled(draft, strict=strict), kind=self.kind())

    def _side_by_side(self, name: str, bindings: dict[str, Binding]) -> QWidget:
        made = QWidget()
        made.setObjectName(name)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for binding in bindings.values():
            self.bind(binding)
            row.addWidget(binding.widget)
        assert self._grid is not None
        place = self._grid.rowCount()
        self._grid.addWidget(made, place, 1)
        return made

    def _line(self, name: str) -> QLineEdit:
        binding = self._name if name == "name" else self._parts[name]
        assert isinstance(binding.focus, QLineEdit)
        return binding.focus

    def _name_typed(self, text: str) -> None:
        if self.kind() is not ClientKind.PERSON:
            return
        parts = name_parts(text)
        for name in _PARTS:
            self._line(name).setText(getattr(parts, name))
        self._before = self._named()

    def _part_typed(self) -> None:
        """The whole name follows its parts, unless it is the user's own wording."""
        own_wording = self._line("name").text().strip() not in {"", derived_name(self._before)}
        now = self._named()
        if not own_wording:
            self._line("name").setText(derived_name(now))
        self._before = self._named()

    def _named(self) -> ClientDraft:
        return super().filled(ClientDraft(), strict=False)

    def _switched(self) -> None:
        self._show_rows()
        self.tell()
        self.kind_changed.emit()

    def _show_rows(self) -> None:
        person = self.kind() is ClientKind.PERSON
        self._parts_row.setVisible(person)
        self._titles_row.setVisible(person)
        self.show_row("gender", shown=person)
