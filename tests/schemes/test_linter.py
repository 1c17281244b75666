"""Each rule of the linter: a scheme that breaks it is told so, the same scheme unbroken is not."""

from pathlib import Path

import pytest

from kaoping.model.catalogue import Catalogue, CheckEntry, ParamSpec, ProviderEntry
from kaoping.schemes.linter import has_errors, lint
from kaoping.schemes.loader import load_scheme
from tests.schemes.conftest import WriteScheme

LINKS = "deduct: [0.5 per dead, 1 per slow]"
SURVEYS = "award: {tiers: [4 if held >= $target and good]}"
EVERYTHING = Path(__file__).with_name("data") / "everything.yaml"


def check(
    name: str, params: tuple[ParamSpec, ...] = (), values: tuple[str, ...] = (), stage: str = "counted"
) -> CheckEntry:
    return CheckEntry(name, name, "1", params, ("fail",), values, stage, "", "0.1")


CATALOGUE = Catalogue(
    checks={
        "dead-link": check("dead-link", values=("target", "kind")),
        "column-freshness": check(
            "column-freshness", (ParamSpec("kinds", "strs", ()), ParamSpec("days", "int", 14)), ("days",)
        ),
        "old-check": check("old-check", stage="retired"),
        "new-check": check("new-check", (ParamSpec("on", "bool", True),), stage="trial"),
    },
    providers={
        "enquiries.overdue": ProviderEntry("enquiries.overdue", "count", {"kind": ("complaint",)}, ""),
        "enquiries.mock_reply": ProviderEntry("enquiries.mock_reply", "duration", {}, ""),
        "ledger.*": ProviderEntry("ledger.*", "number", {"kind": ()}, ""),
    },
)


def test_the_base_is_clean(write: WriteScheme) -> None:
    assert lint(load_scheme(write()), CATALOGUE) == ()


ERROR, WARNING, NOTE = "error", "warning", "note"
DEAD = "dead: {check: dead-link, where: {page: home}}"
SLOW = "slow: {ask: 超期件数, kind: count}"
TOTAL = "total: {combine: sum}"
PART = "    points: 10\n"
BONUS = "adjust: [{id: extra, title: 加分, kind: bonus, limit: {open: 另定}, clause: 三, text: 另定, %s}]"


