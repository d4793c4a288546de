"""A client as rows: the client's own row and those that hang on it.

A draft becomes the rows that should stand (``rows_of``); compared with the rows that do stand (``present_rows``) the
difference is written and nothing else, so that an edit of one phone is one changed row in the history, in undo and in
a sync. Removing a row is putting it into the bin: a shared base knows no physical delete.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from crm_desktop.ids import link_id, uuid7
from crm_desktop.models.ranks import reranked
from crm_desktop.services import dictionaries, writing
from crm_desktop.services.companies import company_of
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.point_keys import point_key

if TYPE_CHECKING:
    from crm_desktop.services.drafts import ClientDraft, DateDraft, EmploymentDraft, PointDraft, PriceDraft
    from crm_desktop.storage.store import Store

Row = dict[str, Any]
Rows = dict[str, dict[bytes, Row]]

CLIENT_COLUMNS = (
    "kind name prefix family given middle suffix nickname salutation gender birthday stage_id source_id source_detail"
    " referrer_id responsible_id preferred_channel preferred_hours language do_not_contact likes notes discount_bp"
    " price_terms loyalty_card ideal_silence_days longest_silence_days vip"
).split()
"""Columns of the client's own row that a draft names as they are called (the number is given out by ``numbers``)."""

POINT_COLUMNS = "kind label value key ext service note street city region postal_code country rank".split()

_CHILDREN = {
    "contact_point": POINT_COLUMNS,
    "employment": ["company_id", "job_title", "department", "rank"],
    "named_date": ["label", "date"],
    "personal_price": ["item", "amount", "currency", "note", "rank"],
    "client_tag": ["tag_id"],
    "group_member": ["group_id"],
    "field_value": ["field_id", "value"],
}
"""The tables a draft covers, with the columns it decides."""


def owner_column(table: str) -> str:
    """The column of a child table that names its client."""
    return "person_id" if table == "employment" else "client_id"


def client_values(draft: ClientDraft) -> Row:
    """The client's own row as a draft wants it."""
    values = {column: getattr(draft, column) for column in CLIENT_COLUMNS}
    values |= {"do_not_contact": int(draft.do_not_contact), "vip": int(draft.vip)}
    # Kinds are words of their own type; what is compared with the base and written is plain text.
    return {column: str(value) if isinstance(value, str) else value for column, value in values.items()}


def present_rows(store: Store, client_id: bytes) -> Rows:
    """The child rows that stand, those in the bin too (an id may come back), by table and id."""
    return {table: _present(store, table, columns, client_id) for table, columns in _CHILDREN.items()}


def _present(store: Store, table: str, columns: Sequence[str], client_id: bytes) -> dict[bytes, Row]:
    names = [*columns, "deleted"]
    found = store.read(
        f"SELECT id, {', '.join(names)} FROM {table} WHERE {owner_column(table)} = ? ORDER BY rid",
        (client_id,),
    )
    return {values[0]: dict(zip(names, values[1:], strict=True)) for values in found}


def rows_of(store: Store, client_id: bytes, draft: ClientDraft, present: Rows) -> Rows:
    """The child rows a draft in normal form wants.

    Inside an open change: tags, groups and companies that are named and not there yet are added to it.
    """
    return {
        "contact_point": _points(store, draft.points, present["contact_point"]),
        "employment": _employments(store, client_id, draft.employments, present["employment"]),
        "named_date": _dates(draft.dates, present["named_date"]),
        "personal_price": _prices(draft.prices, present["personal_price"]),
        "client_tag": _links(store, client_id, Dictionary.TAG, draft.tags),
        "group_member": _links(store, client_id, Dictionary.GROUP, draft.groups),
        "field_value": {
            link_id(client_id, field_id): {"field_id": field_id, "value": value}
            for field_id, value in draft.fields.items()
        },
    }


