"""Files that were dropped into the watched folder and wait for one click."""

from __future__ import annotations