@pytest.mark.parametrize(
    ("old", "new", "severity", "code", "where", "said"),
    [
        # sums
        ("points: 6", "points: 5", ERROR, "points-sum", "website", "合计9分，与本级10分不符"),
        ("points: 6", "points: {county: 6, default: 5}", ERROR, "points-sum", "website", "大部门"),
        (PART, "", ERROR, "points", "website", "部分缺少“points”"),
        ("points: 6, ", "", ERROR, "points", "links", "指标缺少“points”"),
        (LINKS, "share: [{percent: 50%, title: 甲, of: dead}, {percent: 40%, title: 乙, of: slow}]", ERROR, "shares", "links", "合计90%"),  # noqa: E501
        (LINKS, "share: [{percent: 100%, title: 甲, deduct: [1 per dead, 1% per slow]}]", ERROR, "shares", "links", "应写百分比"),  # noqa: E501
        (SURVEYS, "award: {tiers: [5 if held >= $target and good]}", ERROR, "award", "surveys", "超过本指标的4分"),
        (SURVEYS, "award: {tiers: [3 if held >= $target and good]}", WARNING, "award", "surveys", "最多只能得3分"),
        (SURVEYS, "award: {sum: [2 if held >= $target, 1 if good]}", WARNING, "award", "surveys", "最多只能得3分"),
        (TOTAL, "total: {combine: weighted}", ERROR, "weights", "website", "缺少“weight”"),
        (PART, PART + "    weight: 80%\n", WARNING, "weights", "website", "权重不起作用"),
        (PART + "    indicators:", PART + "    weight: {county: 80%, default: 100%}\n    indicators:", WARNING, "weights", "website", "不起作用"),  # noqa: E501
        # coverage
        (PART, PART + "    applies_to: [county]\n", ERROR, "groups", "big", "没有任何适用的指标"),
        ("points: 6", "points: {county: 6}", ERROR, "numbers", "links", "分值没有给出：大部门、大部门、四城区"),
        ("county: 6, default: 3", "county: 6", WARNING, "numbers", "target", "小部门"),
        ("text: 每处扣0.5分", "text: 每处扣0.5分, applies_to: [county]", ERROR, "not-applicable", "website", "when_not_applicable"),  # noqa: E501
        ("county: 6, default: 3", "muyang: 7, county: 6, default: 3", NOTE, "unit-names", "target", "按单位编号或名称理解"),  # noqa: E501
        # usage
        ("held: {ask: 开展次数, kind: count}", "held: {ask: 开展次数, kind: count}\n  idle: {ask: 闲}", WARNING, "unused", "idle", "没有指标使用"),  # noqa: E501
        ("  target: {value:", "  idle: {value: 3}\n  target: {value:", WARNING, "unused", "idle", "声明了参数"),
        ("tags: {urban: 四城区}", "tags: {urban: 四城区, rural: 乡}", WARNING, "unused", "rural", "声明了标签"),
        ("measures:\n", "samples: {s: {of: pages, n: 3}}\nmeasures:\n", WARNING, "unused", "s", "声明了抽样"),
        ("measures:\n", "checklists: {c: {units: {muyang: [甲]}}}\nmeasures:\n", WARNING, "unused", "c", "声明了清单"),
        (LINKS, "deduct: [0.5 per dead, 1 if age(slow) > 2mo]", ERROR, "kinds", "slow", "kind: date"),
        (LINKS, "deduct: [0.5 per dead, 1 if slow > 2mo]", ERROR, "kinds", "slow", "kind: duration"),
        (LINKS, "deduct: [0.5 per dead + slow, 1 per good]", WARNING, "kinds", "links", "请写 if"),
        (LINKS, "carry: {of: slow, factor: 5%}", WARNING, "series", "links", "没有写“by”"),
        (LINKS, "deduct: [0.5 per dead, 1 per count_where(slow > 3)]", WARNING, "series", "slow", "写上“by”"),
        # sources
        (DEAD, "dead: {check: dead-lnk}", ERROR, "checks", "dead", "是否想写“dead-link”"),
        (DEAD, "dead: {check: old-check}", WARNING, "checks", "dead", "已停用"),
        (DEAD, "dead: {check: new-check}", WARNING, "checks", "dead", "试用"),
        (DEAD, "dead: {check: new-check, with: {on: 3}}", ERROR, "checks", "dead", "应是bool"),
        (DEAD, "dead: {check: column-freshness, with: {day: 3}}", ERROR, "checks", "dead", "是否想写“days”"),
        (DEAD, "dead: {check: column-freshness, with: {days: 1.5}}", ERROR, "checks", "dead", "应是int"),
        (DEAD, "dead: {check: column-freshness, with: {kinds: [3]}}", ERROR, "checks", "dead", "应是strs"),
        (DEAD, "dead: {check: dead-link, where: {color: red}}", ERROR, "checks", "dead", "没有“color”"),
        (DEAD, "dead: {check: dead-link, take: sum(values.count)}", ERROR, "checks", "dead", "values.count"),
        (SLOW, "slow: {from: enquiries.overdu, kind: count}", ERROR, "providers", "slow", "是否想写“enquiries.overdue”"),  # noqa: E501
        (SLOW, "slow: {from: enquiries.overdue, kind: count, where: {level: 3}}", ERROR, "providers", "slow", "不能按“level”筛选"),  # noqa: E501
        (SLOW, "slow: {from: enquiries.overdue, kind: count, where: {kind: help}}", ERROR, "providers", "slow", "“kind”不能是“help”"),  # noqa: E501
        (SLOW, "slow: {from: enquiries.mock_reply}", WARNING, "providers", "slow", "kind: duration"),
        # thresholds
        (SURVEYS, "award: {tiers: [4 if held >= 3 and good, 1 if held > $target, 2 if held > 9]}", WARNING, "thresholds", "surveys", "分值高于"),  # noqa: E501
        (SURVEYS, "award: {tiers: [4 if held >= $target and good, 2 if held >= 3, 1 if held >= 6]}", ERROR, "thresholds", "surveys", "永远轮不到"),  # noqa: E501
        (SURVEYS, "award: {tiers: [4 if held <= 9, 2 if held <= 3]}", ERROR, "thresholds", "surveys", "永远轮不到"),
        (TOTAL, TOTAL + "\ngrades: [{title: 良好, from: 80}, {title: 优秀, from: 90}]", ERROR, "thresholds", "优秀", "从高到低"),  # noqa: E501
        (LINKS, "timed: {of: slow, within: {5wd: 100%, 1wd: 20%}}", ERROR, "thresholds", "links", "从短到长"),
        (LINKS, "timed: {of: slow, within: {1wd: 20%, 5wd: 50%}}", WARNING, "thresholds", "links", "比例高于"),
        # limits
        ("default: 3}, clause: 一", "default: 3}, at_most: 7, clause: 一", ERROR, "limits", "target", "8超出规定：不超过7（一）"),  # noqa: E501
        ("value: {urban: 8, county: 6, default: 3}", "value: 75%, at_most: 70%", ERROR, "limits", "target", "75%超出规定：不超过70%"),  # noqa: E501
        ("value: {urban: 8, county: 6, default: 3}", "value: 25%, at_least: 30%", ERROR, "limits", "target", "25%超出规定：不低于30%"),  # noqa: E501
        (SURVEYS, "award: {tiers: [4 if held >= 5, 3 if held >= 3, 1 if held >= 6]}", ERROR, "thresholds", "surveys", "“1 if held >= 6”在“4 if held >= 5”之后"),  # noqa: E501
        (SURVEYS, "award: {tiers: [4 if held >= 3, 2 if held > 2 and held <= 3]}", WARNING, "thresholds", "surveys", "范围重叠"),  # noqa: E501
        (SURVEYS, "award: {tiers: [4 if held <= 3, 2 if held >= 3]}", WARNING, "thresholds", "surveys", "范围重叠"),
        (SURVEYS, "award: {tiers: [4 if held >= 1 and held <= 6, 2 if held >= 5]}", WARNING, "thresholds", "surveys", "范围重叠"),  # noqa: E501
        (SURVEYS, "award: {tiers: [4 if held = 2, 2 if held > 1 and held < 3, 1 if held = 2]}", ERROR, "thresholds", "surveys", "“1 if held = 2”在“4 if held = 2”"),  # noqa: E501
        # ranges
        ("points: 6", "points: -6", ERROR, "ranges", "links", "分值不能是负数：-6"),
        ("points: 6", "points: {big: -1, default: 6}", ERROR, "ranges", "links", "分值不能是负数：-1"),
        (LINKS, "deduct: [{per: dead, points: -1}, 1 per slow]", ERROR, "ranges", "links", "不能是负数：-1"),
        (LINKS, "deduct: [150% per dead, 1 per slow]", ERROR, "ranges", "links", "150%应在0到100%之间"),
        (LINKS, "deduct: [{per: dead, points: 1, cap: 120%}, 1 per slow]", ERROR, "ranges", "links", "120%应在0到100%"),
        (LINKS, "share: [{percent: 120%, title: 甲, of: dead}, {percent: -20%, title: 乙, of: slow}]", ERROR, "ranges", "links", "得分点“乙”的占比-20%"),  # noqa: E501
        (LINKS, "timed: {of: slow, within: {1wd: 110%}}", ERROR, "ranges", "links", "110%应在0到100%之间"),
        (LINKS, "carry: {of: slow, factor: 500%}", ERROR, "ranges", "links", "系数500%"),
        (LINKS, "ratio: {of: slow, target: 0}", ERROR, "ranges", "links", "目标0应大于0"),
        (LINKS, "panel: {scale: 0}", ERROR, "ranges", "links", "应大于0，写的是0"),
        (LINKS, "panel: {scale: 10, trim: -1}", ERROR, "ranges", "links", "不能是负数：-1"),
        (PART, PART + "    weight: 80\n", ERROR, "ranges", "website", "权重8000%应在0到100%之间，是否想写80%"),
        (PART, PART + "    ceiling: -1\n", ERROR, "ranges", "website", "封顶不能是负数"),
        ("measures:\n", "samples: {s: {of: pages, n: 2.5}}\nmeasures:\n", ERROR, "ranges", "s", "整数，写的是2.5"),
        ("measures:\n", "samples: {s: {of: pages, every: {month: 0}}}\nmeasures:\n", ERROR, "ranges", "s", "写的是0"),
        (TOTAL, "total: {combine: sum, ceiling: 10, floor: 20}", ERROR, "ranges", "total", "下限20高于封顶10"),
        (TOTAL, TOTAL + "\nconvert: [{from: website, to: 0}]", ERROR, "ranges", "total", "应大于0"),
        (TOTAL, TOTAL + "\ngrades: [{title: 优秀, from: 90}, {title: 优秀, from: 80}]", ERROR, "ranges", "优秀", "写了两次"),  # noqa: E501
        ("value: {urban: 8, county: 6, default: 3}", "value: 3d", ERROR, "kinds", "held", "应是“kind: duration”"),
        # wording
        (", text: 每处扣0.5分", "", ERROR, "text", "links", "缺少“text”"),
        ("    clause: 一\n", "", ERROR, "clause", "links", "缺少“clause”"),
        ("text: 每处扣0.5分", "text: 未开设的不得分", WARNING, "wording", "links", "请用 zero_if"),
        ("text: 每处扣0.5分", "text: 达标得6分", WARNING, "wording", "links", "请用 award"),
        # notes
        ("text: 每处扣0.5分", "text: 每处扣0.5分, note: 含图片", NOTE, "note", "links", "含图片"),
        ("clause: 一}\nmeasures", "clause: 一, certainty: C}\nmeasures", WARNING, "uncertain", "target", "确定性为C"),
        (LINKS, "open: 原文缺失", WARNING, "open", "links", "计分规则空缺：原文缺失"),
        ("points: 6, ", "points: {open: 原文缺失}, ", WARNING, "open", "links", "分值空缺：原文缺失"),
        (TOTAL, "convert: [{from: total, to: {open: 另定}, title: 折算}]", WARNING, "open", "total", "折合为多少分空缺（折算）：另定"),  # noqa: E501
        (TOTAL, BONUS % "deduct: [1 per slow]", WARNING, "open", "extra", "分值空缺：另定"),
        (TOTAL, BONUS % "indicators: [{id: e, title: 甲, points: 2, text: 无, full: true}]", WARNING, "open", "extra", "上限空缺：另定"),  # noqa: E501
    ],
)  # fmt: skip
def test_rule(write: WriteScheme, old: str, new: str, severity: str, code: str, where: str, said: str) -> None:
    found = lint(load_scheme(write((old, new))), CATALOGUE)
    matching = [p for p in found if (p.severity, p.code, p.where) == (severity, code, where) and said in p.message]
    assert matching, [(p.severity, p.code, str(p)) for p in found]


