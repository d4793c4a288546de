"""A network of its own for a laptop of the tests, joined to this computer by a cable to pull out (Linux, root).

Who is inside sends into a cable that leads nowhere: no answer, no refusal, as with a network that went away.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
_CLONE_NEWNET = 0x40000000


class Cable:
    """``ip``: this computer as the laptop reaches it."""

    def __init__(self) -> None:
        number = os.getpid() % 250 + 1
        self.space = f"crm-test-{os.getpid()}"
        self._near, self._far = f"crmn{os.getpid()}", f"crmf{os.getpid()}"
        self.ip, self._laptop = f"10.231.{number}.1", f"10.231.{number}.2"

    def lay(self) -> None:
        """Raises subprocess.CalledProcessError, OSError where that is not possible."""
        _ip("netns", "add", self.space)
        _ip("link", "add", self._near, "type", "veth", "peer", "name", self._far, "netns", self.space)
        _ip("addr", "add", f"{self.ip}/24", "dev", self._near)
        _ip("link", "set", self._near, "up")
        for words in (
            ("addr", "add", f"{self._laptop}/24", "dev", self._far),
            ("link", "set", self._far, "up"),
        ):
            _ip("-n", self.space, *words)

    def pull_out(self) -> None:
        _ip_here("link", "set", self._near, "down")

    def put_in(self) -> None:
        _ip_here("link", "set", self._near, "up")

    def take_away(self) -> None:
        for words in (("link", "del", self._near), ("netns", "del", self.space)):
            subprocess.run(["ip", *words], check=False, capture_output=True)

    def inside(self, work: Callable[[], T]) -> Future[T]:
        """Do it in a thread of its own, whose connections go through the cable."""
        future: Future[T] = Future()

        def run() -> None:
            try:
                future.set_result(self._enter(work))
            except BaseException as error:  # told by the future
                future.set_exception(error)

        threading.Thread(target=run, daemon=True).start()
        return future

    def _enter(self, work: Callable[[], T]) -> T:
        handle = os.open(f"/run/netns/{self.space}", os.O_RDONLY)
        try:
            if ctypes.CDLL(None, use_errno=True).setns(handle, _CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), "setns")
        finally:
            os.close(handle)
        return work()


@contextmanager
def cable() -> Iterator[Cable | None]:
    """A cable, or None where this computer lets us lay none."""
    made = Cable()
    if shutil.which("ip") is None:
        yield None
        return
    try:
        try:
            made.lay()
        except (subprocess.CalledProcessError, OSError):
            yield None
            return
        yield made
    finally:
        made.take_away()


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


def _ip_here(*words: str) -> None:
    """In the network of the process, whichever the thread is in."""
    here = f"--net=/proc/{os.getpid()}/ns/net"
    subprocess.run(["nsenter", here, "ip", *words], check=True, capture_output=True)
