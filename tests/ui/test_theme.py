"""Colours meet the contrast of WCAG AA, in light and dark; icons take the colour of the text."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.ui import actions, icons, theme
from crm_desktop.ui.widgets.buttons import button


def luminance(name):
    def linear(part):
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    colour = QColor(name)
    red, green, blue = (linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_text_can_be_read(colours):
    grounds = ("ground", "side", "raised", "hover")
    for ink, ground in product(("text", "quiet"), grounds):
        assert contrast(getattr(colours, ink), getattr(colours, ground)) >= 4.5, (ink, ground)
    for tone in ("accent", "well", "failed", "care", "late", "plum"):
        for ground in (getattr(colours, f"{tone}_soft"), colours.ground):
            assert contrast(getattr(colours, tone), ground) >= 4.5, (tone, ground)
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    assert contrast(colours.on_accent, colours.accent_hover) >= 4.5
    assert contrast(colours.text, colours.accent_soft) >= 4.5
    assert contrast(colours.text, colours.mark) >= 4.5
    assert contrast(colours.focus, colours.ground) >= 3


def test_the_switch_is_live(qapp):
    theme.apply(qapp, "dark")
    assert theme.colours(qapp.palette()) is theme.DARK
    theme.apply(qapp, "light", font_scale=2.0)
    assert theme.colours(qapp.palette()) is theme.LIGHT
    assert qapp.font().pixelSize() == 2 * theme.BASE_PX


def test_a_window_built_on_the_ground_alone_is_dressed_as_one_built_dressed(qapp):
    def picture(dressing):
        qapp.setStyleSheet("")
        dressing[0](qapp, "dark", 1.2)
        outside = QWidget()
        column = QVBoxLayout(outside)
        for look in ("primary", "plain", "quiet", "chip"):
            column.addWidget(button(look, look, look=look))
        for each in dressing[1:]:
            each(qapp, "dark", 1.2)
        outside.resize(300, 300)
        return outside.grab().toImage()

    assert picture([theme.lay_ground, theme.dress]) == picture([theme.apply])
    assert picture([theme.lay_ground]) != picture([theme.apply])


def test_variants_keep_the_users_size(qapp):
    theme.apply(qapp, "light", font_scale=2.0)
    heading = theme.variant(qapp.font(), "heading")
    assert heading.pixelSize() == 38
    assert heading.weight() > qapp.font().weight()


def test_every_command_has_an_icon_that_is_there(resources):
    for command in actions.commands():
        if command.icon:
            assert resources(f"icons/{command.icon}.svg").is_file()


def test_icons_follow_the_palette(qapp):
    shown = {}
    for name in ("light", "dark"):
        theme.apply(qapp, name)
        shown[name] = ink(icons.icon("plus"))
    assert shown["light"] == QColor(theme.LIGHT.text).name()
    assert shown["dark"] == QColor(theme.DARK.text).name()
    assert ink(icons.icon("plus", "accent")) == QColor(theme.DARK.accent).name()


def ink(icon):
    """The strongest colour of a picture."""
    image = icon.pixmap(64, 64).toImage()
    points = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(points, key=lambda colour: colour.alpha()).name()


def test_no_shortcut_is_given_twice(qapp):
    keys = [key for command in actions.commands() for key in command.keys]
    assert len(keys) == len(set(keys))


def test_the_palette_knows_disabled_text(qapp):
    palette = qapp.palette()
    normal = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Text)
    assert palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text) != normal
