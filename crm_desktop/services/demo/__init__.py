"""Sample bases of any size: believable people and companies with their histories, the same for the same seed."""

from __future__ import annotations

from crm_desktop.services.demo.making import make_demo, shares_for

__all__ = ["make_demo", "shares_for"]
