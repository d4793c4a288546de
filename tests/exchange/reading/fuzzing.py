"""Open damaged copies of files: ``python -m tests.exchange.reading.fuzzing SEED COUNT FILE...``.

Runs in a process of its own, whose memory is limited, because a reader that fails badly takes its process along. The
number of the case at hand is printed first, so that the last line names the one that ended it.
"""

from __future__ import annotations

import contextlib
import io
import random
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from crm_desktop.errors import UserError
from crm_desktop.exchange.reading import find_tables, open_book, table_rows

MEMORY_LIMIT = 2_500_000_000
"""Address space, not memory in use: the libraries alone reserve half a gigabyte."""
SLOWEST = 10.0
INTERESTING = (
    b"\0",
    b"\xff",
    b'"',
    b"\n",
    b"<",
    b">",
    b"\xff\xff\xff\xff",
    b"\0\0\0\x80",
    b"999999999",
    b"&",
    b"]]>",
)


def mutated(rng: random.Random, data: bytes) -> bytes:
    """A damaged copy: bits flipped, bytes put in or taken out, the end cut off."""
    if data.startswith(b"PK") and rng.random() < 0.7:
        with contextlib.suppress(zipfile.BadZipFile):
            return _mutated_part(rng, data)
    return _mutated_bytes(rng, data)


def _mutated_bytes(rng: random.Random, data: bytes) -> bytes:
    damaged = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 16, 64))):
        if not damaged:
            break
        at = rng.randrange(len(damaged))
        kind = rng.random()
        if kind < 0.5:
            damaged[at] ^= 1 << rng.randrange(8)
        elif kind < 0.65:
            damaged[at:at] = rng.choice(INTERESTING)
        elif kind < 0.8:
            piece = rng.choice(INTERESTING)
            damaged[at : at + len(piece)] = piece
        elif kind < 0.9:
            del damaged[at : at + rng.randrange(1, 2000)]
        elif kind < 0.95:
            damaged[at:at] = damaged[at : at + rng.randrange(1, 5000)]
        else:
            del damaged[at:]
    return bytes(damaged)


def _mutated_part(rng: random.Random, data: bytes) -> bytes:
    """The damage inside a part of the archive, which itself stays whole: else the check sums catch everything."""
    copy = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(copy, "w") as changed:
        names = archive.namelist()
        victim = rng.choice(names)
        for name in names:
            content = archive.read(name)
            changed.writestr(name, _mutated_bytes(rng, content) if name == victim else content)
    return copy.getvalue()


def read_all(path: Path) -> None:
    """Open the file and walk every table of it; a UserError is a proper answer."""
    try:
        for sheet in open_book(path, password="password").sheets:
            for table in find_tables(sheet):
                for _ in table_rows(sheet, table):
                    pass
    except UserError:
        pass


def main(seed: int, count: int, files: list[str]) -> None:
    """Read ``count`` damaged copies; writes the number of each, and SLOW where one took too long."""
    limit_memory()
    sources = [Path(name).read_bytes() for name in files]
    with tempfile.TemporaryDirectory() as folder:
        for case in range(count):
            rng = random.Random(f"{seed}/{case}")
            chosen = rng.randrange(len(sources))
            say(f"{case} {Path(files[chosen]).name}")
            path = Path(folder) / f"case{case % 2}.dat"
            path.write_bytes(mutated(rng, sources[chosen]))
            started = time.process_time()
            read_all(path)
            if time.process_time() - started > SLOWEST:
                say(f"SLOW {case} {Path(files[chosen]).name}")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
