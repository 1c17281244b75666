"""Codes, rules and reasons are all said in Chinese words."""

import ast
import re
from pathlib import Path

import pytest

import kaoping
from kaoping.checks.discovery import all_checks
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
from kaoping.runs.collect import FAILED
from kaoping.schemes.expression_parser import parse_expression
from kaoping.schemes.loader import library_ids, load_scheme
from tests.reports.sample import SCHEME

CODE = re.compile(r"[a-z]+(?:[-_][a-z0-9]+)*")
WHOLE = ("check_not_measured", "check_not_applicable")
SOURCES = Path(kaoping.__file__).parent
LIBRARY = SOURCES / "checks" / "library"


def reason_codes(tree: ast.AST) -> set[str]:
    """Codes that a check says: `reason=` arguments, what is said of the whole check, and what may reach a `reason=`.

    Where a reason is a name, what is assigned to that name, passed for it or returned in the module may be it.
    """
    found, names = set(), set()
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        for word in (word for word in call.keywords if word.arg == "reason"):
            found |= _codes(word.value)
            names |= {node.id for node in ast.walk(word.value) if isinstance(node, ast.Name)}
        if getattr(call.func, "id", "") in WHOLE:
            found |= _codes(call.args[0])
    return found | _reaching(tree, names) if names else found


def _reaching(tree: ast.AST, names: set[str]) -> set[str]:
    found = set()
    takers: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            takers.update((node.name, place) for place, one in enumerate(node.args.args) if one.arg in names)
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id in names for to in node.targets):
            found |= _codes(node.value)
        if isinstance(node, ast.Return) and node.value is not None:
            found |= _codes(node.value)
        if isinstance(node, ast.Lambda):
            found |= _codes(node.body)
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if name in takers:
            place = takers[name] - isinstance(call.func, ast.Attribute)  # a method is not passed itself
            found |= {code for each in call.args[place : place + 1] for code in _codes(each)}
    return found


def _codes(value: ast.expr) -> set[str]:
    """Codes among the constants of an expression; a place in a formatted one stands for every kind of page."""
    if isinstance(value, ast.Constant):
        text = value.value.lstrip("?") if isinstance(value.value, str) else ""
        return {text} if CODE.fullmatch(text) else set()
    if isinstance(value, ast.JoinedStr):
        pieces = [each.value if isinstance(each, ast.Constant) else None for each in value.values]
        return {"".join(kind.value if piece is None else str(piece) for piece in pieces) for kind in PageKind}
    if isinstance(value, ast.IfExp):
        return _codes(value.body) | _codes(value.orelse)
    if isinstance(value, ast.Tuple):
        return {code for each in value.elts for code in _codes(each)}
    return set()


def test_every_reason_of_the_crawl_has_a_sentence() -> None:
    codes = {value for name, value in vars(reasons).items() if name.isupper() and isinstance(value, str)}
    assert len(codes) > 30
    assert codes - set(REASONS) == set()


def test_every_way_a_crawl_stops_and_skips_has_a_sentence() -> None:
    """Assignments to `stopped_because`, counts of `skipped[...]` and the heads of `notes.append(f"head: …")`."""
    stopped, skipped, noted = set(), set(), set()
    for path in sorted((SOURCES / "crawl").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "attr", "") == "stopped_because":
                stopped |= _codes(node.value)
            if isinstance(node, ast.Subscript) and getattr(node.value, "attr", "") == "skipped":
                skipped |= _codes(node.slice)
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("notes.append"):
                noted.add(ast.unparse(node.args[0]).lstrip("f").strip("'\"").partition(":")[0])
    assert {"done", "max_pages", "unreachable"} <= stopped
    assert "max-pages" in skipped
    assert {"root", "robots.txt"} <= noted
    assert {FAILED, *stopped, *skipped, *noted} - set(REASONS) == set()


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("[a-z]*.py")), ids=lambda path: path.stem)
def test_every_reason_of_the_checks_has_a_sentence(path: Path) -> None:
    codes = reason_codes(ast.parse(path.read_text(encoding="utf-8")))
    heads = {code.partition(":")[0] for code in codes}  # what follows a colon is a code of its own (`root: not-found`)
    assert heads - set(REASONS) == set()


