"""The password of a calendar server: in the key store of the operating system, or nowhere."""

from __future__ import annotations

from crm_desktop import keystore
from crm_desktop.errors import KeystoreMissing

SERVICE = "CRM Desktop calendar"


def password_of(address: str, user: str) -> str | None:
    """The password kept for this user at this server; None where there is none, or no store."""
    return keystore.secret_of(_service(address), user)


def keep(address: str, user: str, password: str) -> bool:
    """Keep it; whether it is kept."""
    try:
        keystore.keep(_service(address), user, password)
    except KeystoreMissing:
        return False
    return True


def forget(address: str, user: str) -> None:
    """Take it out of the store, if it is there."""
    keystore.forget(_service(address), user)


def _service(address: str) -> str:
    return f"{SERVICE} {address}"
