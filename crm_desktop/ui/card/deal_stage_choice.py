"""The stage of a deal as a field: those that go with its state, pipeline by pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.services import deal_stages
from crm_desktop.ui import text_deals
from crm_desktop.ui.card.entry_choice import EntryChoice
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from crm_desktop.kinds import DealState
    from crm_desktop.services.base import Store


class DealStageChoice(EntryChoice):
    """Offers the stages of one state; the pipeline stands beside the stage where there are several."""

    def __init__(self, store: Store) -> None:
        super().__init__("deal_stage", tr("Stage"), [])
        self._stages = deal_stages.stages(store)

    def show_stage(self, stage_id: bytes | None, state: DealState) -> None:
        """Offer the stages of a state and choose one: this, else the first of its pipeline."""
        standing = next((stage for stage in self._stages if stage.id == stage_id), None)
        offered = [stage for stage in self._stages if stage.role is state]
        several = len({stage.pipeline for stage in self._stages}) > 1
        self.start_anew([])
        for stage in offered:
            word = text_deals.stage(stage)
            self.offer(stage.id, f"{text_deals.pipeline(stage.pipeline)}: {word}" if several else word)
        pipeline = standing.pipeline if standing else None
        chosen = next((stage.id for stage in offered if stage.id == stage_id), None) or next(
            (stage.id for stage in offered if stage.pipeline == pipeline), None
        )
        self.choose(chosen)

    def value(self) -> bytes | None:
        """The stage chosen; None where the state has none."""
        return self._values[self.currentIndex()] if self._values else None
