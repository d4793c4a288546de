"""The words beside a value: types of vCard, labels of Apple's address book, services of messengers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_desktop.exchange.vcards.heads import Head

_APPLE = re.compile(r"_\$!<(.*)>!\$_\Z", re.S)
# Of several types the first found here names the value: a mobile of the firm is a mobile, its fax is a fax.
_TYPES: Mapping[str, str] = {
    "fax": "fax", "homefax": "fax", "workfax": "fax", "otherfax": "fax",
    "cell": "mobile", "mobile": "mobile", "iphone": "mobile", "x-iphone": "mobile",
    "pager": "pager", "x-pager": "pager", "car": "car", "assistant": "assistant", "x-assistant": "assistant",
    "assistantphone": "assistant", "main": "main", "work": "work", "business": "work", "company": "work",
    "home": "home", "x-home": "home", "private": "home", "billing": "billing", "delivery": "delivery",
    "shipping": "delivery", "other": "other", "x-other": "other",
}  # fmt: skip
_SILENT = frozenset(
    "pref voice internet msg text text-phone video x400 dom intl postal parcel uri date jpeg jpg png gif".split()
)
"""Types that say how a value is sent, never whose it is."""
_OWN_TYPE = re.compile(r"x-(?:nec-|evolution-|ms-|kaddressbook-)?")
_APPLE_WORDS: Mapping[str, str] = {
    "homepage": "",
    "anniversary": "anniversary",
    "homefax": "fax",
    "workfax": "fax",
}

_SERVICES: Mapping[str, str] = {
    "xmpp": "jabber", "jabber": "jabber", "gtalk": "gtalk", "googletalk": "gtalk", "google-talk": "gtalk",
    "google": "gtalk", "skype": "skype", "skype-username": "skype", "icq": "icq", "aim": "aim", "aol": "aim",
    "msn": "msn", "msnim": "msn", "windowslive": "msn", "yahoo": "yahoo", "ymsgr": "yahoo", "telegram": "telegram",
    "tg": "telegram", "whatsapp": "whatsapp", "viber": "viber", "signal": "signal", "vk": "vk", "vkontakte": "vk",
    "facebook": "facebook", "fb": "facebook", "instagram": "instagram", "twitter": "twitter", "linkedin": "linkedin",
    "max": "max",
}  # fmt: skip
MESSENGERS: Mapping[str, str] = {
    **{f"X-{name.upper()}": service for name, service in _SERVICES.items()},
    **{"X-MS-IMADDRESS": "other", "X-MS-IMADDRESSES": "other", "X-GADUGADU": "gadugadu", "X-QQ": "qq"},
    **{"X-GROUPWISE": "groupwise", "X-MATRIX": "matrix", "X-THREEMA": "threema", "X-DISCORD": "discord"},
}
"""Services by the property that holds their addresses; IMPP (RFC 4770) names them in its scheme."""


def label_of(head: Head, apple: Mapping[str, str]) -> str:
    """The label of a value: Apple's, which stands in a property of the same group, else by the types."""
    if head.group and (text := apple.get(head.group)) is not None:
        return apple_label(text)
    kinds = [kind for kind in head.types if kind not in _SILENT]
    for word, label in _TYPES.items():
        if word in kinds:
            return label
    return _OWN_TYPE.sub("", kinds[0], count=1) if kinds else ""


def apple_label(text: str) -> str:
    """A label of Apple's address book: ``_$!<Mobile>!$_`` is one of its own words, any other text the user's."""
    match = _APPLE.match(text.strip())
    if match is None:
        return text.strip()
    word = match[1].strip().lower()
    return _APPLE_WORDS.get(word, _TYPES.get(word, word))


def service_of(scheme: str, names: Sequence[str]) -> str:
    """The messenger that one of the names, or else the scheme of the address, stands for."""
    for name in names:
        if name:
            return _SERVICES.get(name.lower(), name)
    return _SERVICES.get(scheme, "" if scheme in ("", "x-apple", "http", "https", "other") else scheme)
