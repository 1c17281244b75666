"""What stands around the tables of indicators: the units, how samples are drawn, parameters, checklists by unit."""

import re
from collections.abc import Iterator
from decimal import Decimal

from kaoping.reports.expression_words import duration_text
from kaoping.reports.figures import number_text, plain
from kaoping.reports.scheme_document.audience import Audience, speaker_for
from kaoping.reports.scheme_document.listed_table import listed_table
from kaoping.reports.scheme_document.tables import Section, Table
from kaoping.reports.wording import code_names
from kaoping.schemes.expressions import Duration
from kaoping.schemes.linter.notes import CERTAIN
from kaoping.schemes.model import ByKey, Parameter, ParamRef, Quantity, Sample

_APPENDIX = re.compile("(?:附件[0-9]*[：:、\\s]+)?(?P<mark>附[录件][0-9]*)(?:$|[：:、\\s]+(?P<title>.*))", re.DOTALL)
_EVERY = {"month": "每月", "quarter": "每季度", "year": "每年"}
_FROM = {"self": "本单位", "subordinates": "下级机构", "both": "本单位和下级机构"}
_COMBINED = {"mean": "取平均值", "sum": "累计", "min": "取最低值"}
_IF_NONE = {"full": "得满分", "zero": "不得分", "not_applicable": "该项不适用"}


def units(audience: Audience) -> Table | None:
    """Return the list of units that the document names; None where it names none for these groups."""
    scheme = audience.scheme
    groups = {name: name for name in scheme.groups} | {name: group for name, (group, _) in scheme.classes.items()}
    rows = [
        (audience.name(name), str(len(names)), "、".join(names), scheme.unit_clauses.get(name, ""))
        for name, names in scheme.units.items()
        if groups.get(name) in audience.groups
    ]
    return listed_table("考评对象名单", ("类别", "个数", "单位", "依据条款"), rows)


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
    return listed_table("随机抽查办法", ("用于", "抽查数量", "抽查范围", "没有可抽查的对象时", "依据条款"), rows)


def parameters(audience: Audience) -> Table | None:
    """Return the table of parameters, each with its certainty; None where there are none."""
    rows = [
        (one.note or name, parameter_text(one, audience), _limits(one), one.certainty, one.clause, name)
        for name, one in audience.scheme.parameters.items()
    ]
    unsure = frozenset(
        place for place, one in enumerate(audience.scheme.parameters.values()) if one.certainty not in CERTAIN
    )
    return listed_table("参数表", ("参数", "取值", "限度", "确定性", "依据条款", "编号"), rows, unsure)


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


def checklists(audience: Audience) -> Iterator[Section]:
    """Yield one appendix per checklist: unit by unit what is asked of it."""
    scheme = audience.scheme
    for number, (name, asked) in enumerate(scheme.checklists.items(), start=1):
        rows = [(audience.name(unit), _items(items)) for unit, items in asked.items()]
        clause = scheme.checklist_clauses.get(name, "")
        said = _APPENDIX.match(clause)
        mark, title = (said["mark"], said["title"]) if said else (f"附录{number}", clause)
        title = title or "清单"
        table = listed_table(title, ("单位", "内容"), rows)
        if table:
            yield Section(title, (table,), mark)


def _limits(parameter: Parameter) -> str:
    """The bounds that the document sets for whoever chooses the number."""
    least, most = parameter.at_least, parameter.at_most
    said = [f"不低于{_plain(least)}"] if least is not None else []
    return "，".join([*said, *([f"不超过{_plain(most)}"] if most is not None else [])])


def _items(items: tuple[str, ...]) -> str:
    return "；".join(f"{number}. {item}" for number, item in enumerate(items, 1)) if len(items) > 1 else "".join(items)


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
