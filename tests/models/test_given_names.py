"""Common given names."""

from __future__ import annotations

import pytest

from crm_desktop.models.given_names import is_given_name, is_never_family


@pytest.mark.parametrize("name", ["Иван", "ПЁТР", "Петр", "Rūta", "Ruta", "ŽILVINAS", "John", "ona,"])
def test_names_are_known_in_any_case_and_without_marks(name):
    assert is_given_name(name)


def test_english_given_names_are_family_names_too():
    assert is_given_name("Scott")
    assert not is_never_family("Scott")
    assert is_never_family("Иван")
    assert not is_given_name("Усольцев")
