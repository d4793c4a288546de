"""The fixed vocabularies of the program: what kinds of things there are.

Each is a ``StrEnum`` whose value is what stands in the file, the command line's JSON and the sync protocol; the words
that people read stand in ``ui/text_kinds.py``. Lists that people change themselves (stages, tags, groups, sources) are
tables, not kinds.
"""

from __future__ import annotations

from enum import StrEnum


class ClientKind(StrEnum):
    """A client is a person or a company; a person may belong to companies."""

    PERSON = "person"
    COMPANY = "company"


class Gender(StrEnum):
    """Used for the salutation only; empty where nobody said."""

    UNKNOWN = ""
    FEMALE = "female"
    MALE = "male"


class PointKind(StrEnum):
    """Ways to reach a client (contact points)."""

    PHONE = "phone"
    EMAIL = "email"
    MESSENGER = "messenger"
    SITE = "site"
    ADDRESS = "address"


class PointLabel(StrEnum):
    """Labels with words in three languages; any other text is the user's own label."""

    NONE = ""
    MOBILE = "mobile"
    WORK = "work"
    HOME = "home"
    FAX = "fax"
    DIRECT = "direct"
    PAGER = "pager"
    BILLING = "billing"
    DELIVERY = "delivery"
    OTHER = "other"


class Channel(StrEnum):
    """How a client prefers to be contacted."""

    ANY = ""
    PHONE = "phone"
    EMAIL = "email"
    SMS = "sms"
    MESSENGER = "messenger"
    VISIT = "visit"
    LETTER = "letter"


class StageRole(StrEnum):
    """The four steps of every funnel; a stage of the user's own has no role."""

    VISITOR = "visitor"
    CLIENT = "client"
    REGULAR = "regular"
    PARTNER = "partner"
    OWN = ""


class ActivityKind(StrEnum):
    """What kind of contact an activity is."""

    CALL = "call"
    MEETING = "meeting"
    VISIT = "visit"
    EMAIL = "email"
    LETTER = "letter"
    SMS = "sms"
    CHAT = "chat"
    NOTE = "note"
    TASK = "task"


TALKS = frozenset((ActivityKind.CALL, ActivityKind.MEETING, ActivityKind.VISIT, ActivityKind.CHAT))
"""Contacts that end well or fail; the others are just done."""


class Direction(StrEnum):
    """Who began the contact."""

    NONE = ""
    IN = "in"
    OUT = "out"


class Outcome(StrEnum):
    """How a held activity ended; empty while it is planned or was a mere note."""

    NONE = ""
    SUCCESSFUL = "successful"
    FAILED = "failed"
    NO_ANSWER = "no_answer"
    CANCELLED = "cancelled"


class ReminderKind(StrEnum):
    """What a reminder reminds of."""

    CONTACT = "contact"
    BIRTHDAY = "birthday"
    DATE = "date"
    SILENCE = "silence"
    REQUEST = "request"


class PlanStart(StrEnum):
    """What begins a plan by itself; empty: nobody but the user."""

    BY_HAND = ""
    HELD = "held"
    DEAL_WON = "deal_won"
    NEW_CLIENT = "new_client"


class RequestKind(StrEnum):
    """What a client may wait for."""

    COMPLAINT = "complaint"
    INQUIRY = "inquiry"
    WISH = "wish"


