"""A column while its meaning is being decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from crm_desktop.exchange.columns.fields import Target
from crm_desktop.exchange.columns.shapes import Shape, shape_of, spread

if TYPE_CHECKING:
    from crm_desktop.exchange.columns.mapping import Why


class Column:
    """A column under work: header, sample values, and the shape of the values, worked out when first asked."""

    def __init__(self, index: int, header: str, values: Sequence[Any], region: str) -> None:
        self.index = index
        self.header = header
        self.values = spread(values)
        self.region = region
        self.target: Target | None = None
        self.confidence = 0.0
        self.why: Why = "unknown"
        self._shape: Shape | None = None

    @property
    def shape(self) -> Shape:
        """The looks of the sample values."""
        if self._shape is None:
            self._shape = shape_of(self.values)
        return self._shape

    @property
    def field(self) -> str:
        """The field's id, '' while nothing is decided."""
        return self.target.field if self.target else ""

    @property
    def label(self) -> str:
        """The label decided on, '' for none."""
        return self.target.label if self.target else ""

    def become(self, target: str | Target, why: Why, confidence: float) -> None:
        """Decide, or decide anew."""
        self.target = Target.parse(target) if isinstance(target, str) else target
        self.why, self.confidence = why, confidence

    def disown(self, why: Why = "unknown", confidence: float = 0.5) -> None:
        """Keep the column as an own field under its header."""
        self.become(Target("own", " ".join(self.header.split())), why, confidence)
