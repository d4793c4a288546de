"""Secrets in the key store of the operating system; never in a file of ours.

keyring tells its many kinds of trouble by many exceptions, those of D-Bus among them; to us all mean the same: there is
no store to be used now, and the user is asked each time.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from crm_desktop.errors import KeystoreMissing

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_log = logging.getLogger(__name__)


def has_store() -> bool:
    """Whether this computer has a key store that is one: those that write plain files do not count."""
    return _store() is not None


def secret_of(service: str, account: str) -> str | None:
    """The secret kept there; None where there is none, or no store."""
    store = _store()
    try:
        return store.get_password(service, account) if store else None
    except Exception as error:  # see above
        _refused("read", error)
        return None


def keep(service: str, account: str, secret: str) -> None:
    """Keep it.

    Raises:
        KeystoreMissing: this computer has no key store, or it would not take it.
    """
    store = _store()
    if store is None:
        raise KeystoreMissing(service=service)
    try:
        store.set_password(service, account, secret)
    except Exception as error:  # see above
        _refused("kept", error)
        raise KeystoreMissing(service=service) from None


def forget(service: str, account: str) -> None:
    """Take it out of the store, if it is there."""
    store = _store()
    try:
        if store is not None and store.get_password(service, account) is not None:
            store.delete_password(service, account)
    except Exception as error:  # see above
        _refused("removed", error)


def _store() -> KeyringBackend | None:
    import keyring  # 60 ms and a look at D-Bus: only those who use a server pay for it
    from keyring.backends import chainer, fail, null

    store = keyring.get_keyring()
    if isinstance(store, fail.Keyring | null.Keyring) or _is_plain(store):
        return None
    if isinstance(store, chainer.ChainerBackend):
        return next((each for each in store.backends if not _is_plain(each)), None)
    return store


def _is_plain(store: KeyringBackend) -> bool:
    return type(store).__module__.startswith("keyrings.alt")


def _refused(what: str, error: Exception) -> None:
    # The name alone: an exception may hold what was to be kept.
    _log.warning("the key store refused: a secret was not %s (%s)", what, type(error).__name__)
