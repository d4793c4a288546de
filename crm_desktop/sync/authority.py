"""The certificates of a company's own authority, kept where the program finds them again.

The file often comes on a stick or lies among the downloads. It is no secret, so a copy is kept beside the bases of this
user; a server that nobody vouches for any more would stop the exchange.
"""

from __future__ import annotations

import hashlib
import ssl
from typing import TYPE_CHECKING

from crm_desktop import paths
from crm_desktop.sync.failures import ServerCertificateRefused

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "certificates"
LARGEST_BYTES = 2_000_000
"""All authorities that a system trusts are a quarter of a megabyte."""


def keep_authority(path: Path, host: str) -> Path:
    """The copy of the certificates in ``path``: the same for the same content.

    Raises:
        ServerCertificateRefused: "file": there are none in it, or no copy can be kept.
    """
    try:
        content = _read(path)
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=content.decode("ascii"))
        target = paths.data_dir() / FOLDER / f"{hashlib.sha256(content).hexdigest()[:16]}.pem"
        if not target.is_file() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = target.with_suffix(".new")
            draft.write_bytes(content)
            draft.replace(target)
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError, a wrong letter a ValueError
        raise ServerCertificateRefused(host=host, why="file", path=path, reason=str(error)) from error
    return target


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(LARGEST_BYTES + 1)
    if len(content) > LARGEST_BYTES:
        raise ValueError("too large")
    return content
