"""The calmer parts of the form: wishes, standing, terms, own fields, notes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from crm_desktop.errors import NumberRefused
from crm_desktop.kinds import Channel, FieldKind
from crm_desktop.services import fields as own
from crm_desktop.services.dictionaries import LONGEST_SILENCE_DAYS, Dictionary, entries
from crm_desktop.services.operations import client_link
from crm_desktop.ui import text_kinds
from crm_desktop.ui.card.bindings import Binding, Section, check_field, choice_field, text_box, text_field
from crm_desktop.ui.card.client_field import ClientField
from crm_desktop.ui.card.day_field import DayField
from crm_desktop.ui.card.entry_choice import (
    EntryChoice,
    asks_whom,
    colleague_choices,
    source_choices,
    stage_choices,
)
from crm_desktop.ui.card.names_field import NamesField
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from crm_desktop.services.drafts import ClientDraft
    from crm_desktop.services.fields import OwnField
    from crm_desktop.ui.session import Session

_LANGUAGES = ("", "lt", "ru", "en", "pl", "lv", "de")
_WHOLE_BP = 10_000
_LARGEST_NUMBER = 10**12


def wishes_section() -> Section:
    """What the client wants: likes, channel, hours, language, do not contact."""
    made = Section("section_wishes", tr("Likes and wishes"))
    made.add(text_box("likes", tr("Blue vases, short calls, tea without sugar")))
    made.add(
        choice_field("preferred_channel", [(channel, text_kinds.channel(channel)) for channel in Channel])
    )
    made.add(text_field("preferred_hours", tr("After 14:00, not on Mondays")))
    languages = [(code, text_kinds.language_name(code) or tr("not known")) for code in _LANGUAGES]
    made.add(choice_field("language", languages))
    made.add(check_field("do_not_contact", tr("Does not want to hear from us")), "")
    return made


class StandingSection(Section):
    """Stage, tags, groups, responsible, source, referrer."""

    def __init__(self, session: Session, standing: ClientDraft) -> None:
        """``standing``: the client as it is, for entries that are offered only where they stand already."""
        super().__init__("section_standing", tr("Where they stand"))
        self._session = session
        store = session.store
        self.add(choice_field("stage_id", stage_choices(session)))
        self._names("tags", [entry.name for entry in entries(store, Dictionary.TAG)], tr("VIP, wholesale"))
        self._names("groups", [entry.name for entry in entries(store, Dictionary.GROUP)], "")
        for field in ("ideal_silence_days", "longest_silence_days"):
            self.add(_days_binding(field))
        people = colleague_choices(session, standing.responsible_id)
        self.add(choice_field("responsible_id", people))
        self.show_row("responsible_id", shown=asks_whom(people))
        self.add(choice_field("source_id", source_choices(session)))
        self.add(text_field("source_detail"))
        referrer = ClientField("client_referrer_id", text_kinds.field("referrer_id"), session)
        referrer.picked.connect(self.tell)
        self.add(
            Binding(
                "referrer_id",
                referrer,
                referrer,
                lambda client_id: referrer.show_client(client_id, _name_of(session, client_id)),
                lambda _strict: referrer.client_id(),
            )
        )

    def _names(self, field: str, known: list[str], example: str) -> None:
        made = NamesField(f"client_{field}", text_kinds.field(field), known)
        made.setPlaceholderText(example or tr("Several are parted by commas"))
        self.add(Binding(field, made, made, made.show_names, lambda _strict: made.names()))


def _days_binding(field: str) -> Binding:
    """A number of days: empty as the groups say, 0 never mind."""
    line = QLineEdit()
    line.setObjectName(f"client_{field}")
    line.setAccessibleName(text_kinds.field(field))
    line.setPlaceholderText(tr("days; empty: as the groups say"))
    return Binding(
        field,
        line,
        line,
        lambda value: line.setText("" if value is None else str(value)),
        lambda strict: _read_days(field, line.text(), strict=strict),
    )


def _read_days(field: str, text: str, *, strict: bool) -> int | None:
    words = text.split()
    if not words:
        return None
    if words[0].isdecimal() and len(words[0]) <= len(str(LONGEST_SILENCE_DAYS)):
        return int(words[0])
    if strict:
        raise NumberRefused(field=field, value=text.strip(), least=0, most=LONGEST_SILENCE_DAYS)
    return None


def _name_of(session: Session, client_id: bytes | None) -> str:
    found = None if client_id is None else client_link(session.store, "client", client_id)
    return found.name if found else ""


def terms_section() -> Section:
    """Prices and cards."""
    made = Section("section_terms", tr("Terms"))
    made.add(check_field("vip", tr("Important client: VIP")), "")
    made.add(text_field("price_terms", tr("Deferred 14 days")))
    discount = QLineEdit()
    discount.setObjectName("client_discount_bp")
    discount.setAccessibleName(text_kinds.field("discount_bp"))
    discount.setPlaceholderText("7,5 %")
    made.add(
        Binding(
            "discount_bp",
            discount,
            discount,
            lambda value: discount.setText("" if value is None else percent_text(value)),
            lambda strict: read_percent(discount.text(), strict=strict),
        )
    )
    made.add(text_field("loyalty_card"))
    number = QLineEdit()
    number.setObjectName("client_number")
    number.setAccessibleName(tr("Client number"))
    number.setPlaceholderText(tr("given by itself"))
    made.add(
        Binding(
            "number",
            number,
            number,
            lambda value: number.setText("" if value is None else str(value)),
            lambda strict: read_number(number.text(), strict=strict),
        ),
        tr("Client number"),
    )
    return made


def notes_section() -> Section:
    """Free text."""
    made = Section("section_notes", tr("Notes"))
    made.add(text_box("notes", "", least=3), "")
    return made


def percent_text(basis_points: int) -> str:
    """A discount as one types it: ``7``, ``7.5``."""
    return f"{basis_points / 100:.2f}".rstrip("0").rstrip(".")


def read_percent(text: str, *, strict: bool) -> int | None:
    """A discount in basis points, None for an empty field. Raises NumberRefused where ``strict``."""
    plain = text.strip().rstrip("%").strip().replace(",", ".")
    if not plain:
        return None
    try:
        value = Decimal(plain) * 100
        if value.is_finite() and value == value.to_integral_value() and 0 <= value <= _WHOLE_BP:
            return int(value)
    except InvalidOperation:
        pass
    if strict:
        raise NumberRefused(field="discount_bp", value=text.strip(), least=0, most=100)
    return None


def read_number(text: str, *, strict: bool) -> int | None:
    """A client number, None for an empty field. Raises NumberRefused where ``strict``."""
    plain = text.strip().lstrip("№#").strip()
    if plain.isdecimal() and 0 < int(plain) < _LARGEST_NUMBER:
        return int(plain)
    if plain and strict:
        raise NumberRefused(field="number", value=text.strip(), least=1, most=_LARGEST_NUMBER)
    return None


class OwnFieldsSection(Section):
    """The user's own fields, each with the widget of its type."""

    def __init__(self, session: Session) -> None:
        super().__init__("section_own_fields", tr("Own fields"))
        self._own: dict[bytes, Binding] = {}
        self._names: dict[str, QWidget] = {}
        for number, field in enumerate(own.own_fields(session.store), start=1):
            binding = _own_binding(field, f"own_{number}", session)
            self.add(binding, field.name)
            self._bindings.remove(binding)
            self._own[field.id] = binding
            self._names[field.name] = binding.focus
            if isinstance(binding.widget, DayField):
                binding.widget.edited.connect(self.tell)
        if not self._own:
            # Never shown by name: it stands in no form yet, and would be a window that takes the focus.
            self.hide()

    def show_draft(self, draft: ClientDraft) -> None:
        self._showing = True
        for field_id, binding in self._own.items():
            binding.show(draft.fields.get(field_id, ""))
        self._showing = False

    def filled(self, draft: ClientDraft, *, strict: bool) -> ClientDraft:
        values = {
            **draft.fields,
            **{field_id: binding.read(strict) for field_id, binding in self._own.items()},
        }
        return replace(draft, fields={field_id: value for field_id, value in values.items() if value != ""})

    def widgets(self) -> Mapping[str, QWidget]:
        return self._names


def _own_binding(field: OwnField, name: str, session: Session) -> Binding:
    if field.kind is FieldKind.DATE:
        day = DayField(name, field.name, session.store.clock, yearly=False)
        return Binding(
            field.name, day, day.line, day.show_day, lambda strict: day.read(field.name, strict=strict)
        )
    if field.kind is FieldKind.YES_NO:
        return _own_choice(field, name, [("", ""), ("1", tr("yes")), ("0", tr("no"))])
    if field.kind is FieldKind.CHOICE:
        return _own_choice(field, name, [("", ""), *((choice, choice) for choice in field.choices)])
    line = QLineEdit()
    line.setObjectName(name)
    line.setAccessibleName(field.name)
    if field.kind is FieldKind.NUMBER:
        line.setPlaceholderText("12,5")
    return Binding(field.name, line, line, line.setText, lambda _strict: line.text().strip())


def _own_choice(field: OwnField, name: str, choices: list[tuple[str, str]]) -> Binding:
    made = EntryChoice(name, field.name, choices)

    def show(value: str) -> None:
        # A value that is no choice any more stays what it is until the user chooses another.
        made.offer(value, value)
        made.choose(value)

    return Binding(field.name, made, made, show, lambda _strict: made.value())
