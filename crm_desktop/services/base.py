"""The user's base: opened, and furnished with what every base has.

Furnished are the four stages of the funnel and the stages of deals (nameless: they are shown under the words of the
user's language) and the user as a colleague. Sources, tags and groups are empty until somebody has some.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.ids import link_id, uuid7
from crm_desktop.kinds import Op, StageRole
from crm_desktop.models.limits import check_row
from crm_desktop.models.ranks import STEP
from crm_desktop.models.schema import SCHEMA
from crm_desktop.services import colleagues, facts, listing
from crm_desktop.storage.recovery import recover
from crm_desktop.storage.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.clock import Clock
    from crm_desktop.storage.operations import OperationRow

    # Named here for the window, which holds the handle and never looks inside.
    from crm_desktop.storage.store import Store as Store

_STAGES = (
    (StageRole.VISITOR, "grey"),
    (StageRole.CLIENT, "green"),
    (StageRole.REGULAR, "blue"),
    (StageRole.PARTNER, "purple"),
)


@dataclass(frozen=True, slots=True)
class Base:
    """An open base. ``recovered`` is what was cut off last time and taken back now."""

    store: Store
    recovered: tuple[OperationRow, ...] = ()

    @property
    def me(self) -> bytes | None:
        """The user as a colleague, as it is now: joining a shared base may tell otherwise than the settings."""
        return colleagues.me(self.store)


def open_base(
    path: Path,
    *,
    who: str = "",
    region: str = "",
    language: str = "en",
    create: bool = True,
    clock: Clock | None = None,
    patient: bool = True,
) -> Base:
    """Open the base in ``path``, making it first where there is none and ``create`` says so.

    ``who`` is the user's name, for the history and as a colleague; empty: nobody is named. ``region`` is the country
    (ISO 3166-1 alpha-2) by which a new base reads phones; one that has a country keeps it. ``language`` ("en", "ru",
    "lt") orders the names of a base without clients; for another one ``listing.ensure`` does, in the background.

    Raises:
        BaseNeedsTime: long work comes first (a migration, an import that was cut off) and ``patient`` is false.
        BaseUnusable: the file is none of ours, damaged, newer, read-only, locked (its subclasses say which).
    """
    who = " ".join(who.split())
    check_row({"name": who})
    store = open_store(path, SCHEMA, create=create, clock=clock, who=who, patient=patient)
    try:
        listing.attach(store)
        recovered = tuple(recover(store, patient=patient))
        if not store.read("SELECT 1 FROM client LIMIT 1"):
            listing.ensure(store, language)
        _furnish(store, who, region)
    except BaseException:
        store.close()
        raise
    return Base(store, recovered)


def stage_id(role: StageRole) -> bytes:
    """The id of a stage every base has: made from its role, so that two laptops that meet have it once."""
    return link_id(b"stage", role.value.encode())


def _furnish(store: Store, who: str, region: str) -> None:
    """Add what is missing, in plain SQL: a base that lacks nothing must open without peewee."""
    if region and not facts.has_region(store):
        facts.set_region(store, region)
    if not store.read("SELECT 1 FROM stage LIMIT 1"):
        with store.change(Op.EDIT_LISTS, undoable=False) as change:
            change.executemany(
                "INSERT INTO stage(id, role, colour, rank) VALUES (?, ?, ?, ?)",
                (
                    (stage_id(role), role.value, colour, STEP * place)
                    for place, (role, colour) in enumerate(_STAGES, start=1)
                ),
            )
    if not store.read("SELECT 1 FROM deal_stage LIMIT 1"):
        # Imported here: a start finds them there.
        from crm_desktop.services import deal_stages

        deal_stages.furnish(store)
    if who and colleagues.me(store) is None:
        with store.change(Op.EDIT_LISTS, undoable=False) as change:
            change.execute("INSERT INTO colleague(id, name) VALUES (?, ?)", (uuid7(), who))
    store.who = colleagues.my_name(store)
