"""What stands behind the tables: how samples are drawn, the parameters, what is still open, checklists by unit."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kaoping.reports.expression_words import duration_text
from kaoping.reports.figures import number_text, plain
from kaoping.reports.scheme_document.audience import Audience, speaker_for
from kaoping.reports.scheme_document.points import TO_CHECK
from kaoping.reports.scheme_document.tables import Cell, Column, Section, Table
from kaoping.reports.scheme_document.widths import listed_widths
from kaoping.reports.wording import code_names
from kaoping.schemes.expressions import Duration
from kaoping.schemes.linter.notes import CERTAIN
from kaoping.schemes.model import ByKey, Node, Open, Parameter, ParamRef, Part, Quantity, Sample, Share

_APPENDIX = re.compile("(?P<mark>附[录件][0-9]*)(?:$|[：:、\\s]+(?P<title>.*))", re.DOTALL)
_EVERY = {"month": "每月", "quarter": "每季度", "year": "每年"}
_FROM = {"self": "本单位", "subordinates": "下级机构", "both": "本单位和下级机构"}
_COMBINED = {"mean": "取平均值", "sum": "累计", "min": "取最低值"}
_IF_NONE = {"full": "得满分", "zero": "不得分", "not_applicable": "该项不适用"}


def sampling(audience: Audience) -> Table | None:
    """Return the table of samples; None where the scheme draws none."""
    scheme = audience.scheme
    used: dict[str, list[str]] = {}
    for measure in scheme.measures.values():
        if measure.sample:
            used.setdefault(measure.sample.id, []).append(measure.title or measure.name)
    samples = {**scheme.samples, **{m.sample.id: m.sample for m in scheme.measures.values() if m.sample}}
    rows = [
        (
            "；".join(used.get(name, [])),
            _drawn(sample, audience),
            _bodies(sample, audience),
            _IF_NONE[sample.if_none],
            sample.clause,
        )
        for name, sample in samples.items()
    ]
    return _listed("随机抽查办法", ("用于", "抽查数量", "抽查范围", "没有可抽查的对象时", "依据条款"), rows)


def parameters(audience: Audience) -> Table | None:
    """Return the table of parameters, each with its certainty; None where there are none."""
    rows = [
        (one.note or name, parameter_text(one, audience), one.certainty, one.clause, name)
        for name, one in audience.scheme.parameters.items()
    ]
    unsure = frozenset(
        place for place, one in enumerate(audience.scheme.parameters.values()) if one.certainty not in CERTAIN
    )
    return _listed("参数表", ("参数", "取值", "确定性", "依据条款", "编号"), rows, unsure)


def parameter_text(parameter: Parameter, audience: Audience) -> str:
    """Return the value of a parameter in words; one that differs is given for every name it has a number for."""
    value = parameter.value
    if isinstance(value, ByKey):
        return "；".join(f"{audience.name(key)} {_number(inner, audience)}" for key, inner in value.items)
    if isinstance(value, Decimal | ParamRef):
        return _number(value, audience)
    if isinstance(value, Duration):
        return duration_text(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    words = code_names("kinds")
    return "、".join(words.get(word, word) for word in value) if isinstance(value, tuple) else value


def open_items(audience: Audience) -> Table | None:
    """Return what is left open and what must be checked before the scheme is announced; None where nothing is."""
    rows = [*_open_points(audience), *_uncertain(audience)]
    return _listed("待定和待核事项", ("位置", "事项", "情况"), rows, frozenset(range(len(rows))))


def checklists(audience: Audience) -> Iterator[Section]:
    """Yield one appendix per checklist: unit by unit what is asked of it."""
    scheme = audience.scheme
    for number, (name, units) in enumerate(scheme.checklists.items(), start=1):
        rows = [(unit, "\n".join(_items(items))) for unit, items in units.items()]
        clause = scheme.checklist_clauses.get(name, "")
        said = _APPENDIX.match(clause)
        mark, title = (said["mark"], said["title"]) if said else (f"附录{number}", clause)
        title = title or "清单"
        table = _listed(title, ("单位", "内容"), rows)
        if table:
            yield Section(title, (table,), mark)


def _items(items: tuple[str, ...]) -> list[str]:
    return [f"{number}. {item}" for number, item in enumerate(items, 1)] if len(items) > 1 else list(items)


def _drawn(sample: Sample, audience: Audience) -> str:
    speaker = speaker_for(audience)
    said = [] if sample.n is None else [speaker.number(sample.n, _pieces)]
    said += [f"{_EVERY.get(unit, unit)}{speaker.number(n, _pieces)}" for unit, n in sample.every]
    return "；".join(said) or "全部"


def _bodies(sample: Sample, audience: Audience) -> str:
    body = audience.scheme.bodies.get(sample.bodies, sample.bodies)
    where = _FROM[sample.from_].replace("下级机构", body) if body else _FROM[sample.from_]
    return where if sample.from_ == "self" else f"{where}，多个机构的结果{_COMBINED[sample.combine]}"


def _number(quantity: Quantity, audience: Audience) -> str:
    if isinstance(quantity, ParamRef):
        return f"同参数{quantity.name}"
    return speaker_for(audience).number(quantity, _plain)


def _pieces(number: Decimal) -> str:
    return f"{number_text(number, 6)}个"


def _plain(number: Decimal) -> str:
    """A number; one between 0 and 1 also as a percentage, which most of them are."""
    text = number_text(number, 6)
    return f"{text}（即{plain(number * 100)}%）" if 0 < number < 1 else text


def _open_points(audience: Audience) -> Iterator[tuple[str, str, str]]:
    for part in audience.scheme.parts:
        yield from _open_part(part)
    for node in audience.scheme.nodes():
        yield from _open_node(node)
    for conversion in audience.scheme.convert:
        if isinstance(conversion.to, Open):
            yield conversion.title, "折合为多少分", f"【{conversion.to.reason}】"


def _open_part(part: Part) -> Iterator[tuple[str, str, str]]:
    if part.open:
        yield part.title, "指标", f"【{part.open.reason}】"
    if isinstance(part.points, Open):
        yield part.title, "满分", f"【{part.points.reason}】"


def _open_node(node: Node) -> Iterator[tuple[str, str, str]]:
    where = "／".join(node.path)
    missing = {"分值": node.points, "评分细则": node.rule}
    by_reason: dict[str, list[str]] = {}
    for title, value in missing.items():
        if isinstance(value, Open):
            by_reason.setdefault(value.reason, []).append(title)
    for reason, titles in by_reason.items():
        yield where, "、".join(titles), f"【{reason}】"
    for criterion in node.rule.criteria if isinstance(node.rule, Share) else ():
        if isinstance(criterion.rule, Open):
            yield where, f"得分点“{criterion.title}”", f"【{criterion.rule.reason}】"


def _uncertain(audience: Audience) -> Iterator[tuple[str, str, str]]:
    for name, one in audience.scheme.parameters.items():
        if one.certainty not in CERTAIN:
            said = f"{TO_CHECK}确定性为{one.certainty}，使用前须与原件核对" + (f"。{one.note}" if one.note else "")
            yield one.clause or name, f"参数 {name}：{parameter_text(one, audience)}", said


def _listed(
    caption: str, titles: tuple[str, ...], rows: Sequence[tuple[str, ...]], open_: frozenset[int] = frozenset()
) -> Table | None:
    """A numbered list with columns; those that would be empty are left out, rows of `open_` are marked at their end."""
    if not rows:
        return None
    kept = [place for place in range(len(titles)) if any(row[place] for row in rows)]
    widths = listed_widths({titles[place]: [row[place] for row in rows] for place in kept}, 3)
    columns = [Column("序号", 3, centred=True), *(Column(titles[place], widths[titles[place]]) for place in kept)]
    cells = [
        (
            Cell(str(place + 1)),
            *(Cell(row[column], heading=column == 0, open=place in open_ and column == kept[-1]) for column in kept),
        )
        for place, row in enumerate(rows)
    ]
    return Table(caption, columns, cells)
