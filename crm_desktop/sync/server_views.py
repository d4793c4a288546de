"""Views of the shared base for Excel and reporting tools: names instead of ids, dates that are dates, amounts of money.

Live rows only, no columns of the sync. They are made by the owner along with the tables and read by ``crm_read``; what
their columns mean is said to whoever asks the server (``server_comments``).
"""

from __future__ import annotations

from crm_desktop.models.money import OTHER_DIGITS
from crm_desktop.services.deal_stages import first_words
from crm_desktop.sync import server_audit, server_comments

# Texts that are no dates (a birthday without its year) give nothing instead of an error for the whole list.
_AS_DAY = """
CREATE OR REPLACE FUNCTION crm.as_day(said text) RETURNS date LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN CASE WHEN said ~ '^\\d{4}-\\d{2}-\\d{2}' THEN left(said, 10)::date END;
EXCEPTION WHEN data_exception THEN
    RETURN NULL;
END $$
"""
_AS_TIME = """
CREATE OR REPLACE FUNCTION crm.as_time(said text) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN CASE WHEN said ~ '^\\d{4}-\\d{2}-\\d{2}' THEN said::timestamptz END;
EXCEPTION WHEN data_exception THEN
    RETURN NULL;
END $$
"""


def _digits() -> str:
    """SQL for the number of decimals of a currency (ISO 4217)."""
    cases = {
        digits: ", ".join(f"'{code}'" for code, each in OTHER_DIGITS.items() if each == digits)
        for digits in sorted(set(OTHER_DIGITS.values()))
    }
    whens = " ".join(f"WHEN currency IN ({codes}) THEN {digits}" for digits, codes in cases.items())
    return f"CASE {whens} ELSE 2 END"


_AS_MONEY = f"""
CREATE OR REPLACE FUNCTION crm.as_money(minor bigint, currency text) RETURNS numeric LANGUAGE sql IMMUTABLE
    AS $$ SELECT round(minor / power(10::numeric, {_digits()}), {_digits()}) $$
"""

FUNCTIONS = (_AS_DAY, _AS_TIME, _AS_MONEY)

_STAGE = "coalesce(nullif({0}.name, ''), {0}.role)"


def _deal_stage(alias: str) -> str:
    """SQL for what a stage of deals is called: the program has words of its own for those that came with the base."""
    whens = " ".join(f"WHEN '{id_.hex()}' THEN '{word}'" for id_, word in first_words().items())
    return f"coalesce(nullif({alias}.name, ''), CASE {alias}.id {whens} ELSE {alias}.role END)"


def _author(row: str, join: str) -> str:
    """SQL for who made a revision, by the person's name or else by the login."""
    return f"LEFT JOIN crm.sync_push {join} ON {join}.rev = {row}"


def _by(join: str) -> str:
    return f"coalesce(nullif({join}.person, ''), {join}.who)"


def _authors(alias: str) -> str:
    return f"{_author(f'{alias}.made_rev', 'm')} {_author(f'{alias}.rev', 'l')}"


_WHO = f"{_by('m')} AS entered_by, {_by('l')} AS last_changed_by, l.at AS last_changed"
"""Who entered a row and who changed it last, of the joins of ``_authors``."""

