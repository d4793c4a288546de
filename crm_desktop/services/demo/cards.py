"""The card of a sample client: the person or company with all that hangs on it but the history."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from crm_desktop.ids import link_id
from crm_desktop.kinds import Channel, ClientKind, Gender, PointLabel, StageRole
from crm_desktop.models.ranks import STEP
from crm_desktop.services.demo import people, reach
from crm_desktop.services.demo.chance import pick
from crm_desktop.services.demo.packs import Trade
from crm_desktop.services.demo.standing import is_important

if TYPE_CHECKING:
    from crm_desktop.services.demo.scene import Scene, Subject

_STAGES = (
    *[StageRole.VISITOR] * 5,
    *[StageRole.CLIENT] * 9,
    *[StageRole.REGULAR] * 5,
    StageRole.PARTNER,
)
_CHANNELS = (Channel.PHONE, Channel.PHONE, Channel.SMS, Channel.MESSENGER, Channel.EMAIL, Channel.VISIT)
_EMPLOYERS_KEPT = 200
_SOON_BIRTHDAYS = 8
"""So many of the first people have their birthday within the next days, one day after the other."""


def add_company(scene: Scene, subject: Subject) -> StageRole:
    """A company with its switchboard, address, site and founding day; returns its stage."""
    rng, pack = scene.rng, subject.pack
    name = people.make_company(rng, pack)
    stage = _add_client(
        scene, subject, people.Name("", "", "", Gender.UNKNOWN, "", name), ClientKind.COMPANY, ""
    )
    points = [reach.landline(rng, pack, subject.city), reach.company_email(pack, name, subject.number)]
    if rng.random() < 0.4:
        points.append(reach.mobile(rng, pack))
    if rng.random() < 0.6:
        points.append(reach.company_site(pack, name, subject.number))
    points.append(reach.address(rng, pack, subject.city, PointLabel.WORK))
    _add_points(scene, subject, points)
    if rng.random() < 0.3:
        founded = f"{1992 + int(rng.random() * 30)}-{1 + int(rng.random() * 12):02d}-{1 + int(rng.random() * 28):02d}"
        scene.rows.add("named_date", next(scene.ids), subject.id, pack["founding_label"], founded)
    _add_fields(scene, subject)
    employers = scene.employers[pack.language]
    employers.append(subject.id)
    del employers[:-_EMPLOYERS_KEPT]
    return stage


def add_person(scene: Scene, subject: Subject) -> StageRole:
    """A person, perhaps working for one of the companies; returns the stage."""
    rng, pack = scene.rng, subject.pack
    name = people.make_name(rng, pack)
    stage = _add_client(scene, subject, name, ClientKind.PERSON, birthday(scene, subject.index))
    points = [reach.mobile(rng, pack)]
    if rng.random() < 0.2:
        points.append(_second_phone(scene, subject))
    if rng.random() < 0.55:
        points.append(reach.person_email(rng, pack, name.given, name.family, subject.number))
    if rng.random() < 0.2:
        points.append(reach.messenger(rng, pack, points[0]))
    if rng.random() < 0.5:
        points.append(reach.address(rng, pack, subject.city, PointLabel.HOME))
    _add_points(scene, subject, points)
    if rng.random() < 0.08:
        label = pick(rng, pack["date_labels"])
        scene.rows.add("named_date", next(scene.ids), subject.id, label, _some_birthday(scene))
    employers = scene.employers[pack.language]
    if employers and rng.random() < (0.6 if subject.trade is Trade.VENTILATION else 0.12):
        company = pick(rng, employers)
        row_id = link_id(subject.id, company)
        scene.rows.add("employment", row_id, subject.id, company, pick(rng, pack["job_titles"]))
    if rng.random() < 0.1:
        _add_fields(scene, subject)
    return stage


def _second_phone(scene: Scene, subject: Subject) -> reach.Point:
    if scene.rng.random() < 0.5:
        return reach.mobile(scene.rng, subject.pack, PointLabel.WORK)
    return reach.landline(scene.rng, subject.pack, subject.city, PointLabel.HOME)


def birthday(scene: Scene, index: int) -> str:
    """A birthday as the base keeps it (``YYYY-MM-DD``, ``--MM-DD``), or '' where nobody asked."""
    if index < 2 * _SOON_BIRTHDAYS and index % 2 == 0:
        day = scene.days.today + timedelta(days=index // 2)
        year = 1948 + int(scene.rng.random() * 12) * 4  # leap years, for today may be 29 February
        return f"{year}-{day:%m-%d}"
    if scene.rng.random() < 0.45:
        return ""
    return _some_birthday(scene)


def _some_birthday(scene: Scene) -> str:
    chance = scene.rng.random
    if chance() < 0.004:
        return f"{1952 + int(chance() * 13) * 4}-02-29"
    day = f"{1 + int(chance() * 12):02d}-{1 + int(chance() * 28):02d}"
    return f"--{day}" if chance() < 0.25 else f"{1945 + int(chance() * 61)}-{day}"


def _add_client(scene: Scene, subject: Subject, name: people.Name, kind: ClientKind, born: str) -> StageRole:
    rng, pack, lists, diary = scene.rng, subject.pack, scene.lists, subject.diary
    chance = rng.random
    stage = pick(rng, _STAGES)
    recommended = chance() < 0.06 and bool(scene.known)
    discount = pick(rng, (300, 500, 700, 1000)) if stage in {StageRole.REGULAR, StageRole.PARTNER} else None
    scene.rows.add(
        "client", subject.id, kind.value, subject.number, name.written, name.family, name.given, name.middle,
        pick(rng, pack["nicknames"]) if chance() < 0.02 else "",
        name.salutation if chance() < 0.7 else "",
        name.gender.value, born, lists.stages.get(stage),
        lists.sources[2] if recommended else pick(rng, lists.sources) if chance() < 0.8 else None,
        pick(rng, pack["source_details"]) if chance() < 0.08 else "",
        pick(rng, scene.known) if recommended else None,
        pick(rng, _CHANNELS).value if chance() < 0.3 else "",
        pick(rng, pack["hours"]) if chance() < 0.2 else "",
        pack.language, int(chance() < 0.01),
        pick(rng, diary.likes) if chance() < 0.35 else "",
        pick(rng, diary.notes) if chance() < 0.25 else "",
        discount, pick(rng, pack["price_terms"]) if chance() < 0.06 else "", subject.since,
        int(is_important(subject, stage)), subject.colleague,
    )  # fmt: skip
    scene.known.append(subject.id)
    del scene.known[:-_EMPLOYERS_KEPT]
    _add_marks(scene, subject, stage)
    return stage


def _add_marks(scene: Scene, subject: Subject, stage: StageRole) -> None:
    """Tags, and the group that says how long the client may be left alone."""
    rng, lists, rows = scene.rng, scene.lists, scene.rows
    if rng.random() < 0.25:
        tag = pick(rng, lists.tags)
        rows.add("client_tag", link_id(subject.id, tag), subject.id, tag)
        other = pick(rng, lists.tags)
        if other != tag and rng.random() < 0.3:
            rows.add("client_tag", link_id(subject.id, other), subject.id, other)
    group = {StageRole.PARTNER: 0, StageRole.REGULAR: 1}.get(stage, 2)
    if group < 2 or rng.random() < 0.2:
        chosen = lists.groups[group]
        rows.add("group_member", link_id(subject.id, chosen), subject.id, chosen)


def _add_points(scene: Scene, subject: Subject, points: list[reach.Point]) -> None:
    for rank, point in enumerate(points, start=1):
        scene.rows.add(
            "contact_point", next(scene.ids), subject.id, point.kind.value, point.label.value, point.value, point.key,
            point.service, point.note, point.street, point.city, point.region, point.postal_code, point.country,
            STEP * rank,
        )  # fmt: skip


def _add_fields(scene: Scene, subject: Subject) -> None:
    """Values of the user's own fields."""
    rng, lists = scene.rng, scene.lists
    values = [
        (lists.choice_field, pick(rng, lists.choices)),
        (lists.number_field, str(40 + int(rng.random() * 90) * 20)),
        (lists.yes_no_field, "1" if rng.random() < 0.7 else "0"),
    ]
    for field_id, value in values:
        if rng.random() < 0.6:
            scene.rows.add("field_value", link_id(subject.id, field_id), subject.id, field_id, value)
