"""The patterns say of a number what the library says, or leave it to the library."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers.phonenumberutil import COUNTRY_CODE_TO_REGION_CODE

from crm_desktop.models.phone_patterns import international_key


def library_key(digits: str) -> str:
    try:
        parsed = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


CODES = sorted(COUNTRY_CODE_TO_REGION_CODE)
EXAMPLES = sorted(
    {
        phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)[1:]
        for region in phonenumbers.SUPPORTED_REGIONS
        for kind in phonenumbers.PhoneNumberType.values()
        if (example := phonenumbers.example_number_for_type(region, kind))
    }
)


@given(st.sampled_from(CODES), st.text("0123456789", max_size=14))
def test_any_digits_behind_a_calling_code(code, national):
    assert international_key(f"{code}{national}") in {"", library_key(f"{code}{national}")}


@given(st.sampled_from(EXAMPLES), st.integers(0, 15), st.text("0123456789", max_size=3), st.integers(0, 2))
def test_numbers_of_all_countries_with_a_few_digits_changed(example, place, digits, dropped):
    changed = example[:place] + digits + example[place + dropped :]
    assert international_key(changed) in {"", library_key(changed)}


@pytest.mark.parametrize("prefix", ["", "0", "1", "8"])
def test_the_examples_of_all_countries(prefix):
    """Also behind a prefix of calls inside the country, as people write it: +44 (0)20 ..."""
    sure = 0
    for example in EXAMPLES:
        size = next(size for size in (1, 2, 3) if int(example[:size]) in COUNTRY_CODE_TO_REGION_CODE)
        number = example[:size] + prefix + example[size:]
        key = international_key(number)
        assert key in {"", library_key(number)}
        sure += bool(key)
    assert sure > (len(EXAMPLES) // 2 if not prefix else 10)


@pytest.mark.parametrize("digits", ["", "0", "0044", "99999", "80012345678", "39061234567"])
def test_what_the_patterns_leave_to_the_library(digits):
    assert international_key(digits) == ""
