"""Who a card speaks of: a person, perhaps of a company, or a company, perhaps with its contact person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crm_desktop.folding import fold

if TYPE_CHECKING:
    from crm_desktop.exchange.vcards.facts import Facts
    from crm_desktop.exchange.vcards.lines import Said

_PARTS = ("family", "given", "middle", "prefix", "suffix")
"""The components of N in their order."""
_NAMED = ("family", "given", "middle")


def name_the_client(facts: Facts, found: Sequence[Said]) -> None:
    """Fill the cells of names, company and department."""
    parts: dict[str, str] = {}
    shown, orgs = "", []
    for head, value in found:
        if head.name == "N" and not any(parts.values()):
            parts = dict(zip(_PARTS, facts.parts(head, value, len(_PARTS)), strict=False))
        elif head.name == "FN" and not shown:
            shown = " ".join(facts.text(head, value).split())
        elif head.name == "ORG":
            orgs.append([" ".join(part.split()) for part in facts.parts(head, value, 1)])
    orgs = [org for org in orgs if any(org)]
    parts = {name: " ".join(text.split()) for name, text in parts.items()}
    if is_company(facts, found):
        _name_company(facts, parts, shown, orgs)
    else:
        _name_person(facts, parts, shown, orgs, _ways(facts, found))


def is_company(facts: Facts, found: Sequence[Said]) -> bool:
    """Whether the card calls itself one of a company (RFC 6350, 6.1.4; Apple's X-ABShowAs)."""
    return any(
        (
            (head.name == "KIND" and facts.text(head, value).lower() in ("org", "organization"))
            or (head.name == "X-ABSHOWAS" and "COMPANY" in facts.text(head, value).upper())
        )
        for head, value in found
    )


def _name_company(facts: Facts, parts: dict[str, str], shown: str, orgs: list[list[str]]) -> None:
    """A company; a name in parts beside it is that of its contact person."""
    name = orgs[0][0] if orgs and orgs[0][0] else shown
    facts.put("company.name", name or shown)
    facts.put("department", ", ".join(filter(None, orgs[0][1:])) if orgs else "")
    if any(parts.get(part) for part in _NAMED) and fold(_whole(parts)) != fold(name):
        for part in _NAMED:
            facts.put(f"name.{part}.contact", parts.get(part, ""))
    elif shown and fold(shown) != fold(name):
        facts.put("name.nickname", shown)
    _further(facts, orgs[1:])


def _name_person(
    facts: Facts, parts: dict[str, str], shown: str, orgs: list[list[str]], ways: frozenset[str]
) -> None:
    named = any(parts.get(part) for part in _NAMED)
    for part, text in parts.items():
        facts.put(f"name.{part}", text)
    known = set(fold(" ".join(parts.values()).replace(",", " ")).split())
    # The name as shown says something only where it is more than its parts, or stands alone.
    if (
        shown
        and fold(shown) not in ways
        and not (named and set(fold(shown.replace(",", " ")).split()) <= known)
    ):
        facts.put("name.full", shown)
    if orgs:
        facts.put("company.name", orgs[0][0])
        facts.put("department", ", ".join(filter(None, orgs[0][1:])))
    _further(facts, orgs[1:])


def _further(facts: Facts, orgs: list[list[str]]) -> None:
    for org in orgs:
        text = ", ".join(filter(None, org))
        if text != facts.cells.get("company.name"):
            facts.own("Company 2", text)


def _whole(parts: dict[str, str]) -> str:
    return " ".join(filter(None, (parts.get(part) for part in ("given", "middle", "family"))))


def _ways(facts: Facts, found: Sequence[Said]) -> frozenset[str]:
    """The phones and e-mails of a card: programs show them as the name of who has none."""
    return frozenset(
        fold(facts.text(head, value)) for head, value in found if head.name in ("TEL", "EMAIL", "NICKNAME")
    )