def test_reasons_said_by_a_check_are_found() -> None:
    tree = ast.parse(
        "fail('x', reason='stale' if a else 'far-future')\ncheck_not_measured('no-pages', Fault.SITE)\n"
        "check_not_applicable(f'no-{where}-pages')"
    )
    pages = {f"no-{kind}-pages" for kind in PageKind}
    assert reason_codes(tree) == {"stale", "far-future", "no-pages"} | pages
    source = (LIBRARY / "footer_marks.py").read_text(encoding="utf-8")
    assert {"search-entry-only", "malformed", "mark-withdrawn"} <= reason_codes(ast.parse(source))
    source = (LIBRARY / "injected_spam.py").read_text(encoding="utf-8")
    assert {"in-title", "defaced", "few-words"} <= reason_codes(ast.parse(source))


def test_reasons_noted_by_measures_are_said_without_codes() -> None:
    for code in filter(None, REASONS):
        assert reason_text(f"未能测得（{code}）") == f"未能测得（{REASONS[code]}）"
    assert reason_text("未能测得（no-pages）；尚未检查；不适用（no-home-pages）") == (
        "未能测得（没有读到任何页面）；尚未检查；不适用（没有可查的首页）"
    )
    assert reason_text("由张三填报（见附件）") == "由张三填报（见附件）"


def test_notes_of_a_crawl_are_said_without_codes() -> None:
    assert reason_text("root: not-found") == "首页（页面不存在（404或410））"
    assert reason_text("root: 403") == "首页（状态码403）"
    assert reason_text("robots.txt: 5xx") == "网站的robots.txt读不出来，按不允许访问处理（状态码5xx）"


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
    assert params_text({"level": 0, "n": 0}) == "栏目级别：不限；抽查数：0"
    assert params_text({"level": 1}) == "栏目级别：一级栏目"


def test_punctuation_beside_chinese_becomes_full_width() -> None:
    assert full_width("得分:10,按(A)计;http://a.example/") == "得分：10，按（A）计；http://a.example/"


def speakers(name: str | Path) -> list[Speaker]:
    """One speaker per class of a scheme, and per group without classes."""
    scheme = load_scheme(name)
    classes = [(group, one) for one, (group, _) in scheme.classes.items()]
    classes += [(group, "") for group in scheme.groups if group not in {group for group, _ in classes}]
    return [Speaker(scheme, RosterUnit("u", "单位", group, one)) for group, one in classes]


@pytest.mark.parametrize("name", [*library_ids(), SCHEME])
def test_every_rule_of_every_scheme_can_be_said(name: str | Path) -> None:
    for speaker in speakers(name):
        leaves = [node for node in speaker.scheme.nodes() if not node.children]
        for said in (node_rule_text(leaf, speaker) for leaf in leaves):
            assert said.endswith("。")
            assert "$" not in said
            assert not re.search(r"[a-z]+_[a-z]+", said), said


def test_a_share_of_the_points_is_said_without_a_divisor() -> None:
    speaker = speakers("suizhou-disclosure-2023")[0]
    leaf = next(node for node in speaker.scheme.nodes() if node.id == "county-institutions")
    assert node_rule_text(leaf, speaker) == "“抽到的部门公开机构信息达到要求的程度”×本项分值。"


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("surveys_held >= 6 and surveys_answered", "“开展调查征集的次数”达到6且“公开反馈结果”"),
        ("not surveys_answered", "“公开反馈结果”为否"),
        (
            "not (surveys_answered or surveys_held = 0) and (reported > 1 or updated > 2022-06-30)",
            "不是（“公开反馈结果”或“开展调查征集的次数”为0）且（“信息报送条数”超过1或“数据最近更新日期”超过2022-06-30）",
        ),
        ("surveys_held > 0", "“开展调查征集的次数”不为0"),
        ("age(updated) > 3mo", "“数据最近更新日期”距监测时间点超过3个月"),
        ("min(quarter_score) < 60", "“季度通报得分”各期最小值小于60"),
        ("count_where(quarter_score < 60)", "各期中“季度通报得分”小于60的期数"),
        ("open_share >= 80%", "“应公开事项的公开率”达到80%"),
        ("updated > 2022-06-30", "“数据最近更新日期”超过2022-06-30"),
        ("group = county or surveys_held = 0", "分类为县区或“开展调查征集的次数”为0"),
        ("(surveys_held + reported) * 2 > 10", "（“开展调查征集的次数”＋“信息报送条数”）×2超过10"),
    ],
)
def test_expressions_are_said_in_words(expression: str, words: str) -> None:
    speaker = Speaker(load_scheme(SCHEME), RosterUnit("u", "单位", "county", "district"))
    assert speaker.say(parse_expression(expression)) == words


@pytest.mark.parametrize("name", sorted({param.name for each in all_checks().values() for param in each.entry.params}))
def test_every_parameter_of_a_check_has_words(name: str) -> None:
    said = params_text({name: 1})
    assert name not in said
