"""The criterion in words and the rule in numbers say the same kind of thing."""

import re
from collections.abc import Iterator

from kaoping.schemes.linter.report import Report, at
from kaoping.schemes.model import Deduct, Full, Node, Open, Scheme

NOTHING = re.compile(r"不得分")
GAINS = re.compile(r"得\s*\d+(?:\.\d+)?\s*分")


def wording_problems(scheme: Scheme) -> Iterator[Report]:
    """A leaf without clause or text; 不得分 that is not `zero_if`; 得N分 that is not an `award`."""
    for node in scheme.nodes():
        if not node.children:
            yield from _leaf(node)


def _leaf(node: Node) -> Iterator[Report]:
    if not node.text:
        yield at(node, "text", "指标缺少“text”（评分细则）")
    if not node.clause:
        yield at(node, "clause", "指标缺少“clause”（依据条款），可写在部分上由下级继承")
    takes_away = isinstance(node.rule, Deduct | Full)
    if NOTHING.search(node.text) and takes_away and not node.zero_if:
        yield at(node, "wording", "评分细则写了“不得分”，请用 zero_if 表示", "warning")
    if GAINS.search(node.text) and takes_away and not isinstance(node.rule, Open):
        yield at(node, "wording", "评分细则写了“得…分”，请用 award 表示", "warning")
