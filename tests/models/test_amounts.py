from __future__ import annotations

import pytest

from crm_desktop.errors import CurrencyRefused
from crm_desktop.models.amounts import currency_code


@pytest.mark.parametrize(("text", "code"), [("EUR", "EUR"), (" rub ", "RUB")])
@pytest.mark.parametrize("needed", [True, False])
def test_codes(text, code, needed):
    assert currency_code("currency", text, needed=needed) == code


def test_none_is_needed_for_nothing():
    assert currency_code("currency", " ", needed=False) == ""


@pytest.mark.parametrize("text", ["", "€", "EURO", "E1R", "ЕВР"])
def test_no_codes(text):
    with pytest.raises(CurrencyRefused) as caught:
        currency_code("currency", text, needed=True)
    assert caught.value.facts == {"field": "currency", "value": text}
