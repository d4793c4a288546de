"""Plain SQL that computes the numbers of each report: what somebody would write who asks the same questions once.

Values: ``:first`` and ``:last`` (days), ``:low`` and ``:high`` (instants) of the period, ``:before`` (the first day of
the period before), ``:average`` (the instant from which the periods go that are averaged), ``:today``, ``:now``,
``:year_ago`` (instant). All clients count, each currency by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.kinds import ReportKind

if TYPE_CHECKING:
    from collections.abc import Mapping

_ANY = "''"
"""Sorts before every day."""
_LIVE = "NOT IN (SELECT id FROM client WHERE deleted = 1)"


def _sale(first: str, last: str) -> str:
    return (
        "(SELECT client_id, closed_on AS day, amount, cost, currency, source_id FROM deal WHERE state = 'won'"
        f" AND deleted = 0 AND closed_on BETWEEN {first} AND {last} AND client_id {_LIVE} UNION ALL"
        " SELECT client_id, paid_on, amount, 0, currency, NULL FROM payment WHERE deleted = 0"
        f" AND paid_on BETWEEN {first} AND {last} AND (deal_id IS NULL OR amount < 0 AND deal_id IN"
        f" (SELECT id FROM deal WHERE state = 'won' AND amount > 0 AND deleted = 0)) AND client_id {_LIVE})"
    )


_MEETINGS = (
    f"a.kind IN ('meeting', 'visit') AND a.deleted = 0 AND (a.client_id IS NULL OR a.client_id {_LIVE})"
)


def _contacts(moment: str, more: str, since: str) -> str:
    return (
        f"SELECT date(a.{moment}, 'localtime'), a.responsible_id, a.outcome, COUNT(*) FROM activity a"
        f" WHERE a.{moment} >= {since} AND a.{moment} < :high AND {more} AND {_MEETINGS} GROUP BY 1, 2, 3"
    )


def _listed(moment: str, more: str) -> str:
    return (
        f"SELECT a.{moment}, c.id, c.name, a.kind, a.result, a.responsible_id FROM activity a"
        f" LEFT JOIN client c ON c.id = a.client_id WHERE a.{moment} >= :low AND a.{moment} < :high AND {more}"
        f" AND {_MEETINGS} ORDER BY 1"
    )


_FOLLOWED = (
    "SELECT t.id, t.held_at, c.id, c.name, n.planned_at, n.kind, n.outcome FROM activity t"
    " CROSS JOIN client c ON c.id = t.client_id CROSS JOIN activity n ON n.client_id = t.client_id"
    " WHERE t.held_at >= :low AND t.held_at < :high AND t.held_at IS NOT NULL AND t.outcome <> 'cancelled'"
    " AND t.kind IN ('meeting', 'visit') AND t.deleted = 0 AND c.deleted = 0 AND n.deleted = 0 AND n.id <> t.id"
    " AND n.created_at >= t.held_at AND n.planned_at > t.held_at ORDER BY t.held_at"
)

_CAME = "SELECT id, stage_id FROM client WHERE created_at >= :low AND created_at < :high AND deleted = 0"
_REACHED = (
    f"WITH came AS ({_CAME}), stood AS (SELECT id, stage_id FROM came UNION SELECT s.client_id, s.to_id FROM came"
    " CROSS JOIN stage_change s ON s.client_id = came.id AND s.deleted = 0)"
    " SELECT stage_id, COUNT(*) FROM stood GROUP BY 1"
)
_ON_STEPS = (
    f"WITH came AS ({_CAME}), step AS (SELECT s.to_id, julianday(LEAD(s.at) OVER (PARTITION BY s.client_id"
    " ORDER BY s.at)) - julianday(s.at) AS days FROM came CROSS JOIN stage_change s ON s.client_id = came.id"
    " AND s.deleted = 0), placed AS (SELECT to_id, days, ROW_NUMBER() OVER (PARTITION BY to_id ORDER BY days) AS n,"
    " COUNT(*) OVER (PARTITION BY to_id) AS c FROM step WHERE days IS NOT NULL)"
    " SELECT to_id, AVG(days), AVG(CASE WHEN n IN ((c + 1) / 2, (c + 2) / 2) THEN days END) FROM placed GROUP BY 1"
)
_SILENT = (
    f"WITH came AS ({_CAME}) SELECT stage_id, COUNT(*) FROM came WHERE id NOT IN (SELECT client_id FROM activity"
    " WHERE deleted = 0 AND client_id IS NOT NULL AND (held_at >= :year_ago OR planned_at >= :year_ago))"
    " AND id NOT IN (SELECT client_id FROM deal WHERE closed_on >= substr(:year_ago, 1, 10) AND deleted = 0)"
    " GROUP BY 1"
)

_HERE = (
    f"WITH came AS ({_CAME}), latest AS (SELECT came.stage_id, julianday(:now) - julianday(COALESCE((SELECT MAX(s.at)"
    " FROM stage_change s WHERE s.client_id = came.id AND s.deleted = 0), :low)) AS days FROM came), placed AS"
    " (SELECT stage_id, days, ROW_NUMBER() OVER (PARTITION BY stage_id ORDER BY days) AS n, COUNT(*) OVER"
    " (PARTITION BY stage_id) AS c FROM latest) SELECT stage_id, AVG(CASE WHEN n IN ((c + 1) / 2, (c + 2) / 2)"
    " THEN days END) FROM placed GROUP BY 1"
)
_COMING = (
    "SELECT source_id, COUNT(*), SUM(referrer_id IS NOT NULL) FROM client WHERE {} AND deleted = 0 GROUP BY 1"
)
_COST = (
    "SELECT source_id, currency, SUM(amount) FROM source_cost WHERE deleted = 0 AND on_day <= {last}"
    " AND COALESCE(until_day, on_day) >= {first} GROUP BY 1, 2"
)

_MOVED = (
    "WITH bought AS (SELECT client_id, MIN(day) AS first, MAX(day >= :first) AS now,"
    f" MAX(day >= :before AND day < :first) AS then_ FROM {_sale(_ANY, ':last')} WHERE amount > 0 GROUP BY 1)"
    " SELECT CASE WHEN now AND then_ THEN 'kept' WHEN now AND first < :first THEN 'returned' WHEN now THEN 'new'"
    " WHEN then_ THEN 'lost' END AS move, COUNT(*) FROM bought GROUP BY 1"
)
_COHORTS = (
    "WITH bought AS (SELECT DISTINCT client_id, substr(day, 1, 4) * 12 + substr(day, 6, 2) AS month"
    f" FROM {_sale(_ANY, ':last')} WHERE amount > 0), began AS (SELECT client_id, month, MIN(month) OVER"
    " (PARTITION BY client_id) AS cohort, LAG(month) OVER (PARTITION BY client_id ORDER BY month) AS earlier"
    " FROM bought) SELECT cohort, month, earlier = month - 1, COUNT(*) FROM began GROUP BY 1, 2, 3"
)
_BY_CURRENCY = (
    "SELECT {key}, currency, COUNT(*), SUM(amount), SUM(amount - COALESCE(cost, 0)) FROM {sale} {join}"
    " GROUP BY 1, 2"
)

_RANKED = (
    "WITH own AS (SELECT client_id, currency, COUNT(*) AS sales, SUM(amount) AS amount,"
    f" SUM(amount - COALESCE(cost, 0)) AS profit FROM {_sale(':first', ':last')} GROUP BY 1, 2)"
    " SELECT client_id, currency, sales, amount, profit, SUM(MAX(profit, 0)) OVER (PARTITION BY currency"
    " ORDER BY profit DESC, client_id ROWS UNBOUNDED PRECEDING) FROM own ORDER BY currency, profit DESC, client_id"
)
_EVER = (
    "SELECT COUNT(*), SUM(latest < :first) FROM (SELECT client_id, MAX(day) AS latest"
    f" FROM {_sale(_ANY, ':last')} WHERE amount > 0 GROUP BY 1)"
)
_SEGMENTS = (
    "WITH own AS (SELECT client_id, MAX(day) AS latest, COUNT(*) AS times, SUM(amount) AS amount"
    f" FROM {_sale(_ANY, ':last')} WHERE amount > 0 GROUP BY 1), fifth AS (SELECT client_id, latest, times,"
    " NTILE(5) OVER (ORDER BY latest) AS r, NTILE(5) OVER (ORDER BY times) AS f, NTILE(5) OVER (ORDER BY amount) AS m"
    " FROM own) SELECT r, f, m, COUNT(*), AVG(times), AVG(julianday(:last) - julianday(latest)) FROM fifth"
    " GROUP BY 1, 2, 3"
)


def _spread(key: str, until: str) -> str:
    return (
        f"WITH each_ AS (SELECT {key} AS key, (julianday({until}) - julianday(received_at)) * 24 AS hours FROM request"
        f" WHERE received_at >= :low AND received_at < :high AND deleted = 0 AND client_id {_LIVE}), placed AS"
        " (SELECT key, hours, ROW_NUMBER() OVER (PARTITION BY key ORDER BY hours) AS n, COUNT(*) OVER"
        " (PARTITION BY key) AS c FROM each_ WHERE hours IS NOT NULL) SELECT key, COUNT(*), AVG(hours),"
        " AVG(CASE WHEN n IN ((c + 1) / 2, (c + 2) / 2) THEN hours END), MAX(CASE WHEN n = (9 * c + 9) / 10"
        " THEN hours END) FROM placed GROUP BY 1"
    )


_KEYS = ("kind", "channel", "responsible_id", "substr(datetime(received_at, 'localtime'), 1, 7)")
_ENDS = ("COALESCE(answered_at, resolved_at)", "resolved_at")


def _rhythm(until: str) -> str:
    """Clients with three purchases and more: the median of days between them, the last one, the usual amount."""
    return (
        f"WITH bought AS (SELECT client_id, day, SUM(amount) AS amount FROM {_sale(_ANY, until)}"
        " WHERE amount > 0 GROUP BY 1, 2), gap AS (SELECT client_id, day, amount, julianday(day) -"
        " julianday(LAG(day) OVER of_client) AS days, COUNT(*) OVER (PARTITION BY client_id) AS n,"
        " ROW_NUMBER() OVER (PARTITION BY client_id ORDER BY day DESC) AS back FROM bought"
        " WINDOW of_client AS (PARTITION BY client_id ORDER BY day)), usual AS (SELECT client_id, amount,"
        " ROW_NUMBER() OVER (PARTITION BY client_id ORDER BY amount) AS place, COUNT(*) OVER (PARTITION BY client_id)"
        " AS c FROM gap WHERE n >= 3 AND back <= 5), placed AS (SELECT client_id, days, ROW_NUMBER() OVER"
        " (PARTITION BY client_id ORDER BY days) AS place, n - 1 AS c FROM gap WHERE n >= 3 AND days IS NOT NULL)"
        " SELECT p.client_id, p.interval, u.amount, l.day, date(l.day, p.interval || ' days') FROM (SELECT client_id,"
        " AVG(days) AS interval FROM placed WHERE place IN ((c + 1) / 2, (c + 2) / 2) GROUP BY 1) p JOIN"
        " (SELECT client_id, AVG(amount) AS amount FROM usual WHERE place IN ((c + 1) / 2, (c + 2) / 2) GROUP BY 1) u"
        " ON u.client_id = p.client_id JOIN (SELECT client_id, MAX(day) AS day FROM bought GROUP BY 1) l"
        " ON l.client_id = p.client_id"
    )


_OPEN = (
    "SELECT currency, COALESCE(substr(expected_on, 1, 7), ''), stage_id, COUNT(*), SUM(amount) FROM deal"
    f" WHERE state = 'open' AND deleted = 0 AND client_id {_LIVE} GROUP BY 1, 2, 3"
)
_WON = (
    "SELECT stage_id, SUM(state = 'won'), COUNT(*) FROM deal WHERE closed_on >= date(:today, '-24 months')"
    f" AND closed_on < :today AND deleted = 0 AND client_id {_LIVE} GROUP BY 1"
)
_THEN = (
    "SELECT currency, substr(expected_on, 1, 7), SUM(amount) FROM deal WHERE expected_on >= date(:today, '-3 months')"
    f" AND expected_on < :today AND deleted = 0 AND client_id {_LIVE} GROUP BY 1, 2"
)
_QUARTER_AGO = "date(:today, '-3 months')"
_SOLD = f"SELECT currency, substr(day, 1, 7), SUM(amount) FROM {_sale(_QUARTER_AGO, ':today')} GROUP BY 1, 2"
_BIGGEST = (
    "SELECT d.id, d.title, c.name, d.expected_on, d.amount FROM deal d CROSS JOIN client c ON c.id = d.client_id"
    " WHERE d.state = 'open' AND d.deleted = 0 AND c.deleted = 0 ORDER BY d.currency, d.amount DESC LIMIT 900"
)

_KEPT = (
    "SELECT substr(birthday, -5), substr(birthday, 1, 4), COUNT(*) FROM client WHERE birthday <> '' AND deleted = 0"
    " AND substr(birthday, -5) BETWEEN substr(:first, 6) AND substr(:last, 6) GROUP BY 1, 2"
)
_NAMED = (
    "SELECT substr(n.date, -5), substr(n.date, 1, 4), COUNT(*) FROM named_date n JOIN client c ON c.id = n.client_id"
    " WHERE n.deleted = 0 AND c.deleted = 0 AND substr(n.date, -5) BETWEEN substr(:first, 6) AND substr(:last, 6)"
    " GROUP BY 1, 2"
)
_WHOSE = (
    "SELECT substr(c.birthday, -5), c.name, c.birthday, l.phone FROM client c JOIN client_list l ON l.client_id = c.id"
    " WHERE c.birthday <> '' AND c.deleted = 0 AND substr(c.birthday, -5) BETWEEN substr(:first, 6) AND"
    " substr(:last, 6) ORDER BY 1, 2 LIMIT 300"
)
_BY_CITY = "SELECT city, COUNT(*) FROM client_list WHERE pos < 1 << 40 GROUP BY 1"


def _sums(key: str, first: str = ":first", last: str = ":last", join: str = "") -> str:
    return _BY_CURRENCY.format(key=key, sale=_sale(first, last) + " s", join=join)


_OF_CLIENT = "CROSS JOIN client c ON c.id = s.client_id"

FLOORS: Mapping[ReportKind, tuple[str, ...]] = {
    ReportKind.WEEKLY: (
        _contacts("held_at", "a.held_at IS NOT NULL", ":average"),
        _contacts("planned_at", "a.held_at IS NULL AND a.rule = ''", ":average"),
        _contacts("planned_at", "a.held_at IS NOT NULL AND a.planned_at IS NOT NULL", ":average"),
        "SELECT date(m.from_at, 'localtime'), a.responsible_id, COUNT(*) FROM activity_move m"
        " CROSS JOIN activity a ON a.id = m.activity_id WHERE m.deleted = 0 AND m.from_at >= :average"
        f" AND m.from_at < :high AND {_MEETINGS} GROUP BY 1, 2",
    ),
    ReportKind.MEETINGS: (
        _listed("held_at", "a.held_at IS NOT NULL AND a.outcome = 'successful'"),
        _listed("planned_at", "a.held_at IS NULL AND a.rule = ''"),
        _FOLLOWED,
    ),
    ReportKind.FUNNEL: (
        _REACHED,
        _ON_STEPS,
        _HERE,
        _SILENT,
        f"SELECT stage_id, COUNT(*) FROM ({_CAME}) GROUP BY 1",
    ),
    ReportKind.RETENTION: (_MOVED, _COHORTS, _sums("client_id"), _sums("client_id", ":before", ":first")),
    ReportKind.SOURCES: (
        _COMING.format("created_at >= :low AND created_at < :high"),
        _COMING.format("created_at >= :before AND created_at < :low"),
        _sums("c.source_id", join=_OF_CLIENT),
        _sums("c.source_id", ":before", ":first", _OF_CLIENT),
        _COST.format(last=":last", first=":first"),
        _COST.format(last=":first", first=":before"),
        "SELECT r.name, COUNT(*) FROM client c CROSS JOIN client r ON r.id = c.referrer_id WHERE c.created_at >= :low"
        " AND c.created_at < :high AND c.deleted = 0 GROUP BY c.referrer_id ORDER BY 2 DESC LIMIT 300",
    ),
    ReportKind.PARETO: (_RANKED, _EVER),
    ReportKind.SEGMENTS: (_SEGMENTS, _sums("client_id")),
    ReportKind.RESPONSE: (
        *(_spread(key, end) for key in _KEYS for end in _ENDS),
        f"SELECT kind, responsible_id, COUNT(*), MIN(received_at) FROM request WHERE resolved_at IS NULL"
        f" AND deleted = 0 AND client_id {_LIVE} GROUP BY 1, 2",
        "SELECT mark, responsible_id, substr(at, 1, 7), COUNT(*) FROM feedback WHERE at >= :low AND at < :high"
        f" AND deleted = 0 AND client_id {_LIVE} GROUP BY 1, 2, 3",
    ),
    ReportKind.FORECAST: (
        _OPEN,
        _WON,
        _THEN,
        _SOLD,
        _BIGGEST,
        *(_rhythm(f"date(:today, '-{months} months')") for months in range(4)),
    ),
    ReportKind.DUE_TO_BUY: (_rhythm(":today"),),
    ReportKind.DATES: (_KEPT, _NAMED, _WHOSE),
    ReportKind.CLIENTS: (
        _BY_CITY,
        _sums("l.city", join="CROSS JOIN client_list l ON l.client_id = s.client_id"),
    ),
}
