"""What a user does with windows on a display of the tests where no window manager runs: see them, and close them."""

from __future__ import annotations

import ctypes
import ctypes.util
from contextlib import contextmanager

_NO_MASK = 0
_CLIENT_MESSAGE = 33
_VIEWABLE = 2


class _ClientMessage(ctypes.Structure):
    """XClientMessageEvent, followed by room up to the size of the union XEvent."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("room", ctypes.c_long * 24),
    )


class _Attributes(ctypes.Structure):
    """The begin of XWindowAttributes as far as ``map_state``, and room for the rest."""

    _fields_ = (
        ("place", ctypes.c_int * 4),
        ("border_width", ctypes.c_int),
        ("depth", ctypes.c_int),
        ("visual", ctypes.c_void_p),
        ("root", ctypes.c_ulong),
        ("numbers", ctypes.c_int * 4),
        ("planes", ctypes.c_ulong * 2),
        ("save_under", ctypes.c_int),
        ("colormap", ctypes.c_ulong),
        ("map_installed", ctypes.c_int),
        ("map_state", ctypes.c_int),
        ("room", ctypes.c_long * 16),
    )


class Screen:
    """The windows of one display."""

    def __init__(self, library, display):
        self._x = library
        self._display = display

    def seen(self, title):
        """The windows of that title that are on the screen."""
        found = []
        for window in self._windows():
            attributes = _Attributes()
            self._x.XGetWindowAttributes(self._display, window, ctypes.byref(attributes))
            if attributes.map_state == _VIEWABLE and self._title(window) == title:
                found.append(window)
        return found

    def close(self, window):
        """Ask the program to close a window, as the cross of its frame does (ICCCM, WM_DELETE_WINDOW)."""
        event = _ClientMessage(type=_CLIENT_MESSAGE, window=window, format=32)
        event.message_type = self._atom(b"WM_PROTOCOLS")
        event.data[0] = self._atom(b"WM_DELETE_WINDOW")
        self._x.XSendEvent(self._display, window, 0, _NO_MASK, ctypes.byref(event))
        self._x.XFlush(self._display)

    def _atom(self, name):
        return self._x.XInternAtom(self._display, name, 0)

    def _windows(self):
        root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
        children = ctypes.POINTER(ctypes.c_ulong)()
        self._x.XQueryTree(
            self._display,
            self._x.XDefaultRootWindow(self._display),
            *map(ctypes.byref, (root, parent, children, count)),
        )
        found = [children[number] for number in range(count.value)]
        if children:
            self._x.XFree(children)
        return found

    def _title(self, window):
        name = ctypes.c_char_p()
        if not self._x.XFetchName(self._display, window, ctypes.byref(name)) or name.value is None:
            return ""
        title = name.value.decode(errors="replace")
        self._x.XFree(name)
        return title


@contextmanager
def screen_of(name):
    """The screen of a display (``:99``)."""
    library = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    library.XOpenDisplay.restype = ctypes.c_void_p
    library.XDefaultRootWindow.restype = library.XInternAtom.restype = ctypes.c_ulong
    for function in ("XDefaultRootWindow", "XCloseDisplay", "XFlush"):
        getattr(library, function).argtypes = [ctypes.c_void_p]
    library.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
    library.XQueryTree.argtypes = [ctypes.c_void_p, ctypes.c_ulong, *[ctypes.c_void_p] * 4]
    library.XGetWindowAttributes.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p]
    library.XFetchName.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p]
    library.XFree.argtypes = [ctypes.c_void_p]
    library.XSendEvent.argtypes = [
        ctypes.c_void_p,
        ctypes.c_ulong,
        ctypes.c_int,
        ctypes.c_long,
        ctypes.c_void_p,
    ]
    # A window may go while it is looked at: that is an error to the server and none to us.
    kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
    quiet = kind(lambda _display, _error: 0)
    library.XSetErrorHandler.restype = ctypes.c_void_p
    library.XSetErrorHandler.argtypes = [ctypes.c_void_p]
    before = library.XSetErrorHandler(ctypes.cast(quiet, ctypes.c_void_p))
    display = library.XOpenDisplay(name.encode())
    assert display, f"no display {name}"
    try:
        yield Screen(library, display)
    finally:
        library.XCloseDisplay(display)
        library.XSetErrorHandler(before)
