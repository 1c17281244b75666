"""`extends`, `use`, exclusions, digests and the look-up of numbers."""

from decimal import Decimal
from pathlib import Path

import pytest

from kaoping.model.errors import SchemeError
from kaoping.model.roster import RosterUnit
from kaoping.schemes.expression_text import format_expression
from kaoping.schemes.loader import load_scheme
from kaoping.schemes.model import ByKey, CheckSource, Deduct, ParamRef
from kaoping.schemes.quantities import resolve
from tests.schemes.conftest import BASE, WriteScheme

CHILD = """\
id: base-2025
title: 新年度办法
extends: ./scheme.yaml
parameters:
  target: {value: 9}
measures:
  slow: {title: 超期总数}
  late: {ask: 迟报次数, kind: count}
  good: {remove: true}
parts:
  - id: website
    indicators:
      - {id: links, points: 5, deduct: [1 per late]}
      - {id: surveys, remove: true}
      - {id: fresh, title: 更新, points: 5, text: 人工评定}
"""


def test_extends_lays_one_over_the_other(write: WriteScheme) -> None:
    write()
    scheme = load_scheme(write(text=CHILD, name="child.yaml"))
    assert (scheme.id, scheme.title, scheme.lineage) == ("base-2025", "新年度办法", ("base-2024",))
    assert dict(scheme.groups) == {"county": "县区", "department": "部门"}
    assert [node.id for node in scheme.nodes()] == ["links", "fresh"]
    links = next(scheme.nodes())
    assert isinstance(links.rule, Deduct)
    assert [item.id for item in links.rule.items] == ["links/late"]
    assert (links.points, links.title, links.text) == (Decimal(5), "链接", "每处扣0.5分")
    assert scheme.parameters["target"].value == Decimal(9)
    assert scheme.parameters["target"].clause == "一"
    assert (scheme.measures["slow"].title, scheme.measures["slow"].kind) == ("超期总数", "count")
    assert "good" not in scheme.measures
    assert links.place is not None
    assert links.place.file.endswith("child.yaml")


def test_a_fault_in_the_parent_names_the_parent(write: WriteScheme) -> None:
    write(("points: 4,", "points: x,"))
    child = write(("      - {id: surveys, remove: true}\n", ""), text=CHILD, name="child.yaml")
    with pytest.raises(SchemeError) as caught:
        load_scheme(child)
    assert any(problem.file.endswith("scheme.yaml") and problem.where == "surveys" for problem in caught.value.problems)


def test_circles_are_refused(write: WriteScheme) -> None:
    one = write(text="id: one\ntitle: 一\nextends: ./two.yaml\n", name="one.yaml")
    write(text="id: two\ntitle: 二\nextends: ./one.yaml\n", name="two.yaml")
    with pytest.raises(SchemeError, match="one → two → one"):
        load_scheme(one)
    self_use = BASE.replace("total:", "vetoes: [{id: n, use: ./scheme.yaml/website, then: zero}]\ntotal:")
    with pytest.raises(SchemeError, match="成环"):
        load_scheme(write(text=self_use))


def test_missing_parent(write: WriteScheme) -> None:
    with pytest.raises(SchemeError, match="没有编号为“nowhere”的考评方案"):
        load_scheme(write(text="id: one\ntitle: 一\nextends: nowhere\n"))


SOURCE = """\
id: rules-1
title: 否决指标
groups: {all: 全部}
tags: {free: 免检}
parameters: {limit: {value: 5}, days: {value: 14}, words: {value: [news]}}
samples: {pages: {of: pages, n: $limit}}
measures:
  dead: {check: dead-link, with: {n: $days}}
  old: {check: column-freshness, with: {kinds: $words, days: $days}, take: any, excluding: [dead]}
  seen: {ask: 处数, kind: count, sample: pages}
  below: {check: blank-column, sites: subtree}
parts:
  - id: site
    title: 网站
    points: 10
    indicators: [{id: none, title: 无, points: 10, text: 无, clause: 一, full: true}]
    vetoes:
      - {id: many, title: 太多, if: 'dead >= $limit and not tag("free")', then: fail, clause: 否决1}
      - {id: other, title: 其他, if: old or seen > 3 or below > 3, then: zero, clause: 否决2}
total: {combine: sum}
"""


def test_use_imports_vetoes_with_what_they_read(write: WriteScheme) -> None:
    write(text=SOURCE, name="rules.yaml")
    veto = "vetoes: [{id: nation, use: ./rules.yaml/site, then: [zero, {label: 不合格}], clause: 总}]\n"
    scheme = load_scheme(write(("total:", veto + "total:")))
    many, other = scheme.vetoes
    assert (many.id, many.title, many.clause) == ("nation-many", "太多", "总；否决1")
    assert [consequence.kind for consequence in other.then] == ["zero", "label"]
    assert format_expression(many.condition) == 'rules_1_dead >= $limit and not tag("free")'
    assert scheme.tags["free"] == "免检"
    assert scheme.parameters["limit"].value == Decimal(5)
    imported = scheme.measures["rules_1_dead"]
    assert (imported.sites, imported.combine) == ("own", "max")
    assert imported.source == CheckSource("dead-link", (("n", ParamRef("days")),))
    assert scheme.measures["dead"].sites == "main"
    old = scheme.measures["old"]
    assert (old.sites, old.combine, old.excluding) == ("own", "any", ("rules_1_dead",))
    assert scheme.measures["below"].sites == "subtree"
    assert scheme.measures["seen"].sample is scheme.samples["pages"]
    assert many.place is not None
    assert many.place.file.endswith("scheme.yaml")


