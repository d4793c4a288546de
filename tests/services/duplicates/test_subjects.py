from __future__ import annotations

from crm_desktop.kinds import PointKind
from crm_desktop.services import clients
from crm_desktop.services.drafts import ClientDraft, EmploymentDraft, PointDraft
from crm_desktop.services.duplicates.subjects import read_subjects
from tests.services.duplicates.cards import subject


def test_a_client_with_all_that_speaks_for_or_against(store):
    points = (
        PointDraft(PointKind.PHONE, "8 612 34567"),
        PointDraft(PointKind.MESSENGER, "8 612 99999", service="WhatsApp"),
        PointDraft(PointKind.EMAIL, "O@p.lt"),
        PointDraft(PointKind.ADDRESS, city="Vilnius", street="Pylimo 1"),
    )
    jobs = (
        EmploymentDraft(company_name="UAB Rasa", job_title="buyer"),
        EmploymentDraft(company_name="Medis"),
    )
    clients.add(store, ClientDraft(name="Ona Petraitė", points=points, employments=jobs))
    gone = clients.add(store, ClientDraft(name="Gone"))
    clients.delete(store, [gone])
    rids = [rid for (rid,) in store.read("SELECT rid FROM client WHERE kind = 'person'")]
    (found,) = read_subjects(store, rids).values()
    assert (found.name, found.family, found.given, found.employer, found.job_title) == (
        "Ona Petraitė", "Petraitė", "Ona", "UAB Rasa", "buyer",
    )  # fmt: skip
    assert found.keys(PointKind.PHONE) == ["+37061234567", "+37061299999"]
    assert found.keys(PointKind.EMAIL) == ["o@p.lt"]
    assert [way.city for way in found.points if way.city] == ["Vilnius"]
    assert (found.values, found.fields) == ({"number": "1"}, {})


def test_a_client_without_a_number():
    assert subject("Petraitė Ona").values == {}
