"""The card of a client: what the ringing phone needs, the history, and the small forms written into while talking."""

from __future__ import annotations
