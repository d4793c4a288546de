"""Zones that tests reckon in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.models.zones import zone_named

if TYPE_CHECKING:
    from datetime import tzinfo


def zone_known(name: str) -> tzinfo:
    """The zone of a name that there certainly is."""
    found = zone_named(name)
    assert found is not None
    return found
