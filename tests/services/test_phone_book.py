from __future__ import annotations

from crm_desktop.kinds import PointKind
from crm_desktop.services import clients
from crm_desktop.services.base import open_base
from crm_desktop.services.drafts import ClientDraft, PointDraft
from crm_desktop.services.phone_book import Reach, phone_book


def test_phones_and_emails_in_their_order_of_any_number_of_clients(tmp_path):
    base = open_base(tmp_path / "base.crm")
    points = (
        PointDraft(PointKind.PHONE, "8 612 34567"),
        PointDraft(PointKind.EMAIL, "ona@pastas.example"),
        PointDraft(PointKind.SITE, "https://ona.example"),
        PointDraft(PointKind.PHONE, "8 5 212 3456"),
    )
    with_points = clients.add(base.store, ClientDraft(name="Ona", points=points))
    without = clients.add(base.store, ClientDraft(name="Jonas"))
    nobody = [index.to_bytes(16, "big") for index in range(600)]
    found = phone_book(base.store, [*nobody, with_points, without])
    assert found[with_points] == Reach(["8 612 34567", "8 5 212 3456"], ["ona@pastas.example"])
    assert found[without] == found[nobody[0]] == Reach()
    assert len(found) == 602
    assert phone_book(base.store, []) == {}
    base.store.close()
