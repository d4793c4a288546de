"""Words for the fixed vocabularies (``kinds.py``) and for the fields of a client.

Free of Qt: the command line uses the same words.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from crm_desktop.kinds import (
    ActivityKind,
    Channel,
    ClientKind,
    DealState,
    Direction,
    FieldKind,
    Gender,
    Outcome,
    PointKind,
    PointLabel,
    RequestKind,
    Segment,
    StageRole,
)
from crm_desktop.ui.text import LANGUAGES, language, tr, trc

if TYPE_CHECKING:
    from collections.abc import Mapping


def client_kind(kind: ClientKind) -> str:
    """Person or company."""
    return tr("Company") if kind == ClientKind.COMPANY else tr("Person")


def gender(value: Gender) -> str:
    """The gender, as a form shows it."""
    return {Gender.UNKNOWN: tr("Not said"), Gender.FEMALE: tr("Female"), Gender.MALE: tr("Male")}[value]


def segment(kind: Segment) -> str:
    """What kind of buyer a client is."""
    return {
        Segment.CHAMPIONS: trc("buyers", "Best buyers"),
        Segment.LOYAL: trc("buyers", "Loyal"),
        Segment.NEW: trc("buyers", "New"),
        Segment.PROMISING: trc("buyers", "Promising"),
        Segment.FADING: trc("buyers", "Cooling off"),
        Segment.AT_RISK: trc("buyers", "At risk"),
        Segment.SLEEPING: trc("buyers", "Sleeping"),
        Segment.LOST: trc("buyers", "Lost"),
    }[kind]


def point_kind(kind: PointKind) -> str:
    """A way to reach a client."""
    return {
        PointKind.PHONE: tr("Phone"),
        PointKind.EMAIL: tr("E-mail"),
        PointKind.MESSENGER: tr("Messenger"),
        PointKind.SITE: tr("Site"),
        PointKind.ADDRESS: tr("Address"),
    }[kind]


def point_label(label: str) -> str:
    """A label of a contact point; a label of the user's own is its own word."""
    words = {
        PointLabel.MOBILE: trc("phone label", "mobile"),
        PointLabel.WORK: trc("phone label", "work"),
        PointLabel.HOME: trc("phone label", "home"),
        PointLabel.FAX: trc("phone label", "fax"),
        PointLabel.DIRECT: trc("phone label", "direct"),
        PointLabel.PAGER: trc("phone label", "pager"),
        PointLabel.BILLING: trc("address label", "billing"),
        PointLabel.DELIVERY: trc("address label", "delivery"),
        PointLabel.OTHER: trc("phone label", "other"),
    }
    return words[PointLabel(label)] if label in set(words) else label


def channel(value: Channel) -> str:
    """How a client prefers to be contacted."""
    return {
        Channel.ANY: trc("preferred channel", "Any"),
        Channel.PHONE: tr("Phone"),
        Channel.EMAIL: tr("E-mail"),
        Channel.SMS: tr("SMS"),
        Channel.MESSENGER: tr("Messenger"),
        Channel.VISIT: tr("Visit"),
        Channel.LETTER: tr("Letter"),
    }[value]


def language_name(code: str) -> str:
    """A language by its own name, so that its speakers find it; a code without a name is shown as it is."""
    names = {
        "en": "English",
        "ru": "Русский",
        "lt": "Lietuvių",
        "pl": "Polski",
        "lv": "Latviešu",
        "de": "Deutsch",
    }
    return names.get(code, code)


def stage(name: str, role: str) -> str:
    """A stage of the funnel: the user's own name for it, else the word for its role."""
    if name:
        return name
    return {
        StageRole.VISITOR: trc("stage", "Visitor"),
        StageRole.CLIENT: trc("stage", "Client"),
        StageRole.REGULAR: trc("stage", "Regular"),
        StageRole.PARTNER: trc("stage", "Partner"),
        StageRole.OWN: trc("stage", "No name"),
    }[StageRole(role)]


def activity_kind(kind: ActivityKind) -> str:
    """What kind of contact an activity is."""
    return {
        ActivityKind.CALL: tr("Call"),
        ActivityKind.MEETING: tr("Meeting"),
        ActivityKind.VISIT: tr("Visit"),
        ActivityKind.EMAIL: trc("kind of contact", "E-mail"),
        ActivityKind.LETTER: tr("Letter"),
        ActivityKind.SMS: tr("SMS"),
        ActivityKind.CHAT: tr("Chat"),
        ActivityKind.NOTE: tr("Note"),
        ActivityKind.TASK: tr("Task"),
    }[kind]


def direction(value: Direction) -> str:
    """Who began the contact."""
    return {
        Direction.NONE: "",
        Direction.IN: trc("direction", "incoming"),
        Direction.OUT: trc("direction", "outgoing"),
    }[value]


def outcome(value: Outcome) -> str:
    """How a held activity ended."""
    return {
        Outcome.NONE: "",
        Outcome.SUCCESSFUL: trc("outcome", "went well"),
        Outcome.FAILED: trc("outcome", "failed"),
        Outcome.NO_ANSWER: trc("outcome", "no answer"),
        Outcome.CANCELLED: trc("outcome", "cancelled"),
    }[value]


def request_kind(kind: RequestKind) -> str:
    """What a client waits for."""
    return {
        RequestKind.COMPLAINT: tr("Complaint"),
        RequestKind.INQUIRY: tr("Inquiry"),
        RequestKind.WISH: tr("Wish"),
    }[kind]


def deal_state(state: DealState) -> str:
    """Where a deal stands."""
    return {
        DealState.OPEN: trc("deal", "Open"),
        DealState.WON: trc("deal", "Won"),
        DealState.LOST: trc("deal", "Lost"),
    }[state]


