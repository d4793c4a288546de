"""Who may do what on the server: the roles, as an administrator makes them once (protocol 4.13).

``crm_owner`` makes the tables, ``crm_sync`` is what the laptops of people are, ``crm_read`` sees the views. Every
person has a role of his own in one of them, so that a stolen laptop is shut out by one line.
"""

from __future__ import annotations

from collections.abc import Mapping

ROLES = (
    "CREATE ROLE crm_owner NOLOGIN",
    "CREATE ROLE crm_sync NOLOGIN",
    "CREATE ROLE crm_read NOLOGIN",
)
"""What an administrator makes once per server: who owns the tables, whose laptops sync, who reads."""

_TIMEOUTS = {"idle_in_transaction_session_timeout": "15s", "statement_timeout": "60s", "lock_timeout": "30s"}
_CONNECTIONS = 3


def quoted_name(name: str) -> str:
    """A role or database as SQL names it."""
    return '"' + name.replace('"', '""') + '"'


def database_grants(database: str) -> list[str]:
    """Who may connect to the database: nobody else."""
    name = quoted_name(database)
    return [
        f"REVOKE ALL ON DATABASE {name} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {name} TO crm_owner, crm_sync, crm_read",
    ]


def person_statements(role: str, password: str) -> list[str]:
    """A colleague: one role each, so that one can be shut out (``ALTER ROLE ... NOLOGIN``)."""
    name = quoted_name(role)
    secret = password.replace("'", "''")
    made = f"CREATE ROLE {name} LOGIN PASSWORD '{secret}' CONNECTION LIMIT {_CONNECTIONS} IN ROLE crm_sync"
    return [made, *(f"ALTER ROLE {name} SET {setting} = '{value}'" for setting, value in _TIMEOUTS.items())]


def administrator_script(database: str, people: Mapping[str, str], owner: str) -> str:
    """What an administrator runs once in psql: roles, the database, people with their passwords.

    ``owner`` is the one of them who makes the shared base, and brings it up to date after an update of the program.
    """
    statements = [
        *ROLES,
        f"CREATE DATABASE {quoted_name(database)} OWNER crm_owner TEMPLATE template0 ENCODING 'UTF8'",
        *database_grants(database),
        *(line for role, password in people.items() for line in person_statements(role, password)),
        f"GRANT crm_owner TO {quoted_name(owner)}",
    ]
    return ";\n".join(statements) + ";\n"


def hba_line(database: str, network: str) -> str:
    """The line of pg_hba.conf that lets people of ``network`` (CIDR) in, encrypted and by password only."""
    return f"hostssl  {quoted_name(database)}  +crm_sync,+crm_owner,+crm_read  {network}  scram-sha-256"