def test_use_keeps_consequences_and_takes_sites(write: WriteScheme) -> None:
    write(text=SOURCE, name="rules.yaml")
    scheme = load_scheme(write(("total:", "vetoes: [{id: n, use: ./rules.yaml/site, sites: main}]\ntotal:")))
    assert [veto.then[0].kind for veto in scheme.vetoes] == ["fail", "zero"]
    assert scheme.measures["old"].sites == "main"


@pytest.mark.parametrize(
    ("use", "said"),
    [
        ("rules", "应写成“方案编号/部分编号”"),
        ("./rules.yaml/nothing", "没有部分“nothing”"),
        ("./none.yaml/site", "文件不存在"),
        ("nowhere/site", "没有编号为“nowhere”"),
    ],
)
def test_use_of_what_is_not_there(write: WriteScheme, use: str, said: str) -> None:
    write(text=SOURCE, name="rules.yaml")
    with pytest.raises(SchemeError, match=said):
        load_scheme(write(("total:", f"vetoes: [{{id: n, use: {use}, then: zero}}]\ntotal:")))


def test_faults_of_a_used_scheme_are_said(write: WriteScheme) -> None:
    write(("limit: {value: 5}", "limit: {value: 5x}"), text=SOURCE, name="rules.yaml")
    with pytest.raises(SchemeError, match=r"rules\.yaml:5"):
        load_scheme(write(("total:", "vetoes: [{id: n, use: ./rules.yaml/site}]\ntotal:")))


def test_excluding_others(write: WriteScheme) -> None:
    changes = (
        ("  slow: {ask: 超期件数, kind: count}", "  slow: {check: blank-column, excluding: others}\n  asked: {ask: 件}"),  # noqa: E501
        ("deduct: [0.5 per dead, 1 per slow]", "deduct: [0.5 per dead, 1 per asked]"),
        ("award: {tiers: [4 if held >= $target and good]}", "deduct: [1 per slow]"),
    )  # fmt: skip
    scheme = load_scheme(write(*changes))
    assert scheme.measures["slow"].excluding == ("dead",)
    guarded = (("deduct: [0.5 per dead, 1 per asked]", "zero_if: dead > 3, deduct: [1 per asked]"),)
    assert load_scheme(write(*changes, *guarded)).measures["slow"].excluding == ("dead",)  # 不得分也是扣分
    circular = (("dead: {check: dead-link, where: {page: home}}", "dead: {check: dead-link, excluding: [slow]}"),)
    with pytest.raises(SchemeError, match="成环：dead → slow → dead"):
        load_scheme(write(*changes, *circular))


def unit(**known: object) -> RosterUnit:
    fields: dict[str, object] = {"id": "u", "name": "某单位", "group": "department"}
    return RosterUnit(**(fields | known))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"id": "muyang", "tags": ("urban",)}, 9),
        ({"tags": ("urban",), "site_type": "portal"}, 8),
        ({"site_type": "portal", "class_": "tier1"}, 7),
        ({"class_": "tier1"}, 6),
        ({"group": "county"}, 5),
        ({"class_": "tier2"}, 3),
    ],
)
def test_the_first_matching_key_counts(known: dict[str, object], expected: int) -> None:
    scheme = load_scheme(Path(__file__).with_name("data") / "everything.yaml")
    assert resolve(ParamRef("limit"), unit(**known), scheme) == expected
    assert resolve(Decimal("1.50"), unit(**known), scheme) == Decimal("1.5")


def test_no_matching_key_is_said() -> None:
    scheme = load_scheme("suqian-2022")
    with pytest.raises(SchemeError, match="没有对应的数值"):
        resolve(ParamRef("baseline"), unit(), scheme)
    with pytest.raises(SchemeError, match="不是数值"):
        resolve(ParamRef("kinds"), unit(), load_scheme(Path(__file__).with_name("data") / "everything.yaml"))
    assert resolve(ByKey((("default", ParamRef("survey_target")),)), unit(), scheme) == 3


def test_digest_is_of_the_meaning(write: WriteScheme) -> None:
    first = load_scheme(write())
    moved = load_scheme(
        write(("parts:", "\n\n# Anmerkung\nparts:"), ("0.5 per dead", "0.50  per  dead"), name="b.yaml")
    )
    assert first.digest == moved.digest
    for change in (("points: 6", "points: 7"), ("0.5 per", "0.6 per"), ("达标得4分", "达标"), ("held >=", "held >")):
        assert load_scheme(write(change, name="c.yaml")).digest != first.digest


def test_digest_covers_what_is_imported(write: WriteScheme) -> None:
    write(text=SOURCE, name="rules.yaml")
    user = ("total:", "vetoes: [{id: n, use: ./rules.yaml/site}]\ntotal:")
    before = load_scheme(write(user)).digest
    write(("limit: {value: 5}", "limit: {value: 6}"), text=SOURCE, name="rules.yaml")
    assert load_scheme(write(user)).digest != before
