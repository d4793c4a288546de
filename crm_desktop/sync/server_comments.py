"""What the views of the server say about themselves and their columns, to psql, LibreOffice and reporting tools.

In English, as the names of the columns are: who connects a tool to a database reads it there.
"""

from __future__ import annotations

import json

SCHEMA = (
    "The shared base of CRM Desktop. For lists and reports read the views (v_...): live records, names instead of ids,"
    " real dates and amounts. The tables are for the program; rows are never removed, deleted = true hides one"
)

VIEWS = {
    "v_clients": "People and companies, one line each",
    "v_contact_points": "Phones, e-mail addresses, messengers, sites and postal addresses of clients",
    "v_jobs": "Who works where",
    "v_dates": "Yearly dates of clients beside the birthday",
    "v_own_fields": "Values of your own fields, one line each",
    "v_history": "Contacts, planned and held, with the colleague who is responsible and the one who entered them",
    "v_deals": "Sales in the making, won and lost",
    "v_deal_items": "What deals are about",
    "v_payments": "Money from clients, planned and paid; negative: to the client",
    "v_personal_prices": "What an item costs a client",
    "v_requests": "Complaints, inquiries and wishes, and when they were answered",
    "v_feedback": "How satisfied clients were",
    "v_advertising": "What sources of clients cost",
    "v_stage_changes": "When clients went from one stage to another",
    "v_colleagues": "Who works with the base",
    "v_conflicts": "Where two people changed the same thing: both values, and what was decided",
    "v_changes": "What was changed on the server, when and by whom: one line for each value before and after",
}

_COLUMNS = {
    "active": "no: has left, stands in the history",
    "after": "The value since then",
    "all_day": "yes: only the day counts, not the hour",
    "also_with": "Further clients of this contact",
    "amount": "In whole units of the currency: 12.50 is twelve and a half",
    "answered": "When the first answer was given",
    "before": "The value until then",
    "birthday": "Empty where the year is not known",
    "birthday_month_day": "MM-DD, also where the year is not known",
    "campaign": "The advertising it was spent on",
    "changed": "When",
    "changed_by": "The colleague; the login where a tool wrote",
    "channel": "The way it came in",
    "city": "Of the first postal address",
    "client": "Name of the client",
    "client_groups": "All groups, separated by commas",
    "client_id": "To join with v_clients.id",
    "client_number": "The number people know the client by",
    "clients": "For how many clients this colleague is responsible",
    "closed": "The day on which it was won or lost",
    "comment": "In the client's words",
    "companies": "Where the person works, separated by commas",
    "company": "Name of the company",
    "company_id": "To join with v_clients.id",
    "cost": "What it costs us, in whole units of the currency",
    "country": "ISO 3166-1, two letters",
    "created": "When it was entered, by the clock of that laptop",
    "currency": "ISO 4217, three letters",
    "day": "Empty where the year is not known",
    "deal": "Title of the deal",
    "deal_id": "To join with v_deals.id",
    "department": "Of the company",
    "direction": "in: the client came to us; out: we to the client",
    "discount_percent": "Percent off every price",
    "do_not_contact": "yes: asked to be left alone",
    "due": "The day until which it is to be paid",
    "emails": "All e-mail addresses, separated by commas",
    "entered_by": "The colleague whose laptop brought it here first",
    "expected": "The day on which it may be won",
    "extension": "Number to be dialled after the phone",
    "field": "Which value of the record",
    "found": "When the two values met",
    "from_day": "The first day",
    "from_stage": "Before",
    "given": "When the client said so",
    "handled": "When somebody acted on it",
    "held": "When it took place; empty: it has not",
    "id": "Never changes; to join with others",
    "item": "What is sold",
    "job_title": "What the person is there",
    "kind": "What it is",
    "label": "What people call it: home, work, wedding",
    "language": "ISO 639, two letters",
    "last_changed": "When it was written last",
    "last_changed_by": "The colleague who wrote it last; the login where a tool did",
    "last_contact": "When a contact took place last",
    "last_sent": "When this colleague's laptop sent something last",
    "likes": "What the client likes",
    "login": "Role of the server",
    "loser": "The value that gave way, as JSON",
    "loser_by": "Who wrote that",
    "lost_reason": "Why it was lost",
    "loyalty_card": "Number of the card",
    "mark": "1 is bad, 5 is very good",
    "minutes": "How long it takes, or took",
    "month_day": "MM-DD, also where the year is not known",
    "name": "As it is shown",
    "next_contact": "When the next one is planned",
    "note": "Free text",
    "notes": "Free text",
    "number": "The number people know the client by",
    "offered": "What we offered",
    "outcome": "successful, failed, no_answer or cancelled",
    "paid": "What was paid, in whole units of the currency",
    "person": "Name of the person",
    "person_id": "To join with v_clients.id",
    "phones": "All numbers, separated by commas",
    "pipeline": "The list of stages it goes through; empty: the usual one",
    "place": "Where",
    "planned": "When it is, or was, planned for",
    "postal_code": "Of the post",
    "price": "Of one, in whole units of the currency",
    "quantity": "How many",
    "received": "When it came in",
    "recommended_by": "The client who sent this one to us",
    "record": "What was changed",
    "region": "Part of the country",
    "repeats": "yes: a rule by which contacts come again and again",
    "resolution": "How it ended",
    "resolved": "When it ended",
    "resolved_by": "Who decided",
    "responsible": "The colleague who takes care of it",
    "result": "What came of it",
    "row_id": "The record itself",
    "rule": "The rule that moved the client; empty: somebody did",
    "service": "Which messenger",
    "source": "Where the client came from",
    "source_detail": "More about where the client came from",
    "stage": "How far it is",
    "state": "How it stands",
    "street": "Street and house",
    "tags": "All tags, separated by commas",
    "text": "In the client's words",
    "title": "What it is about",
    "to_stage": "Since then",
    "total": "quantity x price, in whole units of the currency",
    "until_day": "The last day; empty: the first day alone",
    "value": "As it was written",
    "v_payments.paid": "The day on which it was paid; empty: not yet",
    "vip": "yes: important",
    "wanted": "What it is about",
    "winner": "The value that stands, as JSON",
    "winner_by": "Who wrote that",
}
"""By column, or by view and column where it means something else there."""

# The columns are asked of the server, of our views alone: somebody may have others there.
_COMMENT_COLUMNS = """
DO $do$
DECLARE
    said CONSTANT jsonb := $json$@SAID$json$;
    each record;
BEGIN
    FOR each IN
        SELECT c.relname AS view, a.attname AS col,
            coalesce(said ->> (c.relname || '.' || a.attname), said ->> a.attname::text) AS words
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relnamespace = 'crm'::regnamespace AND c.relname = ANY ('{@VIEWS}') AND a.attnum > 0
            AND NOT a.attisdropped
    LOOP
        EXECUTE format('COMMENT ON COLUMN crm.%I.%I IS %L', each.view, each.col, each.words);
    END LOOP;
END $do$
"""


def comment_statements() -> list[str]:
    """What says the meaning of the views and their columns to whoever asks the server."""
    return [
        f"COMMENT ON SCHEMA crm IS {_literal(SCHEMA)}",
        *(f"COMMENT ON VIEW crm.{name} IS {_literal(words)}" for name, words in VIEWS.items()),
        _COMMENT_COLUMNS.replace("@SAID", json.dumps(_COLUMNS)).replace("@VIEWS", ",".join(VIEWS)).strip(),
    ]


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
