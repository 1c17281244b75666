"""Changes between two schemes as an official reads them."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from kaoping.reports.difference_headings import FIELDS, HEADINGS
from kaoping.reports.difference_outline import difference_json, outline
from kaoping.schemes.difference import Comparison, compare
from kaoping.schemes.loader import LIBRARY, load_scheme
from kaoping.schemes.model import (
    Adjustment,
    Conversion,
    Grade,
    Measure,
    Node,
    Parameter,
    Part,
    Sample,
    Total,
    Veto,
)

SUQIAN = (LIBRARY / "suqian-2022.yaml").read_text(encoding="utf-8")
EVERYTHING = Path(__file__).parents[1] / "schemes" / "data" / "everything.yaml"


def compared(tmp_path: Path, *changes: tuple[str, str], text: str = SUQIAN) -> Comparison:
    """A scheme with itself after replacements."""
    for old, _ in changes:
        assert text.count(old) == 1, old
    old_path, path = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old_path.write_text(text, encoding="utf-8")
    for old, new in changes:
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return compare(load_scheme(old_path), load_scheme(path))


WEBSITE, CONTENT, WHOLE = "政府网站年度评测", "市政府门户网站内容保障考评", "全方案"


@pytest.mark.parametrize(
    ("old", "new", "part", "heading", "said"),
    [
        (
            "points: 15\n",
            "points: 10\n",
            WEBSITE,
            "分值与权重",
            "“内容更新”：15分 → 10分〔附件2 一 / 发布解读 / 内容更新〕",
        ),
        (
            "{county: 80%, department: 70%}",
            "{county: 75%, department: 70%}",
            WEBSITE,
            "分值与权重",
            "部分“政府网站年度评测”的权重，县区（功能区）：80% → 75%〔附件2 一〕",
        ),
        (
            "limit: 5\n",
            "limit: none\n",
            WEBSITE,
            "分值与权重",
            "加减分“加分情形”的上限：5分 → 不设上限〔附件2 一 / 加分情形〕",
        ),
        (
            "0.5 per home_dead_links",
            "1 per home_dead_links",
            WEBSITE,
            "计分规则",
            "“可用性”"
            "〔附件2 一 / 功能应用 / 可用性〕"
            "\n改为：“首页打不开或错误的链接数”每有1处，扣0.5分 → "
            "“首页打不开或错误的链接数”每有1处，扣1分",
        ),
        (
            "[1 per overdue_consultations, 1 per overdue_complaints]",
            "[1 per overdue_complaints]",
            WEBSITE,
            "计分规则",
            "“办理答复”〔附件2 一 / 互动交流 / 办理答复〕\n取消：“超过1个工作日答复的咨询类留言数”每有1条，扣1分",
        ),
        (
            "ratio: {of: reported, target: $baseline}",
            "benchmark: {of: reported, within: group}",
            CONTENT,
            "计分规则",
            "“信息报送”"
            "〔附件2 二 / 信息报送〕"
            "\n原：“信息报送条数”÷（县、区为1200；市各功能区为360；"
            "市级部门第一档为240；市级部门第二档为120）×本项分值，达到或超过的得满分"
            "\n现：标杆法：“信息报送条数”÷同组单位最高值×本项分值",
        ),
        (
            "zero_if: [login_not_unified]\n",
            "zero_if: [login_not_unified, messages_all_hidden]\n",
            WEBSITE,
            "计分规则",
            "“统一登录”的不得分的条件"
            "〔附件2 一 / 互动交流 / 统一登录〕"
            "\n原：“互动交流、在线办事栏目的注册登录未统一”"
            "\n现：“互动交流、在线办事栏目的注册登录未统一”，或“咨询建言类栏目对所有网民留言都未公开”",
        ),
        (
            "if: city_harmed\n    then: zero",
            "if: city_harmed\n    then: {fixed: 59}",
            WHOLE,
            "单项否决",
            "单项否决“对全市工作造成负面影响”的后果：考核不得分 → 考核按59分计〔附件2 一 / 减分情形 2〕",
        ),
        (
            "{district: 1200,",
            "{district: 1500,",
            CONTENT,
            "测评值与参数",
            "参数“baseline”的取值，县、区：1200 → 1500（用于信息报送）〔附件2 二〕",
        ),
        (
            "window: 1y, title: 超过5个",
            "window: 6mo, title: 超过5个",
            WEBSITE,
            "测评值与参数",
            "测评值“超过5个工作日答复的投诉类留言数”的期限：1年 → 6个月（用于办理答复）",
        ),
        (
            "n: 2, if_none: zero, clause: 附件2 一 / 表格样表",
            "n: 3, if_none: zero, clause: 附件2 一 / 表格样表",
            WEBSITE,
            "测评值与参数",
            "抽样“form_guides”的个数：2 → 3（用于表格样表）〔附件2 一 / 表格样表〕",
        ),
        (
            "            text: 按每季度通报得分乘以5%累计计算",
            "            text: 按每季度通报得分累计计算",
            WEBSITE,
            "文字与测评方式",
            "“市级检查”的评分细则：按每季度通报得分乘以5%累计计算 → 按每季度通报得分累计计算"
            "〔附件2 一 / 日常监管 / 市级检查〕",
        ),
        (
            "rank: {by: points}",
            "grades: [{title: 优秀, from: 90}]",
            WHOLE,
            "合成、排名与等次",
            "新增等次“优秀”：90分起",
        ),
        ("id: suqian-2022\n", 'id: suqian-2022\nedition: "2023"\n', WHOLE, "方案", "版次：2022-03-04 → 2023"),
    ],
)
def test_a_change_is_said_in_its_place(tmp_path: Path, old: str, new: str, part: str, heading: str, said: str) -> None:
    told = list(outline(compared(tmp_path, (old, new))))
    assert (part, heading, (said,)) in told
    assert len(told) == 1


def test_another_id_for_the_same_indicator_is_pointed_out(tmp_path: Path) -> None:
    comparison = compared(tmp_path, ("- id: unified-login", "- id: single-login"))
    (_, heading, (added,)), (_, other, (removed,)) = outline(comparison)
    assert (heading, other) == ("新增", "取消")
    assert added.startswith("新增指标“统一登录”〔附件2 一 / 互动交流 / 统一登录〕：1分，")
    assert added.endswith("（与取消的“unified-login”同名：如是同一指标，编号应保持不变）")
    assert removed.startswith("取消指标“统一登录”")


def test_what_only_an_added_indicator_reads_is_not_told_apart(tmp_path: Path) -> None:
    line = "      - {id: extra, title: 附加, points: 1, text: 附加, deduct: [1 per extra_faults]}\n"
    comparison = compared(
        tmp_path,
        ("measures:\n", "measures:\n  extra_faults: {ask: 附加, kind: count}\n"),
        ("      - id: supervision\n", f"{line}      - id: supervision\n"),
    )
    assert [(heading, len(lines)) for _, heading, lines in outline(comparison)] == [("新增", 1)]
    subjects = [change["subject"] for change in difference_json(comparison)["changes"]]
    assert subjects == ["indicator", "measure"]


@pytest.mark.parametrize("turned", [False, True])
def test_everything_there_is_can_be_said(turned: bool) -> None:
    pair = load_scheme(EVERYTHING), load_scheme("suqian-2022")
    comparison = compare(*(reversed(pair) if turned else pair))
    told = list(outline(comparison))
    assert {heading for _, heading, _ in told} <= set(HEADINGS)
    for line in (line for _, _, lines in told for line in lines):
        assert not re.search(r"None|True|False|Decimal|\(\)|：，|（）", line), line
    said = json.loads(json.dumps(difference_json(comparison), ensure_ascii=False))
    assert len(said["changes"]) == len(comparison.changes)


EDITS = [
    ("points: 20\n        draw: {children: 2", "points: 30\n        draw: {children: 3"),
    ("draw: {children: 2, per: unit}", "draw: {children: 2, per: cycle}"),
    ("when_not_applicable: rescale", "when_not_applicable: full"),
    ("except: [no_services]", "except: [urban]"),
    ("entry: base > 80", "entry: base >= 80"),
    ("rank: {by: rate}", "rank: {by: points}"),
    ("no_site: fail", "no_site: list"),
    ("round: {places: 1, mode: truncate}", "round: {places: 2, mode: truncate}"),
    ("subtract: [external], ", ""),
    ("floor: none, ", ""),
    ("open: 留待本年度方案", "open: 另行规定"),
    ("{title: 优秀, from: 90}", "{title: 优秀, from: 85}"),
    ("to: 20, title: 折合20分", "to: 30, title: 折合20分"),
    ("muyang: [清单甲, 清单乙]", "muyang: [清单甲]"),
    ("scope: 门户网站", "scope: 全部网站"),
    ("kind: bonus, limit: 5", "kind: penalty, limit: 5"),
    ("count: items}", "count: faults}"),
    ("when: period}", "when: point}"),
    ("sites: subtree, combine: max", "sites: own, combine: max"),
    ("from: both, bodies: towns, combine: mean", "from: subordinates, bodies: towns, combine: min"),
    ("every: {month: 2}", "every: {month: 3}"),
    ("ratio: {of: drills, target: $limit, over: true}", "indicators: [{id: sub, title: 子, points: 5, text: 子}]"),
    ("财政局: [清单甲]", "财政局: [清单丙]"),
    ("by: quarter, kind: number}", "by: month, kind: number}"),
    ("[10 if drills >= 4, 5 if drills >= 1]", "[5 if drills >= 1, 10 if drills >= 4]"),
    ("below_zero: true", "below_zero: false"),
    ("then: [fail, {bar: 优秀}]", "then: [fail, {label: 优秀}]"),
    ("title: 乙, if: drawn = 0", "title: 乙, if: drawn = 1"),
    ("per: dead + stale, points: $limit", "per: dead + stale, points: 2"),
    ("cap: 3, clause: 一 2", "cap: 3, clause: 一 3"),
]


@pytest.mark.parametrize(("old", "new"), EDITS)
def test_every_kind_of_change_has_words(tmp_path: Path, old: str, new: str) -> None:
    comparison = compared(tmp_path, (old, new), text=EVERYTHING.read_text(encoding="utf-8"))
    told = [line for _, _, lines in outline(comparison) for line in lines]
    assert told
    for line in told:
        assert not re.search(r"None|True|False|Decimal|\(\)|：，|（）|： →|→ $", line), line
        assert not re.search(r"\b(rescale|full|subtree|own|penalty|quarter|month|period|faults|both|by|per)\b", line), (
            line
        )


STRUCTURE = {"nodes", "children", "vetoes", "adjust", "place", "path", "name"}


def test_every_field_that_can_change_has_a_name() -> None:
    compared_ = (Part, Node, Veto, Adjustment, Parameter, Measure, Sample, Total, Grade, Conversion)
    names = {field.name for thing in compared_ for field in fields(thing)}
    assert names - STRUCTURE - set(FIELDS) == set()
