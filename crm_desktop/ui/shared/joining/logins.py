"""Logins of colleagues from their names as somebody types them, and what the administrator runs for them. No Qt."""

from __future__ import annotations

import re

from crm_desktop.sync.server_roles import administrator_script
from crm_desktop.translit import latin
from crm_desktop.ui.text import tr

LONGEST = 63
"""PostgreSQL cuts longer names (NAMEDATALEN)."""

_OURS = frozenset({"crm_owner", "crm_sync", "crm_read", "postgres", "public", "none"})


def logins(text: str) -> tuple[str, ...]:
    """A login for each name of a list with commas or line ends: "Anna, Jonas Petraitis" to anna, jonas_petraitis."""
    found = (_login(name) for name in re.split(r"[,;\n]", text))
    return tuple(dict.fromkeys(login for login in found if login))


def _login(name: str) -> str:
    login = re.sub(r"[^a-z0-9]+", "_", latin(name)).strip("_")[:LONGEST]
    # PostgreSQL keeps "pg_" for itself, and some names are taken.
    return f"{login[: LONGEST - 4]}_crm" if login in _OURS or login.startswith("pg_") else login


def script(database: str, people: tuple[str, ...]) -> str:
    """What the administrator runs, with places for passwords; the first of the people makes the shared base."""
    owner = people[0]
    head = (
        tr("For CRM Desktop. To be run once, as a superuser of the server, by psql or pgAdmin."),
        tr("Put a password of its own in each place marked with < and >."),
        tr(
            "{login} makes the shared base and brings it up to date after an update of the program.",
            login=owner,
        ),
    )
    passwords = {login: tr("<password of {login}>", login=login) for login in people}
    return "".join(f"-- {line}\n" for line in head) + "\n" + administrator_script(database, passwords, owner)
