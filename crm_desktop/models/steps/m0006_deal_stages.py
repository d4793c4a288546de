"""Step 6: stages of deals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.models.steps.columns import SYNCED

if TYPE_CHECKING:
    from sqlite_utils import Database


def m0006_deal_stages(db: Database) -> None:
    """Stages of deals by pipeline, and what a deal's report needs: costs, who has it, where it came from, why lost.

    ``uid`` is the number of an outside program, "system:number": a second export of the same deals finds them by it.
    ``state`` stays beside the stage: a deal may be won or lost without anybody keeping stages.
    """
    for statement in _TABLES.replace("@SYNCED", SYNCED).split(";"):
        db.conn.execute(statement)


_TABLES = """
CREATE TABLE deal_stage (@SYNCED,
    name TEXT NOT NULL DEFAULT '', role TEXT NOT NULL DEFAULT 'open', pipeline TEXT NOT NULL DEFAULT '',
    rank INTEGER NOT NULL DEFAULT 0);
ALTER TABLE deal ADD COLUMN stage_id BLOB REFERENCES deal_stage(id);
ALTER TABLE deal ADD COLUMN uid TEXT NOT NULL DEFAULT '';
ALTER TABLE deal ADD COLUMN cost INTEGER;
ALTER TABLE deal ADD COLUMN lost_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE deal ADD COLUMN responsible_id BLOB REFERENCES colleague(id);
ALTER TABLE deal ADD COLUMN source_id BLOB REFERENCES source(id);
CREATE INDEX deal_uid ON deal(uid) WHERE uid <> ''
"""
