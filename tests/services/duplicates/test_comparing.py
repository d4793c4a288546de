from __future__ import annotations

import pytest

from crm_desktop.errors import RecordNotFound
from crm_desktop.ids import uuid7
from crm_desktop.kinds import ClientKind, FieldKind, PointKind, StageRole
from crm_desktop.services import activities, clients, fields
from crm_desktop.services.base import stage_id
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, DateDraft, EmploymentDraft, PointDraft
from crm_desktop.services.duplicates.comparing import compare, oldest_first


def lines_of(comparison):
    return {line.field: line for line in comparison.lines}


def test_every_field_that_any_of_them_has(store):
    size = fields.add(store, "Size", FieldKind.TEXT)
    fields.add(store, "Unused", FieldKind.TEXT)
    one = clients.add(
        store,
        ClientDraft(
            name="Ona Petraitė",
            birthday="--05-17",
            stage_id=stage_id(StageRole.CLIENT),
            points=(
                PointDraft(PointKind.PHONE, "8 612 34567"),
                PointDraft(PointKind.MESSENGER, "o", service="Viber"),
            ),
            fields={size: "38"},
            notes="a",
        ),
    )
    other = clients.add(
        store,
        ClientDraft(
            name="ONA PETRAITE",
            birthday="1980-05-17",
            do_not_contact=True,
            points=(
                PointDraft(PointKind.PHONE, "+370 612 34567", ext="12"),
                PointDraft(PointKind.ADDRESS, street="Pylimo 1", city="Vilnius"),
            ),
            employments=(EmploymentDraft(company_name="UAB Rasa", job_title="buyer"),),
            dates=(DateDraft("wedding", "--06-01"), DateDraft("", "--07-01")),
            tags=("vip", "a"),
            fields={size: "40"},
        ),
    )
    activities.add(store, ActivityDraft(other, held_at="2026-11-01T10:00:00.000Z"))
    comparison = compare(store, [one, other])
    assert [(client.id, client.number, client.kind) for client in comparison.clients] == [
        (one, 1, ClientKind.PERSON), (other, 2, ClientKind.PERSON),
    ]  # fmt: skip
    lines = lines_of(comparison)
    assert {field: line.values for field, line in lines.items()} == {
        "name": ("Ona Petraitė", "ONA PETRAITE"),
        "birthday": ("--05-17", "1980-05-17"),
        "stage_id": ("client", ""),
        "do_not_contact": ("", "1"),
        size: ("38", "40"),
        "phone": ("8 612 34567", "+370 612 34567 #12"),
        "messenger": ("Viber: o", ""),
        "address": ("", "Pylimo 1, Vilnius"),
        "employments": ("", "buyer, UAB Rasa"),
        "dates": ("", "wedding: --06-01\n--07-01"),
        "tags": ("", "a\nvip"),
        "notes": ("a", ""),
        "activity": ("", "1"),
    }
    assert {field for field, line in lines.items() if line.differs} == {"birthday", size}
    assert {field for field, line in lines.items() if not line.is_choice} == {
        "phone", "messenger", "address", "employments", "dates", "tags", "notes", "activity",
    }  # fmt: skip
    # A full birthday is preferred, and whoever asked not to be contacted is not.
    assert (lines["birthday"].chosen, lines["do_not_contact"].chosen, lines["name"].chosen) == (1, 1, 0)
    assert lines[size].name == "Size"


def test_phones_that_differ_are_told(store):
    one, other = (
        clients.add(store, ClientDraft(name="Ona", points=(PointDraft(PointKind.PHONE, phone),)))
        for phone in ("861234567", "861234568")
    )
    assert lines_of(compare(store, [one, other]))["phone"].differs


def test_who_is_gone_cannot_be_compared(store):
    ona = clients.add(store, ClientDraft(name="Ona"))
    clients.delete(store, [ona])
    with pytest.raises(RecordNotFound):
        compare(store, [ona])


def test_the_oldest_card_comes_first(store):
    first, second = (clients.add(store, ClientDraft(name=name)) for name in ("A", "B"))
    assert oldest_first(store, [second, first, uuid7()]) == [first, second]
