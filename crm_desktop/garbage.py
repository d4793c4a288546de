"""Python's search for cycles of garbage, where work makes so many objects that it would only look and find nothing.

It looks after every 700 new containers, at all of them again and again, and holds up every thread meanwhile: of a
report over 200,000 clients that was two fifths of the time, and the window stood still for a fifth of a second.
Counting references frees what such work makes all the same.
"""

from __future__ import annotations

import gc
import threading

_COLLECT_AFTER = 50_000


class RareCollections:
    """Within it Python looks less often.

    The setting is the whole process's: of several works at once (an import in the window, a report, another import that
    a watched folder rehearses) the last to end puts it back.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._before = gc.get_threshold()

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._before = gc.get_threshold()
                gc.set_threshold(_COLLECT_AFTER, *self._before[1:])
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                gc.set_threshold(*self._before)


rare_collections = RareCollections()
"""The one of this process: nesting counts, so there is no second."""
