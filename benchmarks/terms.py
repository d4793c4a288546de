"""What people type: parts of what stands in the base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.keyboards import other_layouts
from crm_desktop.services.demo.packs import load
from crm_desktop.services.demo.reach import latin

if TYPE_CHECKING:
    from random import Random

    from crm_desktop.storage.store import Store


def terms(store: Store, rng: Random, count: int) -> list[str]:
    """``count`` terms in turns of six kinds: family name, family and first name, middle of a name, digits of a phone,
    the wrong keyboard layout, the other script."""
    ((most,),) = store.read("SELECT MAX(rid) FROM client")
    makers = (_family, _two_names, _middle, _digits, _wrong_layout, _script)
    found: list[str] = []
    while len(found) < count:
        rows = store.read(
            "SELECT c.name, p.value FROM client c JOIN contact_point p ON p.client_id = c.id AND p.kind = 'phone'"
            " WHERE c.rid = ? AND c.kind = 'person' LIMIT 1",
            (rng.randint(1, most),),
        )
        for name, phone in rows:
            term = makers[len(found) % len(makers)](name, phone)
            if term:
                found.append(term)
    return found


def _family(name: str, phone: str) -> str:
    return name.split()[-1 if name.isascii() else 0][:7]


def _two_names(name: str, phone: str) -> str:
    words = name.split()
    return f"{words[0][:5]} {words[1][:3]}" if len(words) > 1 else ""


def _middle(name: str, phone: str) -> str:
    word = name.split()[0]
    return word[2:6] if len(word) > 5 else ""


def _digits(name: str, phone: str) -> str:
    return "".join(filter(str.isdigit, phone))[-7:]


def _wrong_layout(name: str, phone: str) -> str:
    other = [text for text, _ in other_layouts(name.split()[0].lower()[:6])]
    return other[0] if other else ""


def _script(name: str, phone: str) -> str:
    word = name.split()[0]
    return "" if word.isascii() else latin(load("ru"), word)[:6]
