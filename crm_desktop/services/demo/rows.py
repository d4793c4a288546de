"""Rows waiting to be written, table by table, and the one statement that writes each table's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crm_desktop.storage.change import Change

# In the order that foreign keys ask for.
COLUMNS = {
    "colleague": "id name",
    "source": "id name rank",
    "campaign": "id name source_id starts_on ends_on",
    "source_cost": "id source_id campaign_id on_day until_day amount currency",
    "tag": "id name colour",
    "client_group": "id name longest_silence_days rank",
    "field": "id name kind choices rank",
    "client": (
        "id kind number name family given middle nickname salutation gender birthday stage_id source_id source_detail"
        " referrer_id preferred_channel preferred_hours language do_not_contact likes notes discount_bp price_terms"
        " created_at vip responsible_id"
    ),
    "stage_change": "id client_id from_id to_id at",
    "personal_price": "id client_id item amount currency rank",
    "employment": "id person_id company_id job_title",
    "contact_point": "id client_id kind label value key service note street city region postal_code country rank",
    "named_date": "id client_id label date",
    "client_tag": "id client_id tag_id",
    "group_member": "id client_id group_id",
    "field_value": "id client_id field_id value",
    "activity": (
        "id client_id kind direction planned_at held_at minutes wanted offered result outcome created_at"
        " responsible_id"
    ),
    "request": "id client_id kind text received_at answered_at resolved_at resolution channel",
    "feedback": "id client_id mark comment at request_id handled_at",
    "deal": (
        "id client_id title amount currency state expected_on closed_on created_at stage_id cost lost_reason source_id"
        " responsible_id"
    ),
    "deal_item": "id deal_id name quantity price cost rank",
    "payment": "id client_id deal_id amount currency due_on paid_on",
}

Row = tuple[Any, ...]


class Rows:
    """Rows by table. ``add`` takes the values in the order of ``COLUMNS``."""

    def __init__(self) -> None:
        self.tables: dict[str, list[Row]] = {table: [] for table in COLUMNS}

    def add(self, table: str, *values: Any) -> None:
        self.tables[table].append(values)

    def write(self, change: Change) -> list[bytes]:
        """Write all rows in bulk and forget them; the ids of the clients among them."""
        clients = [row[0] for row in self.tables["client"]]
        for table, rows in self.tables.items():
            if rows:
                change.executemany(_INSERTS[table], rows)
                rows.clear()
        return clients


def _insert(table: str, columns: str) -> str:
    names = columns.split()
    return f"INSERT INTO {table}({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


_INSERTS = {table: _insert(table, columns) for table, columns in COLUMNS.items()}