@pytest.mark.parametrize("within", [30, 70, "50"])
def test_numbers_within_their_limits(write: WriteScheme, within: object) -> None:
    path = write(("value: {urban: 8, county: 6, default: 3}", f"value: {within}%, at_least: 30%, at_most: 70%"))
    assert [problem for problem in lint(load_scheme(path), None) if problem.code == "limits"] == []


def test_demands_beside_open_parts_are_no_oversight(write: WriteScheme) -> None:
    open_part = ("total:", "  - {id: more, title: 其他, points: 5, clause: 二, open: 另定}\ntotal:")
    parameters = ("  target: {value:", "  days: {value: 5wd, clause: 三}\n  idle: {value: 3}\n  target: {value:")
    found = {(p.severity, p.where) for p in lint(load_scheme(write(open_part, parameters)), None) if p.code == "unused"}
    assert found == {("note", "days"), ("warning", "idle")}


FINE = (
    "award: {tiers: [4 if held >= 5, 2 if held >= 3 and held < 5, 1 if held >= 1]}",
    "award: {tiers: [4 if held = 0, 2 if held < 3]}",
    "award: {tiers: [4 if held >= 5, 2 if slow <= 9]}",
    "award: {tiers: [4 if held >= 5 and good, 2 if held >= 5]}",
)


