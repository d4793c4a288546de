"""Which rows of colleagues are one person: the login at the server says so, and only where one has none, the name.

Everybody who joins brings a row of himself, and rows of those he wrote down by name. Two rows of one login are one
person with two laptops, whatever they are called. Two rows of one name are one person where at most one of them has a
login: the other was written down by a colleague. Two logins are two people, and if both are called Anna, the second to
arrive is told apart by the login behind the name. Nobody is like somebody else for having no name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crm_desktop.folding import fold

if TYPE_CHECKING:
    from crm_desktop.sync.snapshot import RowKey
    from crm_desktop.sync.work import Work

TABLE = "colleague"


@dataclass(frozen=True, slots=True)
class _Person:
    """``name`` folded."""

    id: bytes
    name: str
    login: str


def unite_people(work: Work, keys: list[RowKey]) -> None:
    """Have each person once; ``keys`` are the live rows of the push, and the names the server has are known."""
    standing = [
        _Person(id_, fold(str(name)), str(login))
        for id_, (name, login) in work.known.names[TABLE]
        if (TABLE, id_) not in work.rows
    ]
    # Those that the server has as they are come first: they are whom others may be, and they keep their names.
    for key in sorted(keys, key=lambda key: not _stands(work, key)):
        row = work.rows[key]
        person = _Person(key[1], fold(row["name"]), row["login"])
        same = _same(standing, person)
        if same is None:
            standing.append(_told_apart(work, key, person, standing))
            continue
        if person.login and not same.login:
            if not _give_login(work, same.id, person.login):
                return  # its row is to be asked for first
            standing[standing.index(same)] = replace(same, login=person.login)
        row |= {"deleted": 1, "merged_into": same.id}


def _stands(work: Work, key: RowKey) -> bool:
    theirs, row = work.server(key), work.rows[key]
    return (
        theirs is not None
        and not theirs["deleted"]
        and (theirs["name"], theirs["login"]) == (row["name"], row["login"])
    )


def _same(standing: list[_Person], person: _Person) -> _Person | None:
    """Who of those it is."""
    by_login = next((each for each in standing if person.login and each.login == person.login), None)
    if by_login is not None or not person.name:
        return by_login
    return next(
        (each for each in standing if each.name == person.name and not (person.login and each.login)), None
    )


def _told_apart(work: Work, key: RowKey, person: _Person, standing: list[_Person]) -> _Person:
    """Somebody new; where another person has the name already, the login stands behind it."""
    if not person.name or all(each.name != person.name for each in standing):
        return person
    row = work.rows[key]
    row["name"] = f"{row['name']} ({person.login})"
    return replace(person, name=fold(row["name"]))


def _give_login(work: Work, id_: bytes, login: str) -> bool:
    """Have whoever was written down by name have a login; False: the server's row is not known yet."""
    key = TABLE, id_
    if key not in work.rows:
        if key not in work.known.rows:
            work.wanted.rows.add(key)
            return False
        work.rows[key] = dict(work.server(key) or {})
    work.rows[key]["login"] = login
    return True
