"""Cards for the tests of duplicates, written short."""

from __future__ import annotations

from typing import Any

from crm_desktop.kinds import ClientKind, PointKind
from crm_desktop.services import clients
from crm_desktop.services.drafts import ClientDraft, EmploymentDraft, PointDraft
from crm_desktop.services.duplicates.subjects import Subject, Way


def subject(name="", *, phone="", email="", city="", employer="", kind="person", **rest):
    """A person from "Family Given Middle"; a company where ``kind`` says so; a bare word is no family."""
    words = name.split()
    parts = dict(zip(("family", "given", "middle"), words, strict=False)) if kind == "person" else {}
    if len(words) == 1:
        parts = {"given": words[0]} if kind == "person" else {}
    values: dict[str, Any] = {
        "number": None,
        "family": "",
        "given": "",
        "middle": "",
        "suffix": "",
        "gender": "",
        "birthday": "",
    }
    values |= {"loyalty_card": ""} | parts | {key: value for key, value in rest.items() if key != "externals"}
    made = Subject(0, b"", kind, shown=name, name=name, employer=employer, **values)
    made.points = [Way("phone", phone, phone, "")] * bool(phone) + [Way("email", email, email, "")] * bool(
        email
    )
    made.points += [Way("address", "", city, city)] * bool(city)
    made.externals = rest.get("externals", [])
    return made


def add(store, name, *, phone="", email="", kind=ClientKind.PERSON, company="", city="", **rest):
    """A client in the base; ``name`` is "Family Given Middle" for a person."""
    points = [PointDraft(PointKind.PHONE, phone)] * bool(phone) + [PointDraft(PointKind.EMAIL, email)] * bool(
        email
    )
    points += [PointDraft(PointKind.ADDRESS, city, city=city)] * bool(city)
    parts = (
        dict(zip(("family", "given", "middle"), name.split(), strict=False))
        if kind == ClientKind.PERSON
        else {}
    )
    if len(parts) == 1:
        parts = {"given": name}
    draft = ClientDraft(
        kind=kind,
        name="" if parts else name,
        points=tuple(points),
        employments=(EmploymentDraft(company_name=company),) if company else (),
        **parts | rest,
    )
    return clients.add(store, draft)