@pytest.mark.parametrize("rule", FINE)
def test_tiers_that_are_in_order_are_not_remarked(write: WriteScheme, rule: str) -> None:
    found = lint(load_scheme(write((SURVEYS, rule))), CATALOGUE)
    assert [problem for problem in found if problem.code == "thresholds"] == []


def test_a_weight_that_is_wrong_for_all_is_said_once(write: WriteScheme) -> None:
    found = lint(
        load_scheme(write((PART, PART + "    weight: 90%\n"), (TOTAL, "total: {combine: weighted}"))), CATALOGUE
    )
    assert [problem.code for problem in found if problem.severity == ERROR] == ["weights"]


def test_parameters_samples_and_grades_are_told_with_their_line(write: WriteScheme) -> None:
    path = write(
        ("default: 3}, clause: 一}", "default: 3}, clause: 一, certainty: C}"),
        ("measures:\n", "samples: {s: {of: pages, n: 0}}\nmeasures:\n"),
        (TOTAL, TOTAL + "\ngrades:\n  - {title: 优秀, from: 9}\n  - {title: 良好, from: 9}"),
    )
    lines = path.read_text(encoding="utf-8").splitlines()
    found = {(problem.where, problem.line) for problem in lint(load_scheme(path), CATALOGUE)}
    for where, fragment in (("target", "  target:"), ("s", "samples:"), ("良好", "  - {title: 良好")):
        assert (where, next(n for n, line in enumerate(lines, 1) if fragment in line)) in found


