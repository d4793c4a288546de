"""Read damaged copies of address books: ``python -m tests.exchange.vcards.fuzzing SEED COUNT [FILE...]``.

Without files cards are made up. Each case is read to its last row inside ten seconds, and nothing but a ``UserError``
may come out of it. The number of the case at hand is printed first, so that the last line names the one that ended it.
"""

from __future__ import annotations

import base64
import contextlib
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from crm_desktop.errors import UserError
from crm_desktop.exchange.importing.opening import open_file

MEMORY_LIMIT = 2_500_000_000
"""Address space, not memory in use: the libraries alone reserve half a gigabyte."""
SLOWEST = 10.0
_PIECES = (
    b"BEGIN:VCARD\n", b"END:VCARD\n", b"AGENT:\n", b"=\n", b"=\r\n=", b";", b":", b'"', b"\\", b"\0", b"\xff", b"\n ",
    b"\r", b"\r\r\n", b";ENCODING=BASE64", b";ENCODING=QUOTED-PRINTABLE", b";CHARSET=utf-16", b";CHARSET=cp1251",
    b"\xfe\xff", b"item1.", b"X-ABLabel:", b"VERSION:2.1\n", b"PRODID:-//CRM Desktop//1//EN\n", b"BDAY:--02-30\n",
    b"KIND:group\n", b"MEMBER:urn:uuid:1\n", b"TEL;VALUE=uri:tel:;ext=\n", b"=F1=D1=", b"\x1a",
)  # fmt: skip
_NAMES = ("Ona Petraitė", "Иванов Иван", "John O'Neil", "安藤", "", "UAB „Gėlė“")


def made(rng: random.Random) -> bytes:
    """A few cards with much of what cards can hold."""
    cards = []
    for _ in range(rng.randrange(1, 6)):
        name, version = rng.choice(_NAMES), rng.choice(("2.1", "3.0", "4.0"))
        coded = "".join(f"={byte:02X}" for byte in name.encode(rng.choice(("utf-8", "cp1251")), "replace"))
        photo = base64.b64encode(b"\xff\xd8\xff" + rng.randbytes(rng.randrange(400))).decode()
        lines = [
            f"N;ENCODING=QUOTED-PRINTABLE:{coded};x;;;", f"FN:{name}", "item1.TEL:+370 612 34567",
            "item1.X-ABLabel:_$!<Mobile>!$_", "TEL;CELL:861234567", "EMAIL:a@x.lt", "ADR;HOME:;;a 1;b;;c;d",
            f"PHOTO;ENCODING=b:{photo}", "BDAY:1990-01-02", f"UID:{rng.randrange(9)}", "CATEGORIES:a,b\\,c",
            "NOTE:one\\ntwo", "X-ABDATE:2001-01-01", "IMPP:skype:x", "X-FCENCODED-4142:x", "ORG:x;y;z",
        ]  # fmt: skip
        rng.shuffle(lines)
        cards += ["BEGIN:VCARD", f"VERSION:{version}", *lines[: rng.randrange(2, len(lines))], "END:VCARD"]
    end = rng.choice(("\n", "\r\n", "\r\r\n"))
    return (end.join(cards) + end).encode(rng.choice(("utf-8", "utf-8", "utf-16", "utf-16-be")))


def mutated(rng: random.Random, data: bytes) -> bytes:
    """A damaged copy: bits flipped, pieces put in, taken out and doubled, the end cut off."""
    damaged = bytearray(data)
    for _ in range(rng.choice((0, 1, 2, 4, 16))):
        at = rng.randrange(len(damaged) + 1)
        kind = rng.random()
        if kind < 0.3 and at < len(damaged):
            damaged[at] ^= 1 << rng.randrange(8)
        elif kind < 0.65:
            damaged[at:at] = rng.choice(_PIECES)
        elif kind < 0.8:
            del damaged[at : at + rng.randrange(1, 200)]
        elif kind < 0.95:
            damaged[at:at] = damaged[at : at + rng.randrange(1, 500)]
        else:
            del damaged[at:]
    return bytes(damaged)


def read_through(path: Path) -> None:
    """Every cell of every row; pictures too."""
    with contextlib.suppress(UserError):
        for sheet in open_file(path).sheets:
            for row in sheet.rows:
                for cell in row:
                    if hasattr(cell, "read"):
                        assert len(cell.read()) == cell.size


def main(seed: int, count: int, files: list[str]) -> None:
    """Run the cases."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    sources = [Path(name).read_bytes() for name in files]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "damaged.vcf"
        for case in range(count):
            rng = random.Random(f"{seed} {case}")
            sys.stdout.write(f"{case}\n")
            sys.stdout.flush()
            path.write_bytes(mutated(rng, rng.choice(sources) if sources else made(rng)))
            start = time.monotonic()
            read_through(path)
            took = time.monotonic() - start
            assert took < SLOWEST, f"case {case}: {took:.1f} s"


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
