"""Requests by the words in them, in whatever case they stand: "голубые вазы" finds "просила голубую вазу".

The stems of what a request says lie beside it (``request_words``). Triggers note which are to be made anew,
and they are made when somebody searches next: so whoever writes, here or on another laptop, nothing has to know of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop import folding
from crm_desktop.keyboards import other_layouts
from crm_desktop.models import word_stems
from crm_desktop.models.word_stems import stem, stems

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

RULES = 1000 * folding.VERSION + word_stems.VERSION
"""What the stems in the base were made by."""

_CHUNK = 2000
_MOST_NAMES = 2000
"""Clients whose names begin so; who types more letters finds the others."""
_SHORTEST_BEGINNING = 2

_ASKING = frozenset(
    folding.words(
        "who whoever asked ask asks asking for wanted wants want wish wished wishes wishing looking looked inquired"
        " about after the a an any some has have had did is are was were that of what when waits wait waiting client"
        " clients кто кому просил просила просили просит просят спрашивал спрашивала спрашивали спрашивает хотел хотела"
        " хотели хочет хотят ждет ждут ждал ждала искал искала искали ищет интересовался интересовалась интересовались"
        " заказывал заказывала про о об на за у нас что нам клиент клиенты"
        " kas kam prašė prašo klausė klausia norėjo nori laukia laukė ieškojo ieško domėjosi domisi pageidavo"
        " pageidauja dėl apie už mūsų ko klientas klientai"
    )
)
"""Words that ask, in the three languages: they say nothing of what was asked for."""


@dataclass(frozen=True, slots=True)
class Sought:
    """How a typed text is understood.

    Attributes:
        words: folded, without those that only ask.
        begun: the last word may be one that is still being typed.
        text: what was typed, or what it would be in another keyboard layout.
        translated: whether it is the latter.
    """

    words: tuple[str, ...]
    begun: bool
    text: str
    translated: bool = False


def asks(text: str) -> bool:
    """Whether a text has a word that asks for who wanted something, and something that may be wanted."""
    found = folding.words(text)
    return len(found) > 1 and any(word in _ASKING and len(word) > 2 for word in found) and bool(about(text))


def about(text: str) -> tuple[str, ...]:
    """The folded words of a question without those that only ask; all of them where nothing would be left."""
    found = folding.words(text)
    return tuple(word for word in found if word not in _ASKING) or tuple(found)


def named(text: str) -> str:
    """What a question asks for, as it was typed: ``blue vases`` of ``Who asked for blue vases?``."""
    kept = [part.strip("?!.,;:\"'“”«»„") for part in text.split() if any(
        word not in _ASKING for word in folding.words(part)
    )]  # fmt: skip
    return " ".join(kept) or text.strip()


def readings(text: str) -> Iterator[Sought]:
    """The ways to understand a text, the likeliest first: as typed, still being typed, in another keyboard layout."""
    for read, translated in ((text, False), *((other, True) for other, _ in other_layouts(text))):
        words = about(read)
        if words:
            yield Sought(words, False, read, translated)
            if len(words[-1]) >= _SHORTEST_BEGINNING:
                yield Sought(words, True, read, translated)


def fill(store: Store) -> None:
    """Make the stems of all requests that are new or changed, a chunk in each transaction."""
    stale = (
        "SELECT q.rid, q.text, q.resolution FROM request_words w JOIN request q ON q.rid = w.request_rid"
        " WHERE w.rules < ?1 OR w.rules > ?1 LIMIT ?2"
    )
    while rows := store.read(stale, (RULES, _CHUNK)):
        made = [
            (RULES, f" {' '.join(dict.fromkeys(stems(f'{text} {resolution}')))} ", rid)
            for rid, text, resolution in rows
        ]
        with store.transaction() as connection:
            connection.executemany(
                "UPDATE request_words SET rules = ?, words = ? WHERE request_rid = ?", made
            )


def condition(sought: Sought, *, names: bool) -> tuple[str, dict[str, str]]:
    """A condition on ``request q``, and its named values: all the words are in it.

    ``names``: a word may also be one of the client's name or company. The stems of all requests lie close together and
    are read by themselves, which takes a quarter of the time that looking beside each request would.
    """
    parts, values = [], {}
    for number, word in enumerate(sought.words):
        last = sought.begun and number == len(sought.words) - 1
        values[f"stem{number}"] = f" {stem(word)}" + ("" if last else " ")
        holds = f"instr(words, :stem{number})"
        if last:
            values[f"typed{number}"] = f" {word}"
            holds += f" OR instr(words, :typed{number})"
        ways = [f"q.rid IN (SELECT request_rid FROM request_words WHERE {holds})"]
        if names:
            values[f"name{number}"] = f'"{word}"*' if len(word) >= _SHORTEST_BEGINNING else f'"{word}"'
            ways.append(
                "q.client_id IN (SELECT l.client_id FROM find_words f JOIN client_list l ON l.pos = f.rowid"
                f" WHERE find_words MATCH :name{number} LIMIT {_MOST_NAMES})"
            )
        parts.append(f"({' OR '.join(ways)})")
    return " AND ".join(parts), values


def spans(text: str, sought: Sequence[str]) -> list[tuple[int, int]]:
    """The places of a text (start, end) where words with the stems of ``sought`` stand, to be marked."""
    wanted = {stem(word) for word in sought}
    return [
        (origins[0], origins[-1] + 1)
        for word, origins in folding.words_map(text)
        if stem(word) in wanted or any(word.startswith(each) for each in sought)
    ]