def test_draws(write: WriteScheme) -> None:
    child = "{id: %s, title: 甲, points: %s, text: 人工评定}"
    drawn = "draw: {children: %s}, indicators: [" + ", ".join(child % (f"d{n}", "%s") for n in range(3)) + "]"
    for count, points, said in (
        (2, 3, ""),
        (3, 3, "与本级6分不符"),
        (2, "{county: 2, default: 3}", "与本级6分不符"),
        (4, 1.5, "只有3个"),
    ):
        path = write((LINKS, drawn % (count, points, points, points)))
        messages = [p.message for p in lint(load_scheme(path), None) if p.code in ("points-sum", "draw")]
        assert any(said in message for message in messages) if said else not messages
    unequal = write((LINKS, drawn % (2, 3, 3, 4)))
    assert any("分值应相等" in problem.message for problem in lint(load_scheme(unequal), None))


def test_weights_by_group(write: WriteScheme) -> None:
    parts = "  - {id: other, title: 其他, points: 10, weight: {county: 20%, default: 30%}, clause: 二, open: 待定}\n"
    weight = PART + "    weight: {county: 80%, default: 60%}\n"
    path = write((PART, weight), (TOTAL, parts + "total: {combine: weighted}"))
    messages = [problem.message for problem in lint(load_scheme(path), None) if problem.code == "weights"]
    assert messages
    assert all("合计90%" in message and "县区" not in message for message in messages)


def test_ledgers_are_a_family(write: WriteScheme) -> None:
    path = write((SLOW, "slow: {from: ledger.hotline, kind: count, where: {kind: x}}"))
    assert lint(load_scheme(path), CATALOGUE) == ()


def test_without_a_catalogue_sources_are_not_judged(write: WriteScheme) -> None:
    assert lint(load_scheme(write((DEAD, "dead: {check: whatever}"))), None) == ()


def test_errors_come_first_and_have_places() -> None:
    found = lint(load_scheme(EVERYTHING), CATALOGUE)
    order = [("error", "warning", "note").index(problem.severity) for problem in found]
    assert order == sorted(order)
    assert has_errors(found)
    assert {problem.where for problem in found if problem.code == "open"} == {"shares", "later"}


def test_the_whole_language_has_no_error_of_its_own() -> None:
    assert not has_errors(lint(load_scheme(EVERYTHING), None))


def test_names_that_the_document_does_not_list(write: WriteScheme) -> None:
    """考评对象名单: a unit on it may be named, one that is not is doubtful."""
    units = ("tags:", "units: {county: {clause: 附件1, names: [沭阳县]}}\ntags:")
    keys = ("county: 6, default: 3", "沭阳县: 7, 泗阳县: 8, county: 6, default: 3")
    named = [
        (p.severity, p.where, p.message) for p in lint(load_scheme(write(units, keys)), None) if p.code == "unit-names"
    ]
    assert named == [(WARNING, "target", "“泗阳县”不在考评对象名单中，名册中有这个单位时才起作用")]