def field_kind(kind: FieldKind) -> str:
    """The type of one of the user's own fields."""
    return {
        FieldKind.TEXT: trc("field type", "Text"),
        FieldKind.NUMBER: trc("field type", "Number"),
        FieldKind.DATE: trc("field type", "Date"),
        FieldKind.YES_NO: trc("field type", "Yes or no"),
        FieldKind.CHOICE: trc("field type", "One of a list"),
    }[kind]


def field(name: str) -> str:
    """The word for a field of a client, a column of the list or a filter; an unknown name is shown as it is."""
    word = _fields(language()).get(name)
    return name if word is None else word


@lru_cache(maxsize=len(LANGUAGES))
def _fields(_language: str) -> Mapping[str, str]:
    """All fields in the language in use; kept, since a list asks for a word per column and painting."""
    return {**_fields_of_name(), **_fields_of_reach(), **_fields_of_work(), **_fields_of_records()}


def _fields_of_name() -> Mapping[str, str]:
    return {
        "name": tr("Name"),
        "number": trc("client number", "No"),
        "kind": tr("Person or company"),
        "prefix": tr("Title"),
        "family": tr("Family name"),
        "given": tr("First name"),
        "middle": tr("Middle name"),
        "suffix": tr("Suffix"),
        "nickname": tr("Nickname"),
        "salutation": tr("How to address"),
        "gender": tr("Gender"),
        "birthday": tr("Birthday"),
        "company": tr("Company"),
        "company_name": tr("Company"),
        "job_title": tr("Job title"),
        "department": tr("Department"),
        "employment": tr("Work place"),
        "photo": tr("Photo"),
        "named_date": tr("Date to remember"),
        "label": trc("field", "Label"),
        "date": tr("Date"),
        "match": tr("Why it is shown"),
    }


def _fields_of_reach() -> Mapping[str, str]:
    return {
        "phone": tr("Phone"),
        "email": tr("E-mail"),
        "messenger": tr("Messenger"),
        "site": tr("Site"),
        "address": tr("Address"),
        "contact_point": tr("Phone, e-mail or address"),
        "street": tr("Street"),
        "city": tr("City"),
        "region": tr("Region"),
        "postal_code": tr("Postal code"),
        "country": tr("Country"),
        "preferred_channel": tr("Preferred channel"),
        "channel": tr("Preferred channel"),
        "preferred_hours": tr("Preferred hours"),
        "language": tr("Language"),
        "do_not_contact": tr("Do not contact"),
        "has_phone": tr("Has a phone"),
        "has_email": tr("Has an e-mail"),
        "has_birthday": tr("Has a birthday"),
        "has_company": tr("Has a company"),
    }


def _fields_of_work() -> Mapping[str, str]:
    return {
        "stage": tr("Stage"),
        "stage_id": tr("Stage"),
        "group": tr("Group"),
        "groups": tr("Groups"),
        "tag": tr("Tag"),
        "tags": tr("Tags"),
        "source": tr("Source"),
        "source_id": tr("Source"),
        "source_detail": tr("Source in detail"),
        "referrer": tr("Recommended by"),
        "referrer_id": tr("Recommended by"),
        "responsible": tr("Responsible"),
        "responsible_id": tr("Responsible"),
        "likes": tr("Likes and habits"),
        "notes": tr("Notes"),
        "discount_bp": tr("Discount"),
        "price_terms": tr("Price terms"),
        "loyalty_card": tr("Loyalty card"),
        "vip": tr("VIP"),
        "prices": tr("Personal prices"),
        "item": tr("Item"),
        "share": tr("Share"),
        "parts": tr("Parts"),
        "regular": tr("Number of purchases"),
        "ideal_silence_days": tr("In touch every"),
        "longest_silence_days": tr("At the latest after"),
        "last_contact": tr("Last contact"),
        "next_contact": tr("Next contact"),
        "created_at": tr("Added"),
        "created": tr("Added"),
        "changed_at": tr("Changed"),
        "changed": tr("Changed"),
        "open_request": tr("Waits for an answer"),
        "open_complaint": tr("Open complaint"),
        "owes": tr("Owes money"),
        "segment": tr("Kind of buyer"),
        "import": tr("Came with an import"),
        "merged_into": tr("Merged into"),
        "client_id": tr("Client"),
        "person_id": tr("Client"),
        "external_id": tr("Number in another program"),
        "field_value": tr("Own field"),
        "deleted": tr("In the bin"),
    }


def _fields_of_records() -> Mapping[str, str]:
    return {
        "held_at": tr("When"),
        "planned_at": tr("When"),
        "next_at": tr("When is the next step"),
        "next_wanted": tr("What the next step is about"),
        "direction": tr("Who began"),
        "wanted": tr("Wanted"),
        "offered": tr("Offered"),
        "result": tr("Result"),
        "outcome": tr("How it went"),
        "minutes": tr("Minutes"),
        "place": tr("Place"),
        "text": tr("What it is about"),
        "received_at": tr("Received"),
        "answered_at": tr("Answered"),
        "resolved_at": tr("Resolved"),
        "resolution": tr("How it was resolved"),
        "title": trc("deal", "Title"),
        "state": trc("deal", "State"),
        "amount": tr("Amount"),
        "currency": tr("Currency"),
        "expected_on": tr("Expected"),
        "closed_on": tr("Closed"),
        "cost": tr("Costs"),
        "lost_reason": tr("Why it was lost"),
        "due_on": trc("payment", "Due"),
        "paid_on": tr("Paid"),
        "note": tr("Note"),
        "mark": tr("Satisfaction"),
        "comment": tr("In the client's words"),
        "answer_hours": tr("First answer within"),
        "resolve_days": tr("Resolved within"),
        "dates": tr("Dates to remember"),
        "employments": tr("Work places"),
    }
