"""Words of the import: what a column can mean, what becomes of a row and why, what is wrong with a cell.

Free of Qt: the command line and the workbook of rejected rows use the same words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from crm_desktop.exchange.columns.fields import FIELDS, Target
from crm_desktop.exchange.importing.staging import Action, StagedRow, Verdict
from crm_desktop.exchange.reading.tables import column_letter
from crm_desktop.ui import text_deals, text_kinds
from crm_desktop.ui.text import ntr, tr, trc
from crm_desktop.ui.text_events import event_words

CHOICES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "name",
        (
            "name.any", "name.full", "name.family", "name.given", "name.middle", "name.prefix", "name.suffix",
            "name.nickname", "salutation", "gender", "birthday", "date", "language",
        ),
    ),
    (
        "reach",
        (
            "phone", "phone.mobile", "phone.work", "phone.home", "phone.fax", "phone.ext", "email", "email.work",
            "email.home", "messenger.telegram", "messenger.whatsapp", "messenger.viber", "messenger.skype",
            "messenger.facebook", "messenger.instagram", "messenger.vk", "messenger.max", "site",
        ),
    ),
    (
        "address",
        (
            "address.full", "address.street", "address.city", "address.region", "address.postal_code",
            "address.country", "address.home.full", "address.work.full", "address.delivery.full",
        ),
    ),
    (
        "work",
        (
            "company.name", "company.parent", "company.flag", "name.full.contact", "position", "department",
        ),
    ),
    (
        "card",
        (
            "stage", "group", "tags", "source", "source.detail", "referrer", "responsible", "likes", "note",
            "channel", "hours", "do_not_contact", "price_terms", "discount", "loyalty_card", "vip", "number",
            "external_id", "created_at",
        ),
    ),
    (
        "history",
        ("activity.date", "activity.time", "activity.kind", "activity.text", "activity.result", "activity.done"),
    ),
    ("deal", text_deals.CHOICES),
)  # fmt: skip
"""What the window offers for a column, by groups; an own field and leaving out stand beside them."""


def choice_group(name: str) -> str:
    """The heading of a group of ``CHOICES``."""
    return {
        "name": tr("Who it is"),
        "reach": tr("Phone and e-mail"),
        "address": tr("Address"),
        "work": tr("Company and work"),
        "card": tr("On the card"),
        "history": tr("History of contacts"),
        "deal": tr("Deal or order"),
    }[name]


def target_name(target: Target) -> str:
    """What a column means, in words: ``Phone (mobile)``, ``Own field “Code”``."""
    if target.field == "own":
        return tr("Own field “{name}”", name=target.label) if target.label else tr("Own field")
    label = target_label(target)
    if target.field == "messenger" and label:
        return label
    word = _field_word(target.field)
    return f"{word} ({label})" if label else word


def target_label(target: Target) -> str:
    """The label beside a field, in words; empty for none."""
    if target.field == "sensitive" or not target.label:
        return ""
    if target.field in text_deals.LABELLED:
        return program_name(target.label.partition(".")[0]) if target.field != "deal.notes" else target.label
    if target.field == "name.full" and target.label == "contact":
        return tr("contact of the company")
    if target.field == "messenger":
        return service(target.label)
    return text_kinds.point_label(target.label)


def service(name: str) -> str:
    """A messenger by its own name."""
    known = {"whatsapp": "WhatsApp", "vk": "VK", "icq": "ICQ", "msn": "MSN", "max": "MAX", "aim": "AIM"}
    return known.get(name, name.capitalize())


def _field_word(name: str) -> str:
    for words in (_names(), _reach(), _card(), event_words(), _activity(), text_deals.fields()):
        if name in words:
            return words[name]
    return text_kinds.field(name)


def _names() -> Mapping[str, str]:
    return {
        "name.any": tr("Name of a person or company"),
        "name.full": tr("Whole name"),
        "name.family": tr("Family name"),
        "name.given": tr("First name"),
        "name.middle": tr("Middle name"),
        "name.prefix": tr("Title"),
        "name.suffix": tr("Suffix"),
        "name.nickname": tr("Nickname"),
        "company.name": tr("Company"),
        "company.flag": tr("Is it a company"),
        "company.parent": tr("Belongs to the company"),
        "position": tr("Job title"),
        "birthday.day": tr("Day of the birthday"),
        "birthday.month": tr("Month of the birthday"),
        "birthday.year": tr("Year of the birthday"),
        "date": tr("Date to remember"),
        "date.label": tr("Name of the date"),
    }


def _reach() -> Mapping[str, str]:
    return {
        "phone.ext": tr("Phone extension"),
        "phone.label": tr("Kind of the phone"),
        "email.label": tr("Kind of the e-mail"),
        "messenger.label": tr("Kind of the messenger"),
        "site.label": tr("Kind of the site"),
        "address.full": tr("Address"),
        "address.street": tr("Street"),
        "address.extended": tr("Address, second line"),
        "address.pobox": tr("Post office box"),
        "address.city": tr("City"),
        "address.region": tr("Region"),
        "address.postal_code": tr("Postal code"),
        "address.country": tr("Country"),
        "address.label": tr("Kind of the address"),
    }


def _card() -> Mapping[str, str]:
    return {
        "group": tr("Groups"),
        "source.detail": tr("Source in detail"),
        "number": tr("Number of the client"),
        "hours": tr("Preferred hours"),
        "discount": tr("Discount"),
        "price": tr("Personal price"),
        "price.item": tr("What the personal price is for"),
        "price.currency": tr("Currency of the personal price"),
        "price.note": tr("Note on the personal price"),
        "note": tr("Notes"),
        "external_id": tr("Number in another program"),
        "own.label": tr("Name of the own field"),
        "ignore": tr("Left out"),
        "sensitive": tr("Left out: sensitive"),
        "fax": tr("Fax"),
        "employer": tr("Company"),
        "contact_person": tr("Contact person"),
        "activity": tr("History"),
        "damage": tr("Damaged text"),
    }


def _activity() -> Mapping[str, str]:
    return {
        "activity.date": tr("Date of the contact"),
        "activity.time": tr("Time of the contact"),
        "activity.kind": tr("Kind of the contact"),
        "activity.text": tr("What it was about"),
        "activity.result": tr("Result of the contact"),
        "activity.done": tr("Whether it took place"),
    }


def filled_name(name: str) -> str:
    """A field as the result counts it: one of ``summary.filled`` or ``StagedRow.changes``."""
    if name.startswith("own:"):
        return name.removeprefix("own:")
    return _field_word(name)


def why_nothing(why: str) -> str:
    """Why a table has nothing to bring in, as ``TablePlan.why`` tells."""
    words = {
        "no_columns": tr("This table is empty."),
        "no_client_column": tr(
            "No column here says who it is about: there is no name, company, phone or e-mail. If one of them is, "
            "choose its meaning below."
        ),
        "lookup": tr("This is a short list of words, not of clients."),
        "json_cells": tr("The cells hold text for programs, not for people."),
    }
    return words.get(why, tr("No clients were found in this table."))


def program_name(preset: str) -> str:
    """The program whose layout a preset is."""
    known = {
        "amocrm": "amoCRM",
        "bitrix24": "Bitrix24",
        "google": "Google Contacts",
        "hubspot": "HubSpot",
        "linkedin": "LinkedIn",
        "odoo": "Odoo",
        "outlook": "Outlook",
        "pipedrive": "Pipedrive",
        "salesforce": "Salesforce",
        "shopify": "Shopify",
        "thunderbird": "Thunderbird",
        "vcard": "vCard",
        "ical": "iCalendar",
        "woocommerce": "WooCommerce",
        "zoho": "Zoho",
    }
    return known.get(preset.partition("_")[0], preset)


# ------------------------------------------------------------------------------------------------------------ rehearsal


def verdict(value: Verdict) -> str:
    """What becomes of a row, as one word or two."""
    return {
        Verdict.NEW: trc("row", "New"),
        Verdict.COMPLETES: trc("row", "Completes"),
        Verdict.SAME: trc("row", "Known"),
        Verdict.DUPLICATE: trc("row", "Repeated"),
        Verdict.REJECTED: trc("row", "Cannot go in"),
    }[value]


def verdict_sentence(value: Verdict, n: int, *, events: bool = False) -> str:
    """What a tile counts, under its number; ``events``: a calendar is among the files."""
    return {
        Verdict.NEW: ntr("new entry", "new entries", n) if events else ntr("new client", "new clients", n),
        Verdict.COMPLETES: ntr("will be completed", "will be completed", n),
        Verdict.SAME: ntr("known already", "known already", n),
        Verdict.DUPLICATE: ntr("repeated in the list", "repeated in the list", n),
        Verdict.REJECTED: ntr("cannot go in", "cannot go in", n),
    }[value]


def further_rows(n: int) -> str:
    """What a count of further rows of orders counts, under its number."""
    return ntr("further row of an order above", "further rows of orders above", n)


def action(value: Action) -> str:
    """What to do with a client that is known, as a choice."""
    return {
        Action.AUTO: tr("Complete; update those known by number"),
        Action.COMPLETE: tr("Complete: fill in what is empty"),
        Action.UPDATE: tr("Update: the list wins"),
        Action.SKIP: tr("Leave as they are"),
        Action.NEW: tr("Add as new clients"),
    }[value]


def decision(value: Action | None) -> str:
    """What was decided for one row."""
    if value is None:
        return tr("As for all")
    return {
        Action.AUTO: tr("As for all"),
        Action.COMPLETE: tr("Complete"),
        Action.UPDATE: tr("Update"),
        Action.SKIP: tr("Leave as it is"),
        Action.NEW: tr("New client"),
    }[value]


def problem(code: str) -> str:
    """What is wrong with a cell, or why a row cannot go in."""
    words = {
        "card_damaged": tr("This card is damaged: its beginning is missing or broken"),
        "card_cut": tr("The end of this card is missing in the file; what is there goes in"),
        "left_out": tr("Left out, as you decided"),
        "nothing": tr("Nobody in this row: no name, no company, no phone, no e-mail"),
        "bad_amount": tr("No amount of money; kept as a remark of the deal"),
        "bad_price": tr("No price; kept in the notes"),
        "deal_without_client": tr("This deal names no client"),
        "client_unknown": tr(
            "The client of this deal is known by a number only, and nobody here has it: bring in the clients first"
        ),
        "bad_date": tr("No date that exists; kept as a note"),
        "bad_start": tr("No date that exists: correct it, or the event stays out"),
        "no_start": tr("The event has no date"),
        "unknown_zone": tr("Nobody knows this time zone; the times are read as those of this computer"),
        "bad_rule": tr("Not understood how it repeats; it comes in once"),
        "bad_email": tr("Not a whole e-mail address; kept as written"),
        "damaged_phone": tr("The spreadsheet has cut this number; kept as written"),
        "does_not_fit": tr("Does not fit the type of the field; kept as a note"),
        "name_cut": tr("The name is very long; all of it is in the notes"),
        "text_cut": tr("A text is very long; all of it is in the notes"),
        "notes_cut": tr("The notes are very long; their end is left out"),
    }
    return words.get(code, tr("Look at this row"))


_IS_PROBLEM = frozenset(
    "card_damaged card_cut nothing bad_amount bad_price deal_without_client client_unknown bad_date bad_email"
    " damaged_phone does_not_fit name_cut text_cut notes_cut bad_start no_start unknown_zone bad_rule".split()
)


def reason(row: StagedRow, twin_row: int | None = None) -> str:
    """Why a row got its verdict, in one line; ``twin_row`` is the earlier row of the same client."""
    if row.reason in _IS_PROBLEM:
        return problem(row.reason)
    how = reason_word(row.reason)
    if row.reason == "order_line":
        return how[:1].upper() + how[1:]
    if row.verdict is Verdict.DUPLICATE:
        where = tr("Same client as in row {row}", row=twin_row) if twin_row else tr("Said before in the list")
        return f"{where}: {how}" if how else where
    if row.changes:
        added = tr("Adds {fields}", fields=", ".join(_added(row.changes)))
        return f"{added} ({how})" if how else added
    return how


def _added(changes: Sequence[str]) -> list[str]:
    """The names of the fields, in running text."""
    names = dict.fromkeys(filled_name(name) for name in changes)
    return [name if name[1:2].isupper() else name[:1].lower() + name[1:] for name in names]


def reason_word(code: str) -> str:
    """A reason alone: what is wrong, or how a client was known; empty for none."""
    if code in _IS_PROBLEM:
        return problem(code)
    words: Mapping[str, Callable[[], str]] = {
        "external_id": lambda: tr("same number in the other program"),
        "number": lambda: tr("same client number"),
        "phone": lambda: tr("same phone"),
        "email": lambda: tr("same e-mail"),
        "name_birthday": lambda: tr("same name and birthday"),
        "name_company": lambda: tr("same name and company"),
        "company_name": lambda: tr("same company name"),
        "same_deal": lambda: tr("the same deal"),
        "order_line": lambda: tr("another row of the same order"),
        "same_name": lambda: tr("same name; look whether it is the same person"),
        "name_only": lambda: tr("found by the name alone"),
        "same_uid": lambda: tr("the same event of the calendar"),
        "in_bin": lambda: tr("it was deleted here and stays deleted"),
        "parted": lambda: tr("you planned that series otherwise here; yours stays"),
        "same_row": lambda: tr("the very same row"),
        "similar": lambda: tr("much like an earlier row, but not the same"),
        "chosen": lambda: tr("the client you chose"),
        "skipped": lambda: tr("left as it is, as you decided"),
        "left_out": lambda: tr("left out, as you decided"),
        "shared_key": lambda: tr("shares a phone or an e-mail with somebody else"),
        "differs": lambda: tr("says something else than the card; the card stays"),
    }
    return words[code]() if code in words else ""


def cut_texts(n: int) -> str:
    """How many texts were too long for a cell of a workbook; empty for none."""
    if not n:
        return ""
    return ntr(
        "{n} text was too long for a workbook and was cut; a .csv file takes it whole",
        "{n} texts were too long for a workbook and were cut; a .csv file takes them whole",
        n,
    )


def row_place(row: int, file: str = "") -> str:
    """Where a row stands, as a spreadsheet counts."""
    return tr("{file}, row {row}", file=file, row=row) if file else tr("Row {row}", row=row)


def header_words(header: str, index: int) -> str:
    """The header of a column, its letter where it has none."""
    return " ".join(header.split()) or tr("Column {letter}", letter=column_letter(index))


def known_targets() -> tuple[Target, ...]:
    """All targets that the window offers."""
    return tuple(Target.parse(text) for _, texts in CHOICES for text in texts)


def is_left_out(target: Target) -> bool:
    """Whether the column does not go in."""
    return target.field == "ignore" or FIELDS[target.field].sensitive
