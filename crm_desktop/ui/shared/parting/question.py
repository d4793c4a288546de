"""A question as the dialog shows it: what happened, the answers, and what each of them does. Free of Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from crm_desktop.background.runner import Progress


class Needs(StrEnum):
    """What a person has to type for the answers."""

    NOTHING = ""
    OWN_LOGIN = "own"  # its password
    OWNER_LOGIN = "owner"  # name and password of somebody with the owner's role


class Effect(StrEnum):
    """What follows from an answer that was carried out."""

    NONE = ""
    EXCHANGE = "exchange"  # an exchange is to begin now
    PASSWORD = "password"  # noqa: S105  from now on this one is used, in an exchange that begins now
    LEFT = "left"  # the base belongs nowhere any more


@dataclass(frozen=True, slots=True)
class Given:
    """What was typed. ``password`` is None where it is left to the key store."""

    password: str | None = field(default=None, repr=False)
    keep: bool = False
    owner: str = ""
    owner_password: str = field(default="", repr=False)


Deed = Callable[[Given, Progress], str]
"""Done on a thread; gives the words to be shown at the end."""


@dataclass(frozen=True, slots=True)
class Answer:
    """``name`` of the button, the ``word`` on it, what it comes to, what it does."""

    name: str
    word: str
    words: str
    deed: Deed
    effect: Effect = Effect.EXCHANGE
    look: str = "plain"


@dataclass(frozen=True, slots=True)
class Question:
    """``title`` and ``words`` say what happened; without answers there is nothing to be done here but to read."""

    title: str
    words: str
    answers: tuple[Answer, ...] = ()
    needs: Needs = Needs.NOTHING
    calm: bool = False


Finding = Callable[[Given, Progress], Question]
"""Asks the server first, on a thread, to know what to ask the person."""