_VIEWS: dict[str, str] = {
    "v_clients": f"""
SELECT c.number, c.kind, c.name, {_STAGE.format("s")} AS stage, w.name AS responsible,
    (SELECT string_agg(p.value, ', ' ORDER BY p.rank) FROM crm.contact_point p
        WHERE p.client_id = c.id AND p.kind = 'phone' AND NOT p.deleted) AS phones,
    (SELECT string_agg(p.value, ', ' ORDER BY p.rank) FROM crm.contact_point p
        WHERE p.client_id = c.id AND p.kind = 'email' AND NOT p.deleted) AS emails,
    (SELECT p.city FROM crm.contact_point p WHERE p.client_id = c.id AND p.kind = 'address' AND NOT p.deleted
        ORDER BY p.rank LIMIT 1) AS city,
    (SELECT string_agg(k.name, ', ' ORDER BY e.rank) FROM crm.employment e JOIN crm.client k ON k.id = e.company_id
        WHERE e.person_id = c.id AND NOT e.deleted AND NOT k.deleted) AS companies,
    (SELECT string_agg(g.name, ', ' ORDER BY g.name) FROM crm.client_tag l JOIN crm.tag g ON g.id = l.tag_id
        WHERE l.client_id = c.id AND NOT l.deleted AND NOT g.deleted) AS tags,
    (SELECT string_agg(g.name, ', ' ORDER BY g.name) FROM crm.group_member l
        JOIN crm.client_group g ON g.id = l.group_id
        WHERE l.client_id = c.id AND NOT l.deleted AND NOT g.deleted) AS client_groups,
    o.name AS source, c.source_detail, r.name AS recommended_by, crm.as_day(c.birthday) AS birthday,
    right(nullif(c.birthday, ''), 5) AS birthday_month_day, nullif(c.language, '') AS language,
    c.do_not_contact <> 0 AS do_not_contact, c.vip <> 0 AS vip, c.likes, c.notes,
    trim_scale(c.discount_bp / 100.0) AS discount_percent, c.loyalty_card, crm.as_time(c.created_at) AS created,
    (SELECT crm.as_time(max(a.held_at)) FROM crm.activity a WHERE a.client_id = c.id AND NOT a.deleted) AS last_contact,
    (SELECT crm.as_time(min(a.planned_at)) FROM crm.activity a WHERE a.client_id = c.id AND NOT a.deleted
        AND a.held_at IS NULL AND a.outcome = '') AS next_contact, {_WHO}, c.id
FROM crm.client c LEFT JOIN crm.stage s ON s.id = c.stage_id LEFT JOIN crm.source o ON o.id = c.source_id
    LEFT JOIN crm.client r ON r.id = c.referrer_id LEFT JOIN crm.colleague w ON w.id = c.responsible_id
    {_authors("c")}
WHERE NOT c.deleted""",
    "v_contact_points": """
SELECT c.number AS client_number, c.name AS client, p.kind, p.label, p.value, p.ext AS extension, p.service, p.note,
    p.street, p.city, p.region, p.postal_code, p.country, p.client_id
FROM crm.contact_point p JOIN crm.client c ON c.id = p.client_id WHERE NOT p.deleted AND NOT c.deleted""",
    "v_jobs": """
SELECT c.number AS client_number, c.name AS person, k.name AS company, e.job_title, e.department, e.person_id,
    e.company_id
FROM crm.employment e JOIN crm.client c ON c.id = e.person_id LEFT JOIN crm.client k ON k.id = e.company_id
WHERE NOT e.deleted AND NOT c.deleted""",
    "v_dates": """
SELECT c.number AS client_number, c.name AS client, x.label, crm.as_day(x.date) AS day,
    right(nullif(x.date, ''), 5) AS month_day, x.client_id
FROM crm.named_date x JOIN crm.client c ON c.id = x.client_id WHERE NOT x.deleted AND NOT c.deleted""",
    "v_own_fields": """
SELECT c.number AS client_number, c.name AS client, f.name AS field, f.kind, v.value, v.client_id
FROM crm.field_value v JOIN crm.client c ON c.id = v.client_id JOIN crm.field f ON f.id = v.field_id
WHERE NOT v.deleted AND NOT c.deleted AND NOT f.deleted""",
    "v_history": f"""
SELECT c.number AS client_number, c.name AS client, a.kind, nullif(a.direction, '') AS direction,
    CASE WHEN a.held_at IS NOT NULL THEN 'held' WHEN a.outcome <> '' THEN a.outcome ELSE 'planned' END AS state,
    crm.as_time(a.planned_at) AS planned, crm.as_time(a.held_at) AS held, a.all_day <> 0 AS all_day, a.minutes,
    nullif(a.outcome, '') AS outcome, a.wanted, a.offered, a.result, a.place, w.name AS responsible, d.title AS deal,
    (SELECT string_agg(o.name, ', ' ORDER BY o.name) FROM crm.activity_client x
        JOIN crm.client o ON o.id = x.client_id
        WHERE x.activity_id = a.id AND NOT x.deleted AND NOT o.deleted) AS also_with,
    a.rule <> '' AS repeats, crm.as_time(a.created_at) AS created, {_WHO}, a.client_id, a.id
FROM crm.activity a LEFT JOIN crm.client c ON c.id = a.client_id LEFT JOIN crm.colleague w ON w.id = a.responsible_id
    LEFT JOIN crm.deal d ON d.id = a.deal_id {_authors("a")}
WHERE NOT a.deleted AND NOT coalesce(c.deleted, false)""",
    "v_deals": f"""
SELECT c.number AS client_number, c.name AS client, d.title, {_deal_stage("s")} AS stage,
    nullif(s.pipeline, '') AS pipeline, d.state, crm.as_money(d.amount, d.currency) AS amount,
    crm.as_money(d.cost, d.currency) AS cost, d.currency,
    (SELECT crm.as_money(sum(p.amount)::bigint, d.currency) FROM crm.payment p WHERE p.deal_id = d.id
        AND p.paid_on IS NOT NULL AND p.currency = d.currency AND NOT p.deleted) AS paid,
    crm.as_day(d.expected_on) AS expected, crm.as_day(d.closed_on) AS closed, nullif(d.lost_reason, '') AS lost_reason,
    coalesce(o.name, k.name) AS source, w.name AS responsible, d.notes, crm.as_time(d.created_at) AS created, {_WHO},
    d.client_id, d.id
FROM crm.deal d JOIN crm.client c ON c.id = d.client_id LEFT JOIN crm.deal_stage s ON s.id = d.stage_id
    LEFT JOIN crm.source o ON o.id = d.source_id LEFT JOIN crm.source k ON k.id = c.source_id
    LEFT JOIN crm.colleague w ON w.id = d.responsible_id {_authors("d")}
WHERE NOT d.deleted AND NOT c.deleted""",
    "v_deal_items": """
SELECT c.number AS client_number, c.name AS client, d.title AS deal, i.name AS item,
    trim_scale(i.quantity / 1000.0) AS quantity, crm.as_money(i.price, d.currency) AS price,
    crm.as_money(i.cost, d.currency) AS cost,
    crm.as_money(round(i.quantity / 1000.0 * i.price)::bigint, d.currency) AS total, d.currency, i.deal_id
FROM crm.deal_item i JOIN crm.deal d ON d.id = i.deal_id JOIN crm.client c ON c.id = d.client_id
WHERE NOT i.deleted AND NOT d.deleted AND NOT c.deleted""",
    "v_payments": f"""
SELECT c.number AS client_number, c.name AS client, d.title AS deal, crm.as_money(p.amount, p.currency) AS amount,
    p.currency, crm.as_day(p.due_on) AS due, crm.as_day(p.paid_on) AS paid, p.note, {_WHO}, p.client_id, p.deal_id
FROM crm.payment p JOIN crm.client c ON c.id = p.client_id LEFT JOIN crm.deal d ON d.id = p.deal_id {_authors("p")}
WHERE NOT p.deleted AND NOT c.deleted""",
    "v_personal_prices": """
SELECT c.number AS client_number, c.name AS client, x.item, crm.as_money(x.amount, x.currency) AS price, x.currency,
    x.note, x.client_id
FROM crm.personal_price x JOIN crm.client c ON c.id = x.client_id WHERE NOT x.deleted AND NOT c.deleted""",
    "v_requests": f"""
SELECT c.number AS client_number, c.name AS client, r.kind, r.text, crm.as_time(r.received_at) AS received,
    crm.as_time(r.answered_at) AS answered, crm.as_time(r.resolved_at) AS resolved, r.resolution,
    nullif(r.channel, '') AS channel, w.name AS responsible, {_WHO}, r.client_id
FROM crm.request r JOIN crm.client c ON c.id = r.client_id LEFT JOIN crm.colleague w ON w.id = r.responsible_id
    {_authors("r")}
WHERE NOT r.deleted AND NOT c.deleted""",
    "v_feedback": """
SELECT c.number AS client_number, c.name AS client, f.mark, f.comment, crm.as_time(f.at) AS given,
    w.name AS responsible, crm.as_time(f.handled_at) AS handled, f.client_id
FROM crm.feedback f JOIN crm.client c ON c.id = f.client_id LEFT JOIN crm.colleague w ON w.id = f.responsible_id
WHERE NOT f.deleted AND NOT c.deleted""",
    "v_advertising": """
SELECT o.name AS source, m.name AS campaign, crm.as_day(x.on_day) AS from_day, crm.as_day(x.until_day) AS until_day,
    crm.as_money(x.amount, x.currency) AS amount, x.currency, x.note
FROM crm.source_cost x JOIN crm.source o ON o.id = x.source_id LEFT JOIN crm.campaign m ON m.id = x.campaign_id
WHERE NOT x.deleted""",
    "v_stage_changes": f"""
SELECT c.number AS client_number, c.name AS client, {_STAGE.format("f")} AS from_stage,
    {_STAGE.format("t")} AS to_stage, crm.as_time(x.at) AS changed, nullif(x.why, '') AS rule,
    {_by("m")} AS entered_by, x.client_id
FROM crm.stage_change x JOIN crm.client c ON c.id = x.client_id LEFT JOIN crm.stage f ON f.id = x.from_id
    LEFT JOIN crm.stage t ON t.id = x.to_id {_author("x.made_rev", "m")}
WHERE NOT x.deleted AND NOT c.deleted""",
    "v_colleagues": """
SELECT w.name, w.active <> 0 AS active,
    (SELECT count(*) FROM crm.client c WHERE c.responsible_id = w.id AND NOT c.deleted) AS clients,
    (SELECT max(p.at) FROM crm.sync_push p WHERE p.person = w.name) AS last_sent
FROM crm.colleague w WHERE NOT w.deleted""",
    "v_conflicts": """
SELECT replace(x.tbl, '_', ' ') AS record, c.number AS client_number, c.name AS client, x.field, x.kind, x.winner,
    x.winner_by, x.loser, x.loser_by, crm.as_time(x.found_at) AS found, crm.as_time(x.resolved_at) AS resolved,
    nullif(x.resolved_by, '') AS resolved_by, x.row_id
FROM crm.conflict x LEFT JOIN crm.client c ON c.id = x.row_id WHERE NOT x.deleted""",
    "v_changes": server_audit.view(),
}

NAMES = tuple(_VIEWS)


def view_statements() -> list[str]:
    """What makes the views, or brings them up to date; to be run after the tables and ``FUNCTIONS``.

    Columns are only ever added, at the end: lists that somebody made from these in a reporting tool go on working.
    """
    names = ", ".join(f"crm.{name}" for name in _VIEWS)
    return [
        # For each reader: functions of a view are called in the reader's own name.
        "GRANT EXECUTE ON FUNCTION crm.as_day(text), crm.as_time(text), crm.as_money(bigint, text)"
        " TO crm_read, crm_sync",
        *(f"CREATE OR REPLACE VIEW crm.{name} AS {query.strip()}" for name, query in _VIEWS.items()),
        f"GRANT SELECT ON {names} TO crm_read, crm_sync",
        *server_comments.comment_statements(),
    ]
