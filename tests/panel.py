"""A panel with a tray on a private bus, as desktops have it: icons register there (StatusNotifierItem), menus are asked
for (com.canonical.dbusmenu). Run as a thread; the test plays the user in front of it.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager

from jeepney import (
    DBusAddress,
    HeaderFields,
    MessageType,
    new_error,
    new_method_call,
    new_method_return,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

WATCHER = "org.kde.StatusNotifierWatcher"
_ITEM = "org.kde.StatusNotifierItem"
_MENU = "com.canonical.dbusmenu"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_VALUES = {
    "IsStatusNotifierHostRegistered": ("b", True),
    "ProtocolVersion": ("i", 0),
    "RegisteredStatusNotifierItems": ("as", []),
}


class Panel:
    """The icons that came, and what a user does with the last one."""

    def __init__(self, address):
        self._address = address
        self.items = []
        self._came = threading.Event()
        self._stop = threading.Event()
        self._hand = open_dbus_connection(address)

    def run(self):
        with open_dbus_connection(self._address) as bus:
            bus.send_and_get_reply(message_bus.RequestName(WATCHER))
            self._came.set()
            while not self._stop.is_set():
                try:
                    message = bus.receive(timeout=0.05)
                except TimeoutError:
                    continue
                if message.header.message_type is MessageType.method_call:
                    bus.send(self._answer(message))

    def _answer(self, message):
        fields = message.header.fields
        member = fields[HeaderFields.member]
        if member == "Get" and message.body[1] in _VALUES:
            return new_method_return(message, "v", (_VALUES[message.body[1]],))
        if member == "GetAll":
            return new_method_return(message, "a{sv}", (_VALUES,))
        if member == "RegisterStatusNotifierItem":
            # The service is named, or only its path; the caller is reached by its unique name either way.
            self.items.append(fields[HeaderFields.sender])
            return new_method_return(message)
        return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")

    # -------------------------------------------------------------------------------------------------------- the user

    def click(self):
        """Click the icon."""
        self._call("/StatusNotifierItem", _ITEM, "Activate", "ii", (10, 10))

    def tool_tip(self):
        """What the icon says under the pointer."""
        (_kind, tip) = self._property("ToolTip")
        return tip[2]

    def pictures(self):
        """Width, height and bytes of the pictures of the icon."""
        (_kind, pictures) = self._property("IconPixmap")
        return pictures

    def menu(self):
        """The words of the menu by their number, as the panel would draw it."""
        (_revision, (_id, _properties, children)) = self._call(
            self._menu_path(), _MENU, "GetLayout", "iias", (0, -1, [])
        )
        entries = [child[1] for child in children]
        return {
            number: properties["label"][1] for number, properties, _below in entries if "label" in properties
        }

    def choose(self, word):
        """Choose an entry of the menu."""
        number = next(number for number, label in self.menu().items() if label.replace("_", "") == word)
        self._call(self._menu_path(), _MENU, "Event", "isvu", (number, "clicked", ("s", ""), 0))

    def _menu_path(self):
        (_kind, path) = self._property("Menu")
        return path

    def _property(self, name):
        return self._call("/StatusNotifierItem", _PROPERTIES, "Get", "ss", (_ITEM, name))[0]

    def _call(self, path, interface, method, signature, body):
        address = DBusAddress(path, bus_name=self.items[-1], interface=interface)
        answer = self._hand.send_and_get_reply(new_method_call(address, method, signature, body), timeout=20)
        assert answer.header.message_type is MessageType.method_return, answer.body
        return answer.body

    def close(self):
        self._stop.set()
        self._hand.close()


@contextmanager
def panel(address):
    """A panel on that bus, until the end."""
    made = Panel(address)
    thread = threading.Thread(target=made.run, name="test-panel", daemon=True)
    thread.start()
    try:
        assert made._came.wait(20)
        yield made
    finally:
        made.close()
        thread.join(20)
