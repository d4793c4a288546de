"""The cell styles of an xlsx, as far as a reader of lists cares: filled with which colour, and in bold.

Colours come as RGB, as a place in the palette of old, or as one in the theme with a tint (ECMA-376 part 1, 18.8.19).
"""

from __future__ import annotations

import colorsys
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

_STYLES, _THEME = "xl/styles.xml", "xl/theme/theme1.xml"
_SWAPPED = {
    0: 1,
    1: 0,
    2: 3,
    3: 2,
}  # light and dark change places between the theme and the numbers of its colours
_Item = TypeVar("_Item")


class CellStyle(NamedTuple):
    """``colour`` of a solid fill as RRGGBB, empty for none and for white."""

    colour: str = ""
    bold: bool = False


def has_fills(archive: zipfile.ZipFile) -> bool:
    """Whether some style fills cells: most workbooks have no fill but "none" and "gray125"."""
    return _STYLES in archive.namelist() and b'"solid"' in archive.read(_STYLES)


def read_styles(archive: zipfile.ZipFile) -> list[CellStyle]:
    """The styles in the order that cells name them by. Raises KeyError, SyntaxError or ValueError."""
    root = parsed(archive, _STYLES)
    theme = _theme(archive)
    fills = [_fill(fill, theme) for fill in _children(root, "fills")]
    bold = [_is_on(font, "b") for font in _children(root, "fonts")]
    return [
        CellStyle(_at(fills, style.get("fillId"), ""), _at(bold, style.get("fontId"), False))
        for style in _children(root, "cellXfs")
    ]


def parsed(archive: zipfile.ZipFile, name: str) -> Element:
    """A small part as XML without entities. Raises KeyError or SyntaxError."""
    from defusedxml.ElementTree import fromstring

    root: Element = fromstring(archive.read(name))
    return root


def _children(root: Element, name: str) -> list[Element]:
    return [child for part in root if _local(part) == name for child in part]


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _at(items: Sequence[_Item], index: str | None, default: _Item) -> _Item:
    place = int(index or 0)
    return items[place] if 0 <= place < len(items) else default


def _is_on(font: Element, name: str) -> bool:
    return any(_local(part) == name and part.get("val", "1") not in ("0", "false") for part in font)


def _fill(fill: Element, theme: Sequence[str]) -> str:
    """The colour of a solid fill: its foreground (18.8.32)."""
    for pattern in fill:
        if pattern.get("patternType") == "solid":
            colour = next((_rgb(part, theme) for part in pattern if _local(part) == "fgColor"), "")
            return "" if colour in ("FFFFFF", "") else colour
    return ""


def _rgb(colour: Element, theme: Sequence[str]) -> str:
    tint = float(colour.get("tint", "0"))
    if (rgb := colour.get("rgb")) is not None:
        return _tinted(rgb[-6:].upper(), tint)
    if (place := colour.get("theme")) is not None:
        number = _SWAPPED.get(int(place), int(place))
        return _tinted(_at(theme, str(number), ""), tint)
    if (place := colour.get("indexed")) is not None:
        from openpyxl.styles.colors import COLOR_INDEX

        return _at(COLOR_INDEX, place, "00")[-6:].upper() if int(place) < len(COLOR_INDEX) else ""
    return ""


def _tinted(rgb: str, tint: float) -> str:
    """Lighter for a positive tint, darker for a negative one (18.8.19)."""
    if len(rgb) != 6 or not tint:
        return rgb if len(rgb) == 6 else ""
    red, green, blue = (int(rgb[place : place + 2], 16) / 255 for place in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    parts = colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), saturation)
    return "".join(f"{round(part * 255):02X}" for part in parts)


def _theme(archive: zipfile.ZipFile) -> list[str]:
    """The twelve colours of the theme: dark 1, light 1, dark 2, light 2, six accents, two of links."""
    if _THEME not in archive.namelist():
        return []
    scheme = next((part for part in parsed(archive, _THEME).iter() if _local(part) == "clrScheme"), None)
    colours = [] if scheme is None else [next(iter(each), None) for each in scheme]
    return [
        "" if each is None else (each.get("lastClr") or each.get("val") or "").upper() for each in colours
    ]
