"""A wire between a laptop and the server that counts, delays and cuts what goes over it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Wire:
    """``turns``: how often the laptop spoke after the server had answered: its round trips.

    ``cut_at``: after so many bytes of both directions the wire breaks. ``drop_answers``: what the server says next is
    lost, and the wire breaks.
    """

    port: int = 0
    delay: float = 0.0
    cut_at: int | None = None
    drop_answers: bool = False
    turns: int = 0
    passed: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    _answered: bool = True

    def count(self, amount: int, *, up: bool) -> int:
        """Note what is about to pass; how much of it may."""
        with self.lock:
            if up:
                self.turns += self._answered
            self._answered = not up
            allowed = amount if self.cut_at is None else max(min(amount, self.cut_at - self.passed), 0)
            self.passed += allowed
            return allowed

    def reset(self) -> None:
        """Count from here."""
        with self.lock:
            self.turns = self.passed = 0
            self._answered = True


@contextmanager
def wire(target: int, port: int = 0) -> Iterator[Wire]:
    """A port of this computer (any where 0) that leads to ``target``."""
    listening = socket.create_server(("127.0.0.1", port))
    made = Wire(listening.getsockname()[1])
    threads: list[threading.Thread] = []
    ends: list[socket.socket] = []

    def accept() -> None:
        while True:
            try:
                near, _ = listening.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", target))
            for each in (near, far):
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            ends.extend((near, far))
            for source, sink, up in ((near, far, True), (far, near, False)):
                thread = threading.Thread(target=_carry, args=(made, source, sink, up))
                thread.start()
                threads.append(thread)

    accepting = threading.Thread(target=accept)
    accepting.start()
    try:
        yield made
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        accepting.join()
        for each in ends:
            _hang_up(each)
        for thread in threads:
            thread.join()


def _carry(made: Wire, source: socket.socket, sink: socket.socket, up: bool) -> None:
    """One direction, until one of the ends is gone."""
    with suppress(OSError):
        while data := source.recv(65_536):
            if made.delay:
                time.sleep(made.delay)
            allowed = made.count(len(data), up=up)
            if made.drop_answers and not up:
                break
            sink.sendall(data[:allowed])
            if allowed < len(data):
                break
    _hang_up(source)
    _hang_up(sink)


def _hang_up(each: socket.socket) -> None:
    with suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()
