"""What a push wants to know, asked in one go: the questions are sent, the answers go into ``Known``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from crm_desktop.sync import server_sql
from crm_desktop.sync.families import owned
from crm_desktop.sync.known import Fate, Known, Sender, Theirs, Wanted
from crm_desktop.sync.snapshot import Author
from crm_desktop.sync.tables import children_of, synced_table
from crm_desktop.sync.unsent import by_table

if TYPE_CHECKING:
    import psycopg

    from crm_desktop.sync.connection import Connection
    from crm_desktop.sync.snapshot import RowKey

    Answer = psycopg.Cursor[tuple[Any, ...]]

Learn = Callable[[Known], None]


def ask(connection: Connection, wanted: Wanted, sender: Sender) -> Learn:
    """Send the questions; the result, called later, puts the answers where they belong. To be called in a pipeline."""
    learners = [
        *(_rows(connection, name, ids) for name, ids in by_table(wanted.rows).items()),
        *(_fates(connection, name, ids) for name, ids in by_table(wanted.fates).items()),
        *(_names(connection, name) for name in sorted(wanted.names)),
        *(_unseen(connection, name, ids, sender) for name, ids in by_table(wanted.unseen).items()),
        *(_children(connection, name, ids) for name, ids in by_table(wanted.children).items()),
    ]
    if wanted.numbers:
        learners.append(_numbers(connection, wanted.numbers))
    if wanted.fresh:
        learners.append(_fresh(connection, wanted.fresh, wanted.above))

    def learn(known: Known) -> None:
        for learner in learners:
            learner(known)

    return learn


def _texts(ids: Iterable[bytes]) -> list[str]:
    return [id_.hex() for id_ in ids]


def _rows(connection: Connection, name: str, ids: list[bytes]) -> Learn:
    table = synced_table(name)
    answer = connection.execute(server_sql.rows_by_id(table), (_texts(ids),), binary=True)

    def learn(known: Known) -> None:
        known.rows.update(dict.fromkeys((name, id_) for id_ in ids))
        known.rows.update(_found(name, answer))

    return learn


def _found(name: str, answer: Answer) -> dict[RowKey, Theirs]:
    """Rows as ``rows_by_id`` gives them."""
    columns = synced_table(name).names
    return {
        (name, row[0]): Theirs(row[1], dict(zip(columns, row[2:-2], strict=True)), Author(*row[-2:]))
        for row in answer
    }


def _fates(connection: Connection, name: str, ids: list[bytes]) -> Learn:
    answer = connection.execute(server_sql.fates_by_id(synced_table(name)), (_texts(ids),), binary=True)

    def learn(known: Known) -> None:
        known.asked.update((name, id_) for id_ in ids)
        for id_, deleted, into in answer:
            known.asked.add((name, id_))
            known.fates[name, id_] = Fate(bool(deleted), into)

    return learn


def _names(connection: Connection, name: str) -> Learn:
    answer = connection.execute(server_sql.live_names(synced_table(name)), binary=True)

    def learn(known: Known) -> None:
        known.names[name] = [(row[0], row[1:]) for row in answer]

    return learn


def _numbers(connection: Connection, numbers: set[int]) -> Learn:
    answer = connection.execute(server_sql.TAKEN_NUMBERS, (list(numbers),), binary=True)

    def learn(known: Known) -> None:
        known.numbers.update(dict.fromkeys(numbers))
        known.numbers.update((number, id_) for id_, number in answer)

    return learn


def _fresh(connection: Connection, count: int, above: int) -> Learn:
    answer = connection.execute(server_sql.NUMBERS, (count, above))

    def learn(known: Known) -> None:
        ((first,),) = answer.fetchall()
        known.fresh = list(range(first, first + count))

    return learn


def _unseen(connection: Connection, name: str, ids: list[bytes], sender: Sender) -> Learn:
    answers = [
        (
            child,
            connection.execute(
                server_sql.unseen_children(synced_table(child), column),
                (_texts(ids), sender.cursor, list(sender.own)),
                binary=True,
            ),
        )
        for child, column in owned(name)
    ]

    def learn(known: Known) -> None:
        for child, answer in answers:
            for parent, id_, who, at in answer:
                known.unseen.setdefault((name, parent), []).append(((child, id_), Author(who, at)))

    return learn


def _children(connection: Connection, name: str, ids: list[bytes]) -> Learn:
    answers = [
        (
            table.name,
            column,
            connection.execute(server_sql.children(table, column), (_texts(ids),), binary=True),
        )
        for table, column in children_of(name)
    ]

    def learn(known: Known) -> None:
        known.children.update({(name, id_): [] for id_ in ids})
        for child, column, answer in answers:
            for key, theirs in _found(child, answer).items():
                known.rows[key] = theirs
                parent: Any = theirs.row[column]
                known.children[name, parent].append(key)

    return learn
