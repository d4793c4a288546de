from __future__ import annotations

import pytest

from crm_desktop.kinds import ClientKind, PointKind
from crm_desktop.services import clients
from crm_desktop.services.drafts import ClientDraft, EmploymentDraft, PointDraft
from crm_desktop.services.similar import Likeness, similar


@pytest.fixture
def ona(store):
    return clients.add(
        store,
        ClientDraft(
            name="Ona Petraitė",
            birthday="1980-05-17",
            points=(PointDraft(PointKind.PHONE, "8 612 34567"), PointDraft(PointKind.EMAIL, "Ona@b.lt")),
            employments=(EmploymentDraft(company_name="UAB Gėlės"),),
        ),
    )


def found(store, draft, **options):
    return [
        (client.name, client.likeness, client.is_duplicate) for client in similar(store, draft, **options)
    ]


def phone(value):
    return ClientDraft(points=(PointDraft(PointKind.PHONE, value),))


def test_by_phone_in_any_notation(store, ona):
    (client,) = similar(store, phone("+370 (612) 3-45-67"))
    assert (client.id, client.likeness, client.value) == (ona, Likeness.PHONE, "+370 (612) 3-45-67")
    assert (client.number, client.company) == (1, "UAB Gėlės")
    assert similar(store, phone("612")) == []
    assert similar(store, phone("1")) == []


def test_by_email(store, ona):
    draft = ClientDraft(points=(PointDraft(PointKind.EMAIL, "ONA@B.LT"),))
    assert found(store, draft) == [("Ona Petraitė", Likeness.EMAIL, True)]


@pytest.mark.parametrize(
    ("birthday", "likeness"),
    [
        ("1980-05-17", Likeness.NAME_AND_BIRTHDAY),
        ("--05-17", Likeness.NAME_AND_BIRTHDAY),
        ("1981-05-17", Likeness.NAME),
        ("", Likeness.NAME),
    ],
)
def test_by_name_and_birthday(store, ona, birthday, likeness):
    draft = ClientDraft(given="ona", family="PETRAITE", birthday=birthday)
    assert found(store, draft) == [("Ona Petraitė", likeness, likeness is not Likeness.NAME)]


def test_a_part_of_a_name_is_no_likeness(store, ona):
    assert found(store, ClientDraft(name="Ona")) == []
    assert found(store, ClientDraft(ClientKind.COMPANY, name="Ona Petraitė")) == []
    assert found(store, ClientDraft(name="Jonas", birthday="1980-05-17")) == []


def test_the_surest_come_first_each_once(store, ona):
    namesake = clients.add(store, ClientDraft(name="Ona Petraite"))
    draft = ClientDraft(name="Ona Petraitė", points=(PointDraft(PointKind.PHONE, "861234567"),))
    assert [client.id for client in similar(store, draft)] == [ona, namesake]
    assert [client.id for client in similar(store, draft, limit=1)] == [ona]
    assert [client.id for client in similar(store, draft, exclude=ona)] == [namesake]
    clients.delete(store, [ona, namesake])
    assert similar(store, draft) == []


def test_a_family_on_one_phone_is_told_but_is_no_duplicate(store, ona):
    draft = ClientDraft(name="Jonas Petraitis", points=(PointDraft(PointKind.PHONE, "861234567"),))
    assert found(store, draft) == [("Ona Petraitė", Likeness.PHONE, False)]


def test_in_another_spelling_or_order(store, ona):
    ivanov = clients.add(store, ClientDraft(name="Иванов Иван"))
    assert [client.id for client in similar(store, ClientDraft(name="Ivan Ivanov"))] == [ivanov]
    assert found(store, ClientDraft(name="Petraitė Ona")) == [("Ona Petraitė", Likeness.NAME_SPELLING, False)]
    assert found(store, ClientDraft(name="Petraitė Ona Marija")) == []
    clients.add(store, ClientDraft(name="Sergey Ivan Petrov"))
    assert found(store, ClientDraft(name="Ivan Petrov Sergey")) == []


def test_duplicates_come_before_hints(store, ona):
    jonas = clients.add(
        store, ClientDraft(name="Jonas Petraitis", points=(PointDraft(PointKind.PHONE, "861234568"),))
    )
    points = (PointDraft(PointKind.PHONE, "861234567"), PointDraft(PointKind.PHONE, "861234568"))
    draft = ClientDraft(name="Jonas Petraitis", points=points)
    assert [(client.id, client.is_duplicate) for client in similar(store, draft)] == [
        (jonas, True),
        (ona, False),
    ]


def test_signs_that_sound_like_nothing(store, ona):
    assert found(store, ClientDraft(name="ь ъ")) == []
    work = (EmploymentDraft(company_name="Gėlės, UAB"),)
    assert found(store, ClientDraft(name="Ona Petraitė", employments=work)) == [
        ("Ona Petraitė", Likeness.NAME, True)
    ]
