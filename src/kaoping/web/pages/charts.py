"""What a chart shows: values of series over labels, for the picture and for the table below it alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.contrib.staticfiles import finders

from kaoping.web.bundling import BUNDLE

Kind = Literal["line", "bar", "stacked", "heat", "radar"]


@dataclass(frozen=True, slots=True)
class Series:
    """One line, set of bars or, in a heat map, row: a value or None (not known) for each label."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Limit:
    """A value that is not to be passed, drawn as a line across."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure with its title; `{% chart … %}` shows it.

    `unit` follows each value (`%`, ` 个`), which has at most `digits` decimals. `least` and `most` fix the axis, else
    it fits the values (bars begin at 0); a radar has an axis for each label. `sideways` lays bars down.
    `links` lead from each label, in the picture (not a radar's) and in the table. `good` says for a heat map whether
    high or low values are the good ones.
    """

    kind: Kind
    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    unit: str = ""
    digits: int = 0
    least: float | None = None
    most: float | None = None
    sideways: bool = False
    limit: Limit | None = None
    links: Sequence[str] = ()
    good: Literal["low", "high"] = "low"

    def __post_init__(self) -> None:
        """Raise ValueError where series or links do not go with the labels."""
        for series in self.series:
            if len(series.values) != len(self.labels):
                raise ValueError(f"{series.name}: {len(series.values)} values for {len(self.labels)} labels")
        if self.links and len(self.links) != len(self.labels):
            raise ValueError(f"{len(self.links)} links for {len(self.labels)} labels")

    @property
    def empty(self) -> bool:
        """Whether nothing is known of anything."""
        return all(value is None for series in self.series for value in series.values)

    def told(self) -> dict[str, Any]:
        """Return what the picture is drawn from."""
        return {
            "kind": self.kind,
            "labels": [str(label) for label in self.labels],
            "series": [{"name": str(each.name), "values": list(each.values)} for each in self.series],
            "unit": str(self.unit),
            "digits": self.digits,
            "least": self.least,
            "most": self.most,
            "sideways": self.sideways,
            "limit": {"name": str(self.limit.name), "value": self.limit.value} if self.limit else None,
            "links": list(self.links),
            "good": self.good,
        }

    def rows(self) -> list[tuple[str, str, list[str]]]:
        """Return the table: label, where it leads (or nothing), and the values in words."""
        links = self.links or [""] * len(self.labels)
        return [
            (str(label), link, [self._in_words(series.values[place]) for series in self.series])
            for place, (label, link) in enumerate(zip(self.labels, links, strict=True))
        ]

    def _in_words(self, value: float | None) -> str:
        if value is None:
            return "–"
        rounded = f"{value:,.{self.digits}f}"
        return f"{rounded.rstrip('0').rstrip('.') if '.' in rounded else rounded}{self.unit}"


def can_draw() -> bool:
    """Whether the bundle that draws is there; without it the table is all that is shown."""
    return finders.find(BUNDLE) is not None
