"""Codes, rules and reasons are all said in Chinese words."""

import ast
import re
from pathlib import Path

import pytest

import kaoping
from kaoping.crawl import reasons
from kaoping.model.outcomes import Fault, Outcome, PageKind
from kaoping.model.roster import RosterUnit
from kaoping.reports.expression_words import Speaker
from kaoping.reports.reasons import REASONS, reason_text
from kaoping.reports.rule_words import node_rule_text
from kaoping.reports.wording import (
    fault_name,
    full_width,
    kind_name,
    outcome_name,
    params_text,
    value_text,
    values_text,
)
from kaoping.schemes.expression_parser import parse_expression
from kaoping.schemes.loader import library_ids, load_scheme
from tests.reports.sample import SCHEME

CODE = re.compile(r"[a-z]+(?:[-_][a-z0-9]+)*")
SAYING = {"check_not_measured": 0, "check_not_applicable": 0}
LIBRARY = Path(kaoping.__file__).parent / "checks" / "library"


def reason_codes(tree: ast.AST) -> set[str]:
    """Codes that a check says: `reason=` arguments and what is said of the whole check."""
    found = set()
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            wanted = [word.value for word in call.keywords if word.arg == "reason"]
            name = getattr(call.func, "id", "")
            wanted += call.args[SAYING[name] : SAYING[name] + 1] if name in SAYING else []
            found |= {node.value for each in wanted for node in ast.walk(each) if isinstance(node, ast.Constant)}
    return {code for code in found if isinstance(code, str) and CODE.fullmatch(code)}


def test_every_reason_of_the_crawl_has_a_sentence() -> None:
    codes = {value for name, value in vars(reasons).items() if name.isupper() and isinstance(value, str)}
    assert len(codes) > 30
    assert codes - set(REASONS) == set()


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("[a-z]*.py")), ids=lambda path: path.stem)
def test_every_reason_of_the_checks_has_a_sentence(path: Path) -> None:
    assert reason_codes(ast.parse(path.read_text(encoding="utf-8"))) - set(REASONS) == set()


def test_reasons_said_by_a_check_are_found() -> None:
    tree = ast.parse("fail('x', reason='stale' if a else 'far-future')\ncheck_not_measured('no-pages', Fault.SITE)")
    assert reason_codes(tree) == {"stale", "far-future", "no-pages"}


def test_sentences_are_chinese_and_unknown_codes_are_shown() -> None:
    assert [code for code, text in REASONS.items() if code and not re.search("[\u4e00-\u9fff]", text)] == []
    assert reason_text("never-heard-of") == "never-heard-of"
    assert reason_text("check-error: ValueError") == "检查程序出错，未能判定（ValueError）"
    assert reason_text("no-pages；home-not-opened") == "没有读到任何页面；首页打不开"


def test_every_outcome_fault_and_place_has_a_name() -> None:
    for name, codes in ((outcome_name, Outcome), (fault_name, Fault), (kind_name, PageKind)):
        for code in codes:
            assert re.search("[\u4e00-\u9fff]", name(code.value)), code


def test_values_are_said_by_their_names() -> None:
    assert (
        values_text({"kind": "news", "latest": None, "pages": list("abcde")})
        == "类别：动态要闻；所在页面：a、b、c 等 5 个"
    )
    assert value_text("link", "zones") == "链接文字"
    assert value_text("phone", "title") == "phone"
    assert value_text(False) == "否"
    assert (
        params_text({"kinds": ("news", "policy"), "days": 14, "level": ()})
        == "期限（天）：14；栏目类别：动态要闻、政策文件"
    )


def test_punctuation_beside_chinese_becomes_full_width() -> None:
    assert full_width("得分:10,按(A)计;http://a.example/") == "得分：10，按（A）计；http://a.example/"


def speakers(name: str | Path) -> list[Speaker]:
    """One speaker per group and class of a scheme."""
    scheme = load_scheme(name)
    classes = [(group, one) for one, (group, _) in scheme.classes.items()] or [(group, "") for group in scheme.groups]
    return [Speaker(scheme, RosterUnit("u", "单位", group, one)) for group, one in classes]


@pytest.mark.parametrize("name", [*library_ids(), SCHEME])
def test_every_rule_of_every_scheme_can_be_said(name: str | Path) -> None:
    for speaker in speakers(name):
        leaves = [node for node in speaker.scheme.nodes() if not node.children]
        for said in (node_rule_text(leaf, speaker) for leaf in leaves):
            assert said.endswith("。")
            assert "$" not in said
            assert not re.search(r"[a-z]+_[a-z]+", said), said


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("surveys_held >= 6 and surveys_answered", "“开展调查征集的次数”达到6且“公开反馈结果”"),
        ("not surveys_answered", "“公开反馈结果”为否"),
        ("surveys_held > 0", "“开展调查征集的次数”不为0"),
        ("age(updated) > 3mo", "“数据最近更新日期”距监测时间点超过3个月"),
        ("min(quarter_score) < 60", "“季度通报得分”各期最小值小于60"),
        ("count_where(quarter_score < 60)", "各期中“季度通报得分”小于60的期数"),
        ("open_share >= 80%", "“应公开事项的公开率”达到80%"),
        ("updated > 2022-06-30", "“数据最近更新日期”超过2022-06-30"),
        ("group = county or surveys_held = 0", "分类为县区或“开展调查征集的次数”为0"),
        ("(surveys_held + reported) * 2 > 10", "(“开展调查征集的次数”＋“信息报送条数”)×2超过10"),
    ],
)
def test_expressions_are_said_in_words(expression: str, words: str) -> None:
    speaker = Speaker(load_scheme(SCHEME), RosterUnit("u", "单位", "county", "district"))
    assert speaker.say(parse_expression(expression)) == words
