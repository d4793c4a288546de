from __future__ import annotations

import pytest

from crm_desktop.kinds import PointKind
from crm_desktop.services import facts
from crm_desktop.services.point_keys import point_key


@pytest.mark.parametrize(
    ("kind", "value", "key"),
    [
        (PointKind.PHONE, "8 612 34567", "+37061234567"),
        (PointKind.PHONE, "8 5 212 3456 доб. 12", "+37052123456"),
        (PointKind.PHONE, "12345", "12345"),
        (PointKind.PHONE, "", ""),
        (PointKind.EMAIL, " Ona@B.LT ", "ona@b.lt"),
        (PointKind.MESSENGER, "+370 612 34567", "+37061234567"),
        (PointKind.MESSENGER, "@ona77", ""),
        (PointKind.SITE, "www.b.lt", ""),
        (PointKind.ADDRESS, "Gedimino 1", ""),
    ],
)
def test_keys(store, kind, value, key):
    assert point_key(store, kind, value) == key


def test_the_country_of_the_base_reads_local_numbers(store):
    facts.set_region(store, "RU")
    assert point_key(store, PointKind.PHONE, "8 495 123-45-67") == "+74951234567"
