"""Layouts of known programs: header tables kept as data in ``resources/presets``, one file per program and language.

A preset is taken when the file has at least ``hits`` of its headers (five), two of them from its signature; of several
the one with the most hits. Headers are compared with whitespace squeezed and letter case ignored; '(N)' stands for the
number of a group; equal headers go to the targets of ``[repeated]`` in their order.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from crm_desktop.exchange.columns.fields import Target
from crm_desktop.exchange.columns.own_titles import target_of
from crm_desktop.models.money import currency_in
from crm_desktop.paths import resource

if TYPE_CHECKING:
    from pathlib import Path

_HITS = 5
_SIGNATURE_HITS = 2
_OWN_SIGNATURE = ("number", "company.flag", "name.any", "name.family", "name.given")
_CURRENCY = re.compile(r"(.+?),? \(?([^\s()]{1,5})\)?")
_NOT_PRESETS = {"colours.toml", "deal_headers.toml", "deal_words.toml", "synonyms.toml"}


@dataclass(frozen=True, slots=True)
class Preset:
    """One known layout. ``fillers``: constants that mean an empty cell; ``dropped_groups``: groups not to keep."""

    name: str
    source: str
    hits: int
    signature: frozenset[str]
    required: frozenset[str]
    columns: dict[str, str]
    repeated: dict[str, tuple[str, ...]]
    numbered: tuple[tuple[re.Pattern[str], str], ...]
    fillers: tuple[str, ...]
    dropped_groups: tuple[str, ...]
    record_kind: str

    def target(self, header: str, occurrence: int = 0) -> Target | None:
        """What the header means here; ``occurrence`` counts equal headers from 0."""
        name = plain(header)
        if name in self.repeated:
            targets = self.repeated[name]
            return Target.parse(targets[min(occurrence, len(targets) - 1)])
        if name in self.columns:
            return _headed(Target.parse(self.columns[name]), header)
        if (bare := _without_currency(name)) in self.columns:
            return _headed(Target.parse(self.columns[bare]), header)
        for pattern, text in self.numbered:
            if match := pattern.fullmatch(name):
                target = _headed(Target.parse(text), header)
                return Target(target.field, target.label, int(match.group(1)))
        return None


def _without_currency(name: str) -> str:
    """The header without the currency it names at its end ('бюджет, ₽', 'amount (eur)'); '' where it names none."""
    match = _CURRENCY.fullmatch(name)
    return match[1] if match and currency_in(match[2]) else ""


def _headed(target: Target, header: str) -> Target:
    """Own and sensitive columns are named by their header."""
    if target.field in {"own", "sensitive"} and not target.label:
        return Target(target.field, header.strip(), target.group)
    return target


OWN_EXPORT = "own_export"
"""The name of the layout that this program writes itself."""


def plain(header: str) -> str:
    """The header with whitespace squeezed (no-break spaces too) and letter case ignored."""
    return " ".join(header.split()).casefold()


@cache
def presets() -> tuple[Preset, ...]:
    """All shipped presets (read once: they are data of the program)."""
    folder = resource("presets")
    return tuple(_load(path) for path in sorted(folder.glob("*.toml")) if path.name not in _NOT_PRESETS)


def _load(path: Path) -> Preset:
    with path.open("rb") as file:
        data: dict[str, Any] = tomllib.load(file)
    pairs = _pairs(data, path.parent)
    return Preset(
        name=data["name"],
        source=data["source"],
        hits=data.get("hits", _HITS),
        signature=frozenset(map(plain, data["signature"])),
        required=frozenset(map(plain, data.get("required", []))),
        columns={plain(header): target for header, target in pairs if "(N)" not in header},
        repeated={plain(header): tuple(targets) for header, targets in data.get("repeated", {}).items()},
        numbered=tuple((_numbered(header), target) for header, target in pairs if "(N)" in header),
        fillers=tuple(data.get("fillers", ())),
        dropped_groups=tuple(data.get("dropped_groups", ())),
        record_kind=data.get("record_kind", "clients"),
    )


def _pairs(data: dict[str, Any], folder: Path) -> list[tuple[str, str]]:
    """Headers with their targets: of the layout that this one extends, then (and they count more) its own.

    ``prefixes`` stand before the headers taken over, which may stand without them as well ("Контакт: Рабочий телефон").
    """
    pairs: list[tuple[str, str]] = []
    if base := data.get("extends"):
        taken = tomllib.loads((folder / f"{base}.toml").read_text(encoding="utf-8"))
        prefixes = ("", *data.get("prefixes", ()))
        pairs += [
            (prefix + header, target) for header, target in _pairs(taken, folder) for prefix in prefixes
        ]
    pairs += [(header, target) for target, headers in data["columns"].items() for header in headers]
    return pairs + [(header, "own") for header in data.get("own", [])]


def _numbered(header: str) -> re.Pattern[str]:
    before, _, after = plain(header).partition("(n)")
    return re.compile(rf"{re.escape(before)}(\d{{1,3}}){re.escape(after)}")


def find_preset(headers: Sequence[str]) -> Preset | None:
    """The known layout that the headers are, or nothing."""
    if (own := _own_export(headers)) is not None:
        return own
    names = {plain(header) for header in headers if header.strip()}
    best: tuple[int, int, Preset] | None = None
    for preset in presets():
        if not preset.required <= names:
            continue
        signed = len(preset.signature & names)
        hits = sum(preset.target(name) is not None for name in names)
        if hits < preset.hits or signed < _SIGNATURE_HITS:
            continue
        if best is None or (hits, signed) > best[:2]:
            best = (hits, signed, preset)
    return best[2] if best else None


def _own_export(headers: Sequence[str]) -> Preset | None:
    """The layout of our own export in any language; its other headers are the user's own fields."""
    targets = {header: target_of(header.strip()) for header in headers if header.strip()}
    if not set(_OWN_SIGNATURE) <= set(targets.values()):
        return None
    columns = {plain(header): target or "own" for header, target in targets.items()}
    none: frozenset[str] = frozenset()
    return Preset(OWN_EXPORT, "own", _HITS, none, none, columns, {}, (), (), (), "clients")


def preset_targets(preset: Preset, headers: Sequence[str]) -> list[Target | None]:
    """The target of each header, equal headers told apart by their order."""
    seen: Counter[str] = Counter()
    targets = []
    for header in headers:
        targets.append(preset.target(header, seen[plain(header)]))
        seen[plain(header)] += 1
    return targets
