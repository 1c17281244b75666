"""Rules that are one sentence: 按每季度通报得分乘以5%累计计算, 得分=(积分÷同类单位最高积分)×70分."""

import re

from kaoping.schemes.drafting.consequences import stripped
from kaoping.schemes.drafting.drafted import Asked, Benchmark, Carry, Ratio, Reading
from kaoping.schemes.drafting.plain_text import for_display

_PERIODS = {"季": "quarter", "月": "month", "年": "year"}
_CARRY = re.compile(
    r"按?(?P<of>(?:每|各)?(?P<period>季|月|年)(?:度)?[^,;。]{0,20}?(?:得分|成绩|分数))[^,;。]{0,6}?(?:乘以|乘|×|\*|x|按)(?P<factor>\d+(?:\.\d+)?%)"
)
_FORMULA = re.compile(r"=\s*\(?(?P<of>[^÷/()=]{2,30})[÷/](?P<to>[^÷/()=]{2,30})\)?\s*[×xX*]\s*\d+(?:\.\d+)?分?")
_BEST = re.compile(r"最高")


def read_whole(text: str) -> Reading | None:
    """Read a criterion that is a sum over periods or a formula, None when it is neither."""
    carried = _CARRY.search(text)
    if carried:
        by = _PERIODS[carried["period"]]
        return Reading(Carry(Asked(for_display(carried["of"]), "number", by=by), carried["factor"]))
    formula = _FORMULA.search(text)
    if formula is None:
        return None
    of = Asked(for_display(stripped(formula["of"])), "number")
    if _BEST.search(formula["to"]):
        return Reading(Benchmark(of))
    return Reading(Ratio(of, Asked(for_display(stripped(formula["to"])), "number")))
