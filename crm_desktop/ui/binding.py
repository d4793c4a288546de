"""One thing that the Python binding of Qt does at every import, done without reading files."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import PySide6.QtCore  # noqa: F401  # the binding is there from here on

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType


def answer_for_known_modules() -> None:
    """Tell the binding which modules use Qt, where that is known, instead of having it read their sources.

    Once it is there, the binding reads the source of every module imported after it, to see whether ``PySide6`` stands
    in it: modules that use Qt may choose another spelling of Qt's names (``from __feature__ import snake_case``). No
    module of this program does, so "it uses Qt, as it is" is right for all of them, and Python's own do not use it.
    A hundred files need not be read, decoded and kept at a start. Whatever else is imported is still looked at.

    A binding that goes about it in another way is left as it is.
    """
    feature = sys.modules.get("shibokensupport.feature")
    look: Callable[[ModuleType], bool] | None = getattr(feature, "_mod_uses_pyside", None)
    if feature is None or look is None:
        return
    own = __name__.partition(".")[0]

    def uses_qt(module: ModuleType) -> bool:
        package = module.__name__.partition(".")[0]
        return package == own or (package not in sys.stdlib_module_names and look(module))

    feature._mod_uses_pyside = uses_qt  # type: ignore[attr-defined]  # noqa: SLF001  # there is no public way
