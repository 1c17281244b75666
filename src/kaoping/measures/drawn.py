"""What was drawn for a unit (随机抽查), as the measures that a sample belongs to read it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from kaoping.measures.inputs import Draw
from kaoping.measures.periods import lies_within

NOT_DRAWN = "尚未抽样"
NOTHING_TO_DRAW = "没有可抽查的对象"


class DrawTable:
    """Draws by sample and unit."""

    def __init__(self, draws: Iterable[Draw]) -> None:
        self._draws: dict[tuple[str, str], list[Draw]] = defaultdict(list)
        for draw in draws:
            self._draws[draw.sample, draw.unit].append(draw)

    def of(self, sample: str, unit: str, period: str = "") -> Draw | None:
        """Return what was drawn, or None where nothing has been.

        For a period of a series, the draws within it count, else all; several are put together.
        """
        found = [draw for draw in self._draws.get((sample, unit), ()) if lies_within(draw.period, period)]
        if len(found) < 2:
            return found[0] if found else None
        return replace(
            found[0],
            period=period,
            candidates=_together(draw.candidates for draw in found),
            chosen=_together(draw.chosen for draw in found),
            sites=_together(draw.sites for draw in found),
        )


def _together(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for found in lists for one in found))
