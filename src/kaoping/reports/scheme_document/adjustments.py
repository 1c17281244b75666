"""加分、减分: a table of indicators whose caption says the limit and whose notes say the conditions of entering."""

from collections.abc import Iterator, Sequence

from kaoping.reports.scheme_document.audience import Audience, speaker_for
from kaoping.reports.scheme_document.indicator_table import Layout, indicator_table
from kaoping.reports.scheme_document.points import points_text
from kaoping.reports.scheme_document.tables import Table
from kaoping.schemes.model import Adjustment, Open

UNBOUNDED = "不设上限"


def adjustment_tables(adjustments: Sequence[Adjustment], audience: Audience, of: str = "") -> Iterator[Table]:
    """Yield a table for each of some adjustments; `of` is the part they belong to."""
    for one in adjustments:
        verb = "减" if one.kind == "penalty" else "加"
        limit = f"{verb}分{UNBOUNDED}"
        if isinstance(one.limit, Open):
            limit = f"{verb}分上限【{one.limit.reason}】"
        elif one.limit is not None:
            points = points_text(one.limit, audience)
            limit = f"累计最多{verb}{points.inline}{points.mark}"
        layout = Layout(audience, "减" if one.kind == "penalty" else "扣", unbounded=UNBOUNDED)
        caption = f"{of}{one.title}（{limit}）"
        yield indicator_table(caption, one.nodes, layout, tuple(_notes(one, audience)))


def _notes(one: Adjustment, audience: Audience) -> Iterator[str]:
    if one.entry is not None:
        yield f"进入条件：{speaker_for(audience).say(one.entry)}。"
    if one.clause:
        yield f"依据条款：{one.clause}。"
