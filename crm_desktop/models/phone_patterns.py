"""Valid international numbers, told by libphonenumber's own patterns without its parsing, which costs 40 µs a number.

It follows what the library does with a number of digits alone: ``parse`` drops the national prefix of the country's
main region, ``is_valid_number`` looks for the region by leading digits or by the kinds of numbers. Whatever needs more
than that (prefixes that are patterns, leading zeros, networks without a country) is left to the library.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

NUMBER_KINDS = (
    *("fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost"),
    *("personal_number", "voip", "pager", "uan", "voicemail"),
)
"""The kinds of numbers whose patterns make a number valid for libphonenumber."""

_NOTHING = "(?!)"
"""A pattern that nothing fits."""


@dataclass(frozen=True, slots=True)
class _Region:
    """One of the regions of a calling code: by which digits it is known, and its valid numbers."""

    leading: re.Pattern[str] | None
    valid: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Code:
    """A calling code: the prefix of calls inside its main region, what numbers look like there, and all its regions."""

    prefix: str
    general: re.Pattern[str]
    possible: re.Pattern[str]
    """The general form in one of the sizes of whole numbers."""
    regions: tuple[_Region, ...]

    def is_valid(self, national: str) -> bool:
        """Whether a number without prefix is valid in the region that the library takes it for."""
        for region in self.regions:
            if region.leading is None:
                if region.valid.fullmatch(national):
                    return True
            elif region.leading.match(national):
                return region.valid.fullmatch(national) is not None
        return False


def international_key(digits: str) -> str:
    """The E.164 key of digits that begin with a calling code; '' where the patterns alone do not make it valid."""
    for size in (1, 2, 3):
        if code := _code(digits[:size]):
            national = digits[size:]
            if code.prefix and national.startswith(code.prefix):
                stripped = national[len(code.prefix) :]
                if code.general.fullmatch(national) or not code.possible.fullmatch(stripped):
                    return ""
                national = stripped
            sure = not national.startswith("0") and code.is_valid(national)
            return f"+{digits[:size]}{national}" if sure else ""
    return ""


@cache
def _code(digits: str) -> _Code | None:
    """The calling code of just these digits, if there is one and it follows the plain rules."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, REGION_CODE_FOR_NON_GEO_ENTITY, PhoneMetadata

    names = COUNTRY_CODE_TO_REGION_CODE.get(int(digits)) if digits.isdecimal() and digits[0] != "0" else None
    if not names or REGION_CODE_FOR_NON_GEO_ENTITY in names:
        return None
    metadata = [PhoneMetadata.metadata_for_region(name) for name in names]
    main: Any = metadata[0]
    prefix = main.national_prefix_for_parsing or ""
    if main.national_prefix_transform_rule or not (prefix.isdecimal() or not prefix):
        return None
    general = re.compile(main.general_desc.national_number_pattern)
    regions = tuple(_region(each, alone=len(names) == 1) for each in metadata)
    return _Code(prefix, general, re.compile(_form(main.general_desc)), regions)


def _region(metadata: Any, *, alone: bool) -> _Region:
    leading = None if alone or metadata.leading_digits is None else re.compile(metadata.leading_digits)
    kinds = "|".join(filter(None, (_form(getattr(metadata, kind)) for kind in NUMBER_KINDS)))
    return _Region(leading, re.compile(f"(?={_form(metadata.general_desc)}$)(?:{kinds or _NOTHING})"))


def _form(description: Any) -> str:
    """The pattern of whole numbers of this description of libphonenumber's: of the right sizes, if it names any."""
    if description is None or not description.national_number_pattern:
        return ""
    sizes = "|".join(rf"\d{{{size}}}" if size > 0 else _NOTHING for size in description.possible_length)
    return f"(?=(?:{sizes})$)(?:{description.national_number_pattern})"
