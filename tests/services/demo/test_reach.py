from __future__ import annotations

from random import Random

import pytest

from crm_desktop.kinds import PointKind, PointLabel
from crm_desktop.models.emails import email_key, is_wellformed
from crm_desktop.models.phones import phone_key
from crm_desktop.services.demo import people, reach
from crm_desktop.services.demo.chance import pick
from crm_desktop.services.demo.packs import LANGUAGES, load

REGIONS = {"ru": "RU", "lt": "LT", "en": "GB"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_phones_are_valid_and_their_keys_are_those_an_import_would_make(language):
    rng, pack = Random(11), load(language)
    points = [reach.mobile(rng, pack) for _ in range(200)]
    points += [reach.landline(rng, pack, pick(rng, pack.cities)) for _ in range(300)]
    for point in points:
        assert phone_key(point.value, REGIONS[language]) == (point.key, True), point.value
    assert len({"".join("#" if sign.isdigit() else sign for sign in point.value) for point in points}) > 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_addresses_of_people_are_well_formed_and_reach_nobody(language):
    rng, pack = Random(12), load(language)
    for number in range(200):
        name = people.make_name(rng, pack)
        point = reach.person_email(rng, pack, name.given, name.family, number)
        assert is_wellformed(point.value), point.value
        assert point.key == email_key(point.value)
        assert point.key.endswith(".example")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_company_has_one_host_for_mail_and_site(language):
    rng, pack = Random(13), load(language)
    for number in range(50):
        name = people.make_company(rng, pack)
        email, site = reach.company_email(pack, name, number), reach.company_site(pack, name, number)
        assert is_wellformed(email.value)
        assert site.value == "https://" + email.value.partition("@")[2]
        assert (email.kind, site.kind) == (PointKind.EMAIL, PointKind.SITE)


def test_a_name_without_letters_still_has_a_host():
    assert reach.company_host(load("en"), "Ω !", 5) == "company-5.example"
    assert reach.company_host(load("en"), "№ 1", 5) == "no1-5.example"


@pytest.mark.parametrize("language", LANGUAGES)
def test_postal_addresses_have_all_their_parts(language):
    rng, pack = Random(14), load(language)
    for _ in range(50):
        point = reach.address(rng, pack, pick(rng, pack.cities), PointLabel.HOME)
        assert all((point.street, point.city, point.region, point.postal_code, point.country))
        assert point.value == f"{point.street}, {point.city}"
        assert "{" not in point.value + point.postal_code


def test_a_messenger_sits_on_the_phone():
    rng, pack = Random(15), load("lt")
    phone = reach.mobile(rng, pack)
    point = reach.messenger(rng, pack, phone)
    assert (point.kind, point.key, point.service in pack["messengers"]) == (
        PointKind.MESSENGER,
        phone.key,
        True,
    )
