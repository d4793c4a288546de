"""What other programs than ours may write into the tables of the server, and in which form it then stands there (#20).

A push of the program names its device; whoever writes without one is another tool: psql, a spreadsheet, a script. Its
times and days are brought into the form that the program reads, or refused in words of PostgreSQL, for a laptop would
otherwise get "tomorrow at 5" as the time of a meeting.
"""

from __future__ import annotations

from crm_desktop.sync.tables import ColumnType, SyncedTable

_INSTANTS = frozenset(("at", "moment", "snoozed_until"))
_DAYS = frozenset(("since", "on_day", "until_day"))
_YEARLY = frozenset(("birthday", "date"))

# Values of a row as JSON: those of `columns` ("column:sort") in the program's form, only those that differ from it.
# instant: YYYY-MM-DDTHH:MM:SS.mmmZ or a day; day: YYYY-MM-DD; yearly: a day, or --MM-DD where the year is unknown.
FUNCTIONS = r"""
CREATE OR REPLACE FUNCTION crm.program_time(said timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$ SELECT to_char(said AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

CREATE OR REPLACE FUNCTION crm.sync_tidy(written jsonb, columns text[]) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    each text; name text; sort text; said text; good text;
    tidy jsonb := '{}';
BEGIN
    FOREACH each IN ARRAY coalesce(columns, '{}') LOOP
        name := split_part(each, ':', 1);
        sort := split_part(each, ':', 2);
        said := written ->> name;
        CONTINUE WHEN coalesce(said, '') = '' OR (sort = 'yearly' AND said ~ '^--\d\d-\d\d$');
        IF said !~ '^\d{4}-\d\d-\d\d' THEN
            RAISE EXCEPTION '%: "%" is no date', name, said
                USING ERRCODE = '22007', HINT = 'Write days as 2026-05-31, times as 2026-05-31 14:00+03.';
        END IF;
        good := CASE
            WHEN sort <> 'instant' OR said ~ '^\d{4}-\d\d-\d\d$' THEN left(said, 10)::date::text
            ELSE crm.program_time(said::timestamptz) END;
        IF good <> said THEN
            tidy := tidy || jsonb_build_object(name, good);
        END IF;
    END LOOP;
    RETURN tidy;
END $$
"""


def dated(table: SyncedTable) -> list[str]:
    """The columns of a table that hold times and days, as ``sync_tidy`` is told of them."""
    found = []
    for column in table.columns:
        if column.type is ColumnType.TEXT:
            sort = _sort(table.name, column.name)
            if sort:
                found.append(f"{column.name}:{sort}")
    return found


def _sort(table: str, name: str) -> str:
    if table == "conflict":
        return ""  # nobody writes those by hand
    if name in _YEARLY:
        return "yearly"
    if name.endswith("_on") or name in _DAYS:
        return "day"
    return "instant" if name.endswith("_at") or name in _INSTANTS else ""
