"""People and companies as rows of a list tell of them."""

from __future__ import annotations

from crm_desktop.exchange.importing.record import Entity, Point


def person(family="Petraitė", given="Ona", *, phone="", email="", **rest):
    points = [Point("phone", "", phone, phone)] * bool(phone) + [Point("email", "", email, email)] * bool(
        email
    )
    return Entity(name=f"{given} {family}".strip(), family=family, given=given, points=points, **rest)


def company(name, *, city="", phone=""):
    points = [Point("address", "", city, city=city)] * bool(city) + [Point("phone", "", phone, phone)] * bool(
        phone
    )
    return Entity("company", name, points=points)