class DealState(StrEnum):
    """Where a deal stands."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class StageWhy(StrEnum):
    """Why the stage of a client changed, where nobody changed it by hand."""

    BY_HAND = ""
    FIRST_PAYMENT = "first_payment"
    MANY_PAYMENTS = "many_payments"
    IMPORT = "import"
    MERGE = "merge"


class ReportKind(StrEnum):
    """The reports there are; the value is their name on the command line."""

    WEEKLY = "weekly"
    MEETINGS = "meetings"
    FUNNEL = "funnel"
    RETENTION = "retention"
    SOURCES = "sources"
    PARETO = "pareto"
    SEGMENTS = "segments"
    RESPONSE = "response"
    FORECAST = "forecast"
    DUE_TO_BUY = "due"
    DATES = "dates"
    CLIENTS = "clients"


class Segment(StrEnum):
    """What kind of buyer a client is, by how lately, how often and for how much it bought (services.segments)."""

    CHAMPIONS = "champions"
    LOYAL = "loyal"
    NEW = "new"
    PROMISING = "promising"
    FADING = "fading"
    AT_RISK = "at_risk"
    SLEEPING = "sleeping"
    LOST = "lost"


class FieldKind(StrEnum):
    """Types of the user's own fields; values are kept as text in one canonical form each.

    ``number``: plain decimal with a point; ``date``: YYYY-MM-DD; ``yes_no``: ``1`` or ``0``; ``choice``: one of the
    field's choices.
    """

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"


class ConflictKind(StrEnum):
    """Why a value is in the list of conflicts (sync): nothing that somebody saved disappears without being named."""

    BOTH_CHANGED = "both_changed"  # the same field on two laptops: the first to arrive stands
    REVIVED = "revived"  # edited here, thrown away there: it lives
    DELETE_REFUSED = "delete_refused"  # thrown away here, edited there: it lives
    MERGE_REFUSED = "merge_refused"  # merged here, edited or parted there: it lives
    EDITED_AFTER_MERGE = "edited_after_merge"  # edited here, merged there: it stays merged
    MERGED_ELSEWHERE = (
        "merged_elsewhere"  # merged with two different ones, or with each other: one merge stands
    )
    MERGED = "merged"  # two clients became one: what stood on the other
    NUMBER = "number"  # two clients had one number: the later got another
    RETURNED = "returned"  # given back to a server that was put back to an earlier day


class DifferenceAnswer(StrEnum):
    """What somebody decided about a difference (a conflict of the sync)."""

    KEPT = "kept"  # what stands stays
    USED = "used"  # the other value took its place
    BOTH = "both"  # both are kept
    WRITTEN = "written"  # a third value took the place of both
    SEEN = "seen"  # there was nothing to choose


class Op(StrEnum):
    """What an operation did; the journal keeps it, undo and history name it."""

    ADD_CLIENT = "add_client"
    EDIT_CLIENT = "edit_client"
    DELETE_CLIENTS = "delete_clients"
    RESTORE_CLIENTS = "restore_clients"
    CHANGE_CLIENTS = "change_clients"
    EDIT_PHOTO = "edit_photo"
    MERGE_CLIENTS = "merge_clients"
    PART_CLIENTS = "part_clients"
    KEEP_APART = "keep_apart"
    ADD_ACTIVITY = "add_activity"
    EDIT_ACTIVITY = "edit_activity"
    DELETE_ACTIVITY = "delete_activity"
    MOVE_ACTIVITY = "move_activity"
    PLAN_CONTACTS = "plan_contacts"
    ANSWER_REMINDER = "answer_reminder"
    ADD_REQUEST = "add_request"
    EDIT_REQUEST = "edit_request"
    DELETE_REQUEST = "delete_request"
    HAND_OVER_REQUEST = "hand_over_request"
    HAND_OVER = "hand_over"
    ADD_FEEDBACK = "add_feedback"
    EDIT_FEEDBACK = "edit_feedback"
    DELETE_FEEDBACK = "delete_feedback"
    ADD_DEAL = "add_deal"
    EDIT_DEAL = "edit_deal"
    MOVE_DEALS = "move_deals"
    DELETE_DEAL = "delete_deal"
    ADD_PAYMENT = "add_payment"
    EDIT_PAYMENT = "edit_payment"
    DELETE_PAYMENT = "delete_payment"
    PLAN_PAYMENTS = "plan_payments"
    PAY = "pay"
    EDIT_COSTS = "edit_costs"
    EDIT_RATES = "edit_rates"
    EDIT_REPORTS = "edit_reports"
    EDIT_LISTS = "edit_lists"
    EDIT_FIELDS = "edit_fields"
    EDIT_PLANS = "edit_plans"
    EDIT_SETTINGS = "edit_settings"
    SYNC_CALENDAR = "sync_calendar"
    SYNC = "sync"
    ANSWER_DIFFERENCES = "answer_differences"
    SAVE_VIEW = "save_view"
    DELETE_VIEW = "delete_view"
    SHARE_VIEW = "share_view"
    UNSHARE_VIEW = "unshare_view"
    IMPORT = "import"
    MAKE_SAMPLE = "make_sample"
    UNDO = "undo"
    REDO = "redo"
