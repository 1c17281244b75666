"""Which indicators decide and how firm ranks are, in words."""

from collections.abc import Sequence
from decimal import Decimal

from kaoping.analysis.contributions import TermKind
from kaoping.analysis.discrimination import Discrimination, Verdict
from kaoping.analysis.influence import GroupInfluence, Influence
from kaoping.analysis.robustness import TOP, Robustness, Share, UnitRobustness
from kaoping.reports.figures import NONE, RANGE, number_text, numbered, plain
from kaoping.reports.trial_words import term_words
from kaoping.reports.unit_words import rank_text
from kaoping.schemes.model import Scheme

FEW = 10  # units of whom shares and correlations say little


def verdict_words(one: Discrimination) -> str:
    """Return how far an indicator tells units apart."""
    if one.verdict is Verdict.NONE and one.rates and one.mean in (0, 1):
        return "全部满分" if one.mean else "全部零分"
    if one.verdict is Verdict.OPEN:
        return "已定的不足两个单位"
    if one.verdict is Verdict.LITTLE and one.alike < one.units and one.units - one.alike <= one.units // 20:
        return f"仅{one.units - one.alike}个单位不同"
    return {Verdict.NONE: "全部相同", Verdict.LITTLE: "差别很小", Verdict.SOME: "有区分"}[one.verdict]


def discrimination_cells(one: Discrimination, scheme: Scheme) -> tuple[str, str, str, str, str]:
    """Return title, verdict, mean, deviation and how many units it was seen for, as they stand in a table."""
    seen = f"{one.units}" if not one.open else f"{one.units}（另{one.open}个未定）"
    title = _told_apart(one.title, one.indicator, scheme)
    return title, verdict_words(one), _figure(one.mean, one.rates), _figure(one.deviation, one.rates), seen


def _told_apart(title: str, indicator: str, scheme: Scheme) -> str:
    """Return the title of an indicator or part, with its id where others of the scheme have the same title."""
    titles = [node.title for node in scheme.nodes()] + [part.title for part in scheme.parts]
    shared = titles.count(title) > 1
    return f"{title}（{indicator}）" if shared else title


def influence_cells(one: Influence, scheme: Scheme) -> tuple[str, str, str, str]:
    """Return title, share of the variance, rank correlation and what leaving it out would do."""
    if one.moved is None:
        without = NONE
    elif one.moved:
        without = f"{one.moved}个单位名次变化，最多{one.farthest}位"
    else:
        without = "名次都不变"
    words = one.title if one.kind is TermKind.INDICATOR else term_words(one.kind, one.title, one.id, scheme)
    title = _told_apart(words, one.id, scheme) if one.kind is TermKind.INDICATOR else words
    return title, percent(one.variance), _two(one.correlation), without


def influence_words(group: GroupInfluence) -> str:
    """Return whom the shares are of, and why there are none where there are none."""
    left_out = [f"被否决的{group.vetoed}个"] if group.vetoed else []
    left_out += [f"总分未定的{group.open}个"] if group.open else []
    said = f"按{group.units}个单位计算" + (f"，不含{'、'.join(left_out)}" if left_out else "")
    if not group.terms:
        return f"{said}；总分没有差别，看不出由什么决定。"
    return f"{said}；单位少，仅供参考。" if group.units < FEW else f"{said}。"


def perturbation_words(found: Robustness) -> str:
    """Return how points and weights were drawn."""
    how = found.perturbation
    below = ""
    if found.pass_mark is not None:
        below = f"；以{plain(found.pass_mark)}分为及格线"
    elif found.graded:
        below = "；以方案的“合格”等次为及格线"
    return (
        f"各级指标分值和各部分权重在上下{percent(how.spread)}内随机变动{how.draws}次"
        f"（随机种子{how.seed}），上级合计不变{below}。"
    )


def robustness_headings(found: Robustness) -> tuple[str, ...]:
    """Return the headings that go with `robustness_cells`."""
    below = () if _no_mark(found) else ("不及格",)
    return "单位", "名次", f"{percent(found.coverage)}的名次区间", "名次不变", "第一", f"前{numbered(TOP)}", *below


def robustness_cells(one: UnitRobustness) -> tuple[str, ...]:
    """Return unit, rank, rank interval, and in what share of the draws it keeps its rank, is first, on top, below."""
    now = one.now
    interval = f"{one.rank_low}" if one.rank_low == one.rank_high else f"{one.rank_low}{RANGE}{one.rank_high}"
    same = NONE if one.same is None else percent(one.same)
    below = () if one.below is None else (share_words(one.below),)
    return now.name, rank_text(now), interval, same, share_words(one.first), share_words(one.top), *below


def robustness_words(units: Sequence[UnitRobustness]) -> str:
    """Return how many ranks of a group are settled, and whose are the least firm."""
    firm = [one for one in units if one.rank_low == one.rank_high]
    said = f"{len(units)}个单位中，{len(firm)}个的名次区间只有一个名次"
    loosest = max(units, key=lambda one: one.rank_high - one.rank_low)
    width = loosest.rank_high - loosest.rank_low
    return f"{said}；区间最宽的是{loosest.now.name}，相差{width}位。" if width else f"{said}。"


def share_words(share: Share) -> str:
    """Return a share of the draws, a range where something is open."""
    low, high = percent(share.low), percent(share.high)
    return low if low == high else f"{low}{RANGE}{high}"


def percent(value: Decimal) -> str:
    """Return a fraction as per cent; what is not quite all or nothing is not written as such."""
    return f"{number_text(value * 100, 2 if 0 < value < Decimal('0.01') or Decimal('0.99') < value < 1 else 1)}%"


def _figure(value: Decimal | None, rates: bool) -> str:
    if value is None:
        return NONE
    return percent(value) if rates else f"{number_text(value)}分"


def _two(value: Decimal | None) -> str:
    return NONE if value is None else number_text(value)


def _no_mark(found: Robustness) -> bool:
    return found.pass_mark is None and not found.graded
