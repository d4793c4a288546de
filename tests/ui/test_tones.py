from __future__ import annotations

from crm_desktop.ui import theme
from crm_desktop.ui.tones import tone_of
from crm_desktop.ui.widgets.badge import tone_colours


def test_every_colour_that_can_be_chosen_has_a_tone_that_can_be_drawn():
    tones = {tone_of(colour) for colour in ("grey", "green", "blue", "pink", "purple", "amber", "red")}
    assert len(tones) == 7
    for colours in (theme.LIGHT, theme.DARK):
        assert len({tone_colours(colours, tone) for tone in tones}) == 7
    assert tone_of("") == tone_of("mauve") == "quiet"
