"""Pictures of clients: read one client at a time, never with lists.

A picture of up to 1 MB is kept as it is. A bigger one, and one in a format that few programs show (TIFF), becomes a
JPEG of at most 1024 pixels a side. What cannot be decoded is kept as it is up to 2 MB (a telephone's HEIC), else
refused.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.errors import PhotoRefused
from crm_desktop.ids import link_id
from crm_desktop.kinds import Op
from crm_desktop.models.pictures import media_type
from crm_desktop.models.ranks import STEP
from crm_desktop.services import writing

if TYPE_CHECKING:
    from PIL.Image import Image

    from crm_desktop.storage.store import Store

KEPT_AS_IS = 1_000_000
"""Bytes of a picture that is stored as it came."""
LARGEST = 2_000_000
"""Bytes of a picture that cannot be made smaller here."""
LARGEST_SOURCE = 50_000_000
"""Bytes of a file that is looked at at all."""
SIDE = 1024
"""Pixels of the longer side after scaling."""
_MOST_PIXELS = 80_000_000
_QUALITY = 85
_SHOWN_EVERYWHERE = frozenset(("image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp"))


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture as it is stored; ``mime`` is its media type (RFC 6838)."""

    mime: str
    data: bytes


def fitted(data: bytes) -> Photo:
    """The picture as the base keeps it.

    Raises:
        PhotoRefused: it is no picture, or too big and not to be made smaller.
    """
    mime = media_type(data)
    if not mime:
        raise PhotoRefused(why="no_picture", size=len(data), limit=LARGEST)
    if len(data) > LARGEST_SOURCE:
        raise PhotoRefused(why="too_big", size=len(data), limit=LARGEST_SOURCE)
    if mime in _SHOWN_EVERYWHERE and len(data) <= KEPT_AS_IS:
        return Photo(mime, data)
    scaled = _scaled(data)
    if scaled is not None:
        return Photo("image/jpeg", scaled)
    if len(data) > LARGEST:
        raise PhotoRefused(why="too_big", size=len(data), limit=LARGEST)
    return Photo(mime, data)


def digest_of(data: bytes) -> bytes:
    """Tells equal pictures (BLAKE2b, 16 bytes)."""
    return hashlib.blake2b(data, digest_size=16).digest()


def photo_id(client_id: bytes, digest: bytes) -> bytes:
    """The id of a picture of a client: the same picture put in twice is one row, and is known without its bytes."""
    return link_id(client_id, digest)


def photo(store: Store, client_id: bytes) -> Photo | None:
    """The picture of a client, None without one."""
    found = store.read(
        "SELECT mime, data FROM photo WHERE client_id = ? AND deleted = 0 ORDER BY rank, rid LIMIT 1",
        (client_id,),
    )
    return Photo(*found[0]) if found else None


def photos(store: Store, client_id: bytes) -> list[Photo]:
    """All pictures of a client, the shown one first."""
    found = store.read(
        "SELECT mime, data FROM photo WHERE client_id = ? AND deleted = 0 ORDER BY rank, rid", (client_id,)
    )
    return [Photo(*row) for row in found]


def set_photo(store: Store, client_id: bytes, data: bytes) -> bool:
    """Make this the one picture of the client; whether anything changed. Undoable.

    Raises:
        PhotoRefused: as ``fitted``.
        RecordNotFound: there is no such client.
    """
    made = fitted(data)
    wanted = photo_id(client_id, digest_of(made.data))
    with store.change(Op.EDIT_PHOTO) as change:
        before = change.rows
        writing.live_row(store, "client", client_id)
        _remove(store, client_id, but=wanted)
        if store.read("SELECT 1 FROM photo WHERE id = ?", (wanted,)):
            writing.update(store, "photo", wanted, {"deleted": 0, "rank": STEP})
        else:
            values = {"client_id": client_id, "mime": made.mime, "data": made.data, "rank": STEP}
            writing.insert(store, "photo", values, wanted)
        return change.rows > before


def remove(store: Store, client_id: bytes) -> bool:
    """Move the pictures of a client to the bin; whether there were any. Undoable."""
    with store.change(Op.EDIT_PHOTO):
        return _remove(store, client_id)


def _remove(store: Store, client_id: bytes, but: bytes = b"") -> bool:
    found = store.read(
        "SELECT id FROM photo WHERE client_id = ? AND deleted = 0 AND id <> ?", (client_id, but)
    )
    for (row_id,) in found:
        writing.delete(store, "photo", row_id)
    return bool(found)


def _scaled(data: bytes) -> bytes | None:
    """A JPEG of the picture, upright and at most ``SIDE`` a side; None where nothing here can decode it."""
    # Imported here: 30 ms, and needed for the first big picture only.
    from PIL import Image as Images
    from PIL import ImageOps

    try:
        with Images.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                return None
            picture.draft("RGB", (2 * SIDE, 2 * SIDE))  # lets a JPEG be decoded at a fraction of its size
            picture.thumbnail((SIDE, SIDE))
            upright = ImageOps.exif_transpose(picture)
            made = io.BytesIO()
            _opaque(upright).save(made, "JPEG", quality=_QUALITY, optimize=True)
    except (
        OSError,
        ValueError,
        SyntaxError,
        MemoryError,
        Images.DecompressionBombError,
        Images.DecompressionBombWarning,
    ):
        # What Pillow raises for damaged pictures and formats it does not know, by its documentation and decoders.
        return None
    return made.getvalue()


def _opaque(picture: Image) -> Image:
    """The picture on white where it is transparent: JPEG knows no transparency."""
    from PIL import Image as Images

    if not picture.has_transparency_data:
        return picture.convert("RGB")
    white = Images.new("RGBA", picture.size, "white")
    white.alpha_composite(picture.convert("RGBA"))
    return white.convert("RGB")