def write_difference(store: Store, client_id: bytes, present: Rows, wanted: Rows) -> int:
    """Make the wanted rows stand; the number of rows written."""
    written = 0
    for table, rows in wanted.items():
        standing = present[table]
        for row_id, row in rows.items():
            if row_id in standing:
                written += _write_changed(store, table, row_id, standing[row_id], row)
            else:
                writing.insert(store, table, {owner_column(table): client_id, **row}, row_id)
                written += 1
        for row_id, row in standing.items():
            if row_id not in rows and not row["deleted"]:
                written += writing.delete(store, table, row_id)
    return written


def _write_changed(store: Store, table: str, row_id: bytes, standing: Row, row: Row) -> int:
    wanted = {**row, "deleted": 0}
    if all(standing[column] == value for column, value in wanted.items()):
        return 0
    return int(writing.update(store, table, row_id, wanted))


def _points(store: Store, points: Sequence[PointDraft], present: dict[bytes, Row]) -> dict[bytes, Row]:
    ids = _ids([point.id for point in points], present)
    ranks = reranked([present[row_id]["rank"] if row_id in present else None for row_id in ids])
    rows: dict[bytes, Row] = {}
    for row_id, rank, point in zip(ids, ranks, points, strict=True):
        row = {
            column: str(getattr(point, column)) for column in POINT_COLUMNS if column not in {"key", "rank"}
        }
        before = present.get(row_id)
        # The key of an unchanged value stays, whatever country the base has been moved to since.
        if before and before["key"] and (before["kind"], before["value"]) == (row["kind"], row["value"]):
            key = before["key"]
        else:
            key = point_key(store, point.kind, point.value)
        rows[row_id] = {**row, "key": key, "rank": rank}
    return rows


def _employments(
    store: Store, person_id: bytes, employments: Sequence[EmploymentDraft], present: dict[bytes, Row]
) -> dict[bytes, Row]:
    companies = [company_of(store, employment, person_id) for employment in employments]
    ids: list[bytes] = []
    for place, company in enumerate(companies):
        # A second job in one company is a row of its own: the count goes into the derived id.
        earlier = companies[:place].count(company)
        parts = (person_id, company or b"", *([bytes([earlier])] if earlier else []))
        ids.append(link_id(*parts))
    ranks = reranked([present[row_id]["rank"] if row_id in present else None for row_id in ids])
    return {
        row_id: {
            "company_id": company,
            "job_title": employment.job_title,
            "department": employment.department,
            "rank": rank,
        }
        for row_id, company, employment, rank in zip(ids, companies, employments, ranks, strict=True)
    }


def _dates(dates: Sequence[DateDraft], present: dict[bytes, Row]) -> dict[bytes, Row]:
    ids = _ids([date.id for date in dates], present)
    return {row_id: {"label": date.label, "date": date.date} for row_id, date in zip(ids, dates, strict=True)}


def _prices(prices: Sequence[PriceDraft], present: dict[bytes, Row]) -> dict[bytes, Row]:
    ids = _ids([price.id for price in prices], present)
    ranks = reranked([present[row_id]["rank"] if row_id in present else None for row_id in ids])
    return {
        row_id: {
            "item": price.item,
            "amount": price.amount,
            "currency": price.currency,
            "note": price.note,
            "rank": rank,
        }
        for row_id, rank, price in zip(ids, ranks, prices, strict=True)
    }


def _links(store: Store, client_id: bytes, which: Dictionary, names: Iterable[str]) -> dict[bytes, Row]:
    column = "tag_id" if which is Dictionary.TAG else "group_id"
    entry_ids = dictionaries.ensure(store, which, names).values()
    return {link_id(client_id, entry_id): {column: entry_id} for entry_id in entry_ids}


def _ids(drafted: Iterable[bytes | None], present: dict[bytes, Row]) -> list[bytes]:
    """The ids the drafts name where such rows stand here, once each; new ones for all others."""
    ids: list[bytes] = []
    for row_id in drafted:
        ids.append(row_id if row_id in present and row_id not in ids else uuid7())
    return ids
