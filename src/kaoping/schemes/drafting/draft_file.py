"""Writes a draft as a scheme file that reads like the document: each indicator below the words it was read from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from kaoping.schemes.drafting.automatic import propose_check
from kaoping.schemes.drafting.draft_model import DraftAdjustment, DraftNode, DraftPart, DraftScheme, DraftVeto
from kaoping.schemes.drafting.drafted import (
    Asked,
    Award,
    Benchmark,
    Carry,
    Confidence,
    Deduct,
    Full,
    Line,
    Manual,
    Open,
    Panel,
    Portion,
    Ratio,
    Reading,
    Rule,
    Share,
    Timed,
)
from kaoping.schemes.drafting.identifiers import Identifiers
from kaoping.schemes.expression_text import format_number

_PLAIN = re.compile(r"[\u4e00-\u9fff《“〔A-Za-z（][^:#\[\]{},&*!|>'\"%@`\n]*")
_WORDS = ("true", "false", "yes", "no", "null", "none", "on", "off")


def quoted(text: str) -> str:
    """A text as a YAML scalar, in quotes where it needs them."""
    plain = _PLAIN.fullmatch(text) and text == text.strip() and text.lower() not in _WORDS and not text.isascii()
    if plain and text.isprintable():
        return text
    return f'"{"".join(_escaped(each) for each in text)}"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    return character if character.isprintable() else f"\\U{ord(character):08x}"


@dataclass(slots=True)
class _Measures:
    """Names the measures of a draft and keeps them in the order of the indicators."""

    lines: list[str] = field(default_factory=list)
    samples: dict[tuple[str, int], str] = field(default_factory=dict)
    names: Identifiers = field(default_factory=Identifiers)
    node: DraftNode | None = None
    number: int = 0
    method: str = ""

    def begin(self, node: DraftNode) -> None:
        self.node, self.number = node, 0
        self.method = node.texts.get("method", "").split("、")[0]

    def add(self, asked: Asked) -> str:
        """Declare a measure and return its name."""
        assert self.node is not None
        if self.number == 0:
            self.lines.append(f"  # {' / '.join(self.node.path[1:])}")
        self.number += 1
        question = asked.question or f"{self.node.title}：第{self.number}个测评值（原文没有读到条件，请补写）"
        check = propose_check(question, asked.kind, self.node.title)
        if check:
            self.lines.append(f"  # 可改为自动检测：{{{check}}}")
        parts = [f"ask: {quoted(question)}", f"kind: {asked.kind}"]
        parts += [f"method: {self.method}"] if self.method else []
        parts += [f"by: {asked.by}"] if asked.by else []
        parts += ["count: items"] if asked.items else []
        parts += [f"sample: {self._sample(asked.sample)}"] if asked.sample else []
        return self._declare(f"{self.node.id}_{self.number}", parts)

    def veto(self, veto: DraftVeto) -> str:
        return self._declare(f"{veto.id}_1", [f"ask: {quoted(veto.asked.question)}", "kind: bool"])

    def _declare(self, title: str, parts: list[str]) -> str:
        name = title.replace("-", "_")
        name = name if name[0].isalpha() else f"m{name}"
        self.lines.append(f"  {name}: {{{', '.join(parts)}}}")
        return name

    def _sample(self, sample: tuple[str, int]) -> str:
        if sample not in self.samples:
            self.samples[sample] = self.names.claim(f"抽{sample[1]}{sample[0]}")
        return self.samples[sample]


def write_draft(draft: DraftScheme) -> str:
    """Return the text of the draft's scheme file."""
    writer = _Writer(draft)
    parts = [line for part in draft.parts for line in writer.part(part)]
    parts += writer.whole()
    lines = [*_head(draft), *writer.declared(), "parts:", *parts, *_total(draft)]
    return "\n".join(lines) + "\n"


def _head(draft: DraftScheme) -> Iterator[str]:
    leaves = [leaf for _, _, leaf in draft.leaves()]
    count = {each: sum(1 for leaf in leaves if leaf.reading and leaf.reading.confidence is each) for each in Confidence}
    yield f"# 考评方案草稿，由“{draft.source}”导入：{len(leaves)}个末级指标。逐条核对后再使用。"
    levels = "、".join(f"{each.title}{count[each]}个" for each in reversed(Confidence))
    yield f"# 计分规则的把握：{levels}。搜索“把握：低”“把握：中”，先看这些。"
    yield "# 每个末级指标上方的注释是原文；text 是转成简体、全角标点的评分细则。核对后可删去注释。"
    yield "# 测评值都先写成由人回答（ask）；标了“可改为自动检测”的，核对参数后可换成那样写。"
    yield f"id: {draft.id}"
    yield f"title: {quoted(draft.title)}"
    basis = [f"document: {quoted(draft.number or draft.title)}"]
    basis += [f"issued: {draft.issued}"] if draft.issued else []
    basis += [f"by: {quoted(draft.by)}"] if draft.by else []
    yield f"basis: {{{', '.join(basis)}}}"
    yield f"groups: {{{', '.join(f'{name}: {quoted(title)}' for name, title in draft.groups.items())}}}"
    yield ""


