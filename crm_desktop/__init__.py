"""CRM Desktop: an offline-first client base in one file."""

from __future__ import annotations

__version__ = "0.1.0"
