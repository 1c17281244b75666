"""与上次相比: who went up and down since the earlier assessment, in words and as a table."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kaoping.reports.bulletin.blocks import Attachment, Block, Heading, Paragraph, Table
from kaoping.reports.comparison import Change, Comparison, compare
from kaoping.reports.dossier import Dossier
from kaoping.reports.figures import NONE, fixed_text, joined, mean
from kaoping.reports.score_words import by_rate, score_words
from kaoping.schemes.model import Scheme

MOST = 10  # units named of one kind
TITLE = "与上次考评比较"


def changes(dossier: Dossier) -> list[Block]:
    """Return the blocks of the section; none where no earlier results were given."""
    comparison = compare(dossier)
    if comparison is None:
        return []
    scheme = dossier.view.scheme
    blocks: list[Block] = [Heading("（三）与上次相比", 2), Paragraph(_opening(comparison, scheme))]
    for one in comparison.groups:
        said = "；".join(_moves(one.changes, scheme))
        if said:
            blocks.append(Paragraph(f"{said}。", f"{one.group.title}。"))
    return [*blocks, *(Paragraph(text) for text in _left_out(comparison))]


def change_attachment(dossier: Dossier) -> Attachment | None:
    """Return the table of all units then and now; None where there is nothing to compare."""
    comparison = compare(dossier)
    shown = [one for one in comparison.groups if one.changes] if comparison else []
    if comparison is None or not shown:
        return None
    blocks: list[Block] = []
    for one in shown:
        blocks += [Heading(one.group.title, 2)] if len(shown) > 1 else []
        blocks.append(_table(one.changes, dossier.view.scheme, scored=comparison.alike))
    return Attachment(TITLE, blocks)


def climb_text(climbed: int) -> str:
    """Return how many places a unit went up or down."""
    if climbed == 0:
        return NONE
    return f"{'上升' if climbed > 0 else '下降'}{abs(climbed)}"


def _opening(comparison: Comparison, scheme: Scheme) -> str:
    points = "得分率" if by_rate(scheme) else score_words(scheme).points
    day = comparison.previous.as_of
    said = f"上次考评的监测时间点为{day.year}年{day.month}月{day.day}日。"
    if comparison.alike:
        return f"{said}两次使用同一方案，比较名次和{points}。"
    return f"{said}{comparison.why}，{points}不可比，只比较名次。"


def _moves(found: Sequence[Change], scheme: Scheme) -> Iterator[str]:
    up = sorted((one for one in found if one.climbed > 0), key=lambda one: -one.climbed)
    down = sorted((one for one in found if one.climbed < 0), key=lambda one: one.climbed)
    for verb, moved in (("上升", up), ("下降", down)):
        if moved:
            yield f"名次{verb}的{len(moved)}个：{joined((_named(one, scheme) for one in moved), most=MOST)}"
    same = [one.unit.name for one in found if not one.climbed]
    if same:
        yield f"名次不变的{len(same)}个：{joined(same, most=MOST)}"
    then = [one.then for one in found if one.then is not None]
    now = [one.now for one in found if one.now is not None]
    if len(found) > 1 and len(then) == len(now) == len(found):
        word, unit = _measured(scheme)
        before, after = _figure(mean(then, 6), scheme), _figure(mean(now, 6), scheme)
        yield f"这{len(found)}个单位的平均{word}由{before}{unit}变为{after}{unit}"


def _named(one: Change, scheme: Scheme) -> str:
    said = f"由第{one.before.rank}名{'升' if one.climbed > 0 else '降'}至第{one.unit.rank}名"
    return f"{one.unit.name}（{said}{_gain(one.gained, scheme)}）"


def _gain(gained: Decimal | None, scheme: Scheme) -> str:
    if gained is None:
        return ""
    word = _measured(scheme)[0]
    if not gained:
        return f"，{word}不变"
    unit = "个百分点" if by_rate(scheme) else "分"
    return f"，{word}{'增加' if gained > 0 else '减少'}{_figure(abs(gained), scheme)}{unit}"


def _measured(scheme: Scheme) -> tuple[str, str]:
    return ("得分率", "%") if by_rate(scheme) else (score_words(scheme).points, "分")


def _left_out(comparison: Comparison) -> Iterator[str]:
    by_reason: dict[str, list[str]] = {}
    for one in comparison.groups:
        for name, reason in one.left_out:
            by_reason.setdefault(reason, []).append(name)
    said = [f"{reason}的{len(names)}个：{joined(names, most=MOST)}" for reason, names in by_reason.items()]
    if said:
        yield f"不作比较的单位：{'；'.join(said)}。"
    if comparison.gone:
        yield f"上次有结果、本次没有的{len(comparison.gone)}个：{joined(comparison.gone, most=MOST)}。"


def _table(found: Sequence[Change], scheme: Scheme, *, scored: bool) -> Table:
    word, unit = _measured(scheme)
    unit = "（%）" if unit == "%" else ""
    head = ["单位", "上次名次", "本次名次", "名次变化"]
    head += [f"上次{word}{unit}", f"本次{word}{unit}", f"{word}变化"] if scored else []
    rows = []
    for one in found:
        row = [one.unit.name, str(one.before.rank), str(one.unit.rank), climb_text(one.climbed)]
        row += [_figure(one.then, scheme), _figure(one.now, scheme), _signed(one.gained, scheme)] if scored else []
        rows.append(row)
    widths = [4.0, 2.0, 2.0, 2.2, *([2.4, 2.4, 2.4] if scored else [])]
    return Table(head, rows, widths, frozenset(range(4, len(head))), frozenset({1, 2, 3}))


def _signed(gained: Decimal | None, scheme: Scheme) -> str:
    return f"{'+' if gained is not None and gained > 0 else ''}{_figure(gained, scheme)}"


def _figure(value: Decimal | None, scheme: Scheme) -> str:
    """A rate with two decimals, a total with those of the scheme."""
    return fixed_text(value, 2 if by_rate(scheme) else scheme.total.round.places)