def _total(draft: DraftScheme) -> Iterator[str]:
    yield ""
    if draft.weighted:
        yield "total: {combine: weighted, round: {places: 2, mode: half_up}}"
    else:
        yield "total: {combine: sum, round: {places: 2, mode: half_up}}"
    yield "rank: {by: points}"


class _Writer:
    def __init__(self, draft: DraftScheme) -> None:
        self.draft = draft
        self.measures = _Measures()

    def declared(self) -> Iterator[str]:
        if self.measures.samples:
            yield "samples:"
            for (what, count), name in self.measures.samples.items():
                yield f"  {name}: {{of: {quoted(what)}, n: {count}}}"
            yield ""
        if self.measures.lines:
            yield "measures:"
            yield from self.measures.lines
            yield ""

    # ---- parts ---------------------------------------------------------------------------------------------------

    def part(self, part: DraftPart) -> Iterator[str]:
        yield f"  # {part.place}起"
        yield f"  - id: {part.id}"
        yield f"    title: {quoted(part.title)}"
        yield f"    clause: {quoted(part.title)}"
        if part.group:
            yield f"    applies_to: [{part.group}]"
        if part.weight:
            yield f"    weight: {_weight(part.weight)}"
        yield "    points: " + (format_number(part.points) if part.points is not None else "{open: 原文没有写全分值}")
        if part.ceiling is not None:
            yield f"    ceiling: {format_number(part.ceiling)}"
        yield from self._vetoes([veto for veto in part.vetoes if not veto.whole], "    ")
        if part.nodes:
            yield "    indicators:"
            for node in part.nodes:
                yield from self._node(node, "      ")
        else:
            yield "    open: 没有读到指标"
        if part.adjust:
            yield "    adjust:"
            for adjustment in part.adjust:
                yield from self._adjustment(adjustment)

    def whole(self) -> Iterator[str]:
        """The vetoes that end the whole assessment."""
        vetoes = [veto for part in self.draft.parts for veto in part.vetoes if veto.whole]
        yield from ["", *self._vetoes(vetoes, "")] if vetoes else []

    def _vetoes(self, vetoes: list[DraftVeto], indent: str) -> Iterator[str]:
        if vetoes:
            yield f"{indent}vetoes:"
        for veto in vetoes:
            yield f"{indent}  # {veto.place}"
            yield f"{indent}  - id: {veto.id}"
            yield f"{indent}    title: {quoted(veto.title)}"
            yield f"{indent}    if: {self.measures.veto(veto)}"
            yield f"{indent}    then: {veto.then}"

    def _adjustment(self, adjustment: DraftAdjustment) -> Iterator[str]:
        yield f"      - id: {adjustment.id}"
        yield f"        title: {quoted(adjustment.title)}"
        yield f"        kind: {adjustment.kind}"
        yield f"        limit: {format_number(adjustment.limit) if adjustment.limit is not None else 'none'}"
        yield "        indicators:"
        for node in adjustment.nodes:
            yield from self._node(node, "          ", limited=adjustment.limit is not None)

    # ---- indicators ----------------------------------------------------------------------------------------------

    def _node(self, node: DraftNode, indent: str, limited: bool = True) -> Iterator[str]:
        if node.reading is not None:
            yield from _comments(node, indent)
        yield f"{indent}- id: {node.id}"
        yield f"{indent}  title: {quoted(node.title)}"
        if node.points is not None:
            yield f"{indent}  points: {format_number(node.points)}"
        elif node.reading is not None and limited:
            yield f"{indent}  points: {{open: {quoted('；'.join(node.remarks) or '原文没有分值')}}}"
        if node.children and node.texts.get("text"):
            yield f"{indent}  text: {quoted(node.texts['text'])}"
        if node.drawn:
            yield f"{indent}  draw: {{children: {node.drawn}, per: cycle}}"
        if node.reading is not None:
            yield from (f"{indent}  {line}" for line in self._leaf(node, node.reading))
        if node.children:
            yield f"{indent}  indicators:"
            for child in node.children:
                yield from self._node(child, indent + "    ", limited)

    def _leaf(self, node: DraftNode, reading: Reading) -> Iterator[str]:
        self.measures.begin(node)
        for key in ("text", "basis", "scope", "materials", "note"):
            if node.texts.get(key):
                yield f"{key}: {quoted(node.texts[key])}"
        methods = [each for each in node.texts.get("method", "").split("、") if each]
        if methods:
            yield f"method: {methods[0]}" if len(methods) == 1 else f"method: [{', '.join(methods)}]"
        yield from self._zero_if(reading.zero_if)
        yield from self._rule(reading.rule)

    def _zero_if(self, zero_if: tuple[Asked, ...]) -> Iterator[str]:
        if zero_if:
            yield f"zero_if: [{', '.join(self.measures.add(asked) for asked in zero_if)}]"

    def _rule(self, rule: Rule) -> Iterator[str]:
        match rule:
            case Deduct(lines):
                yield "deduct:"
                yield from (f"  - {self._line(line)}" for line in lines)
            case Award(mode, entries):
                yield "award:"
                yield f"  {mode}:"
                for entry in entries:
                    yield from self._entry(entry)
            case Share(portions):
                yield "share:"
                for place, portion in enumerate(portions, 1):
                    yield from (f"  {line}" for line in self._portion(portion, place))
            case _:
                yield self._short_rule(rule)

    def _short_rule(self, rule: Rule) -> str:
        """Rules that take one line."""
        match rule:
            case Benchmark(of):
                return f"benchmark: {{of: {self.measures.add(of)}, within: group}}"
            case Ratio(of, target):
                return f"ratio: {{of: {self.measures.add(of)}, target: {self.measures.add(target)}}}"
            case Carry(of, factor):
                return f"carry: {{of: {self.measures.add(of)}, factor: {factor}}}"
            case Timed(of, only_if, within):
                condition = f"only_if: {self.measures.add(only_if)}, " if only_if else ""
                limits = ", ".join(f"{limit}: {percent}" for limit, percent in within)
                return f"timed: {{of: {self.measures.add(of)}, {condition}within: {{{limits}}}}}"
            case Panel():
                return "panel: {scale: 100}"
            case Open(reason):
                return f"open: {quoted(reason)}"
            case Full():
                return "full: true"
            case Manual() | _:
                return "manual: true"

    def _entry(self, entry: tuple[Line, ...]) -> Iterator[str]:
        if len(entry) == 1:
            yield f"    - {self._line(entry[0])}"
            return
        yield "    - tiers:"
        yield from (f"        - {self._line(line)}" for line in entry)

    def _line(self, line: Line) -> str:
        word, name = "per" if line.per else "if", self.measures.add(line.asked)
        if not line.cap:
            return f"{line.amount} {word} {name}"
        amount = f"percent: {line.amount[:-1]}" if line.amount.endswith("%") else f"points: {line.amount}"
        return f"{{{word}: {name}, {amount}, cap: {line.cap}}}"

    def _portion(self, portion: Portion, place: int) -> Iterator[str]:
        assert self.measures.node is not None
        yield f"- id: {self.draft.ids.claim(f'{self.measures.node.id}-d{place}')}"
        yield f"  percent: {format_number(portion.percent)}%"
        yield f"  title: {quoted(portion.title)}"
        yield from (f"  {line}" for line in self._zero_if(portion.zero_if))
        if isinstance(portion.how, Asked):
            yield f"  of: {self.measures.add(portion.how)}"
        else:
            yield from (f"  {line}" for line in self._rule(portion.how))


def _weight(weight: dict[str, Decimal]) -> str:
    shares = {group: f"{format_number(share)}%" for group, share in weight.items()}
    return shares[""] if "" in shares else f"{{{', '.join(f'{group}: {share}' for group, share in shares.items())}}}"


def _comments(node: DraftNode, indent: str) -> Iterator[str]:
    assert node.reading is not None
    yield f"{indent}# {node.place}"
    for heading, text in node.original:
        yield f"{indent}# {heading}：{_printable(text)}"
    reasons = "；".join(dict.fromkeys([*node.reading.reasons, *node.remarks]))
    yield f"{indent}# 把握：{node.reading.confidence.title}{f'（{reasons}）' if reasons else ''}"


def _printable(text: str) -> str:
    return "".join(each if each.isprintable() else " " for each in text)
