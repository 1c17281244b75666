"""Word lists are read whole with every problem told, and find wordings only where these are wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping.facts.page.wording import MAX_HITS, wordings
from kaoping.facts.word_lists import Entry, WordList, WordLists, parse_word_list, shipped_lists

HEAD = "#编号,our-list\n#名称,本单位词库\n#用途,错误表述\n#版本,1\n#日期,2026-01-02\n#语言,zh-Hans\n#来源,本单位\n"
COLUMNS = "等级,类别,词语,建议,例外,引文,说明\n"


def lists(*entries: Entry) -> WordLists:
    return WordLists([WordList("x", "x", "wrong", "1", "2026-01-01", "zh-Hans", "x", entries)])


def said(words: WordLists, text: str) -> list[str]:
    return [entry.wording for _, entry, _, _ in words.find(text.encode())]


def test_a_list_is_read() -> None:
    found, problems = parse_word_list(f"{HEAD}{COLUMNS}一般,错别字,甲乙|丙丁,戊己,大甲乙|丙丁人,查,注\n", "x.csv")
    assert problems == ()
    assert found is not None
    assert (found.id, found.use, found.version) == ("our-list", "wrong", "1")
    first, second = found.entries
    assert first == Entry("甲乙", "戊己", "common", "错别字", ("大甲乙",), True, "注", 9)
    assert second.fine_in == ("丙丁人",)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (f"{HEAD}{COLUMNS}很严重,错别字,甲乙,丙\n", 9, "等级“很严重”不对"),
        (f"{HEAD}{COLUMNS}一般,错字,甲乙,丙\n", 9, "类别“错字”不对"),
        (f"{HEAD}{COLUMNS}一般,错别字,,丙\n", 9, "没有写词语"),
        (f"{HEAD}{COLUMNS}一般,错别字,甲,丙\n", 9, "太短"),
        (f"{HEAD}{COLUMNS}一般,错别字,甲乙,甲乙\n", 9, "与建议相同"),
        (f"{HEAD}{COLUMNS}一般,错别字,甲乙,丙,甲丙乙\n", 9, "不起作用"),
        (f"{HEAD}{COLUMNS}一般,错别字,甲乙,丙,,也查\n", 9, "引文“也查”不对"),
        (f"{HEAD}{COLUMNS}一般,错别字,甲乙,丙\n疑似,错别字,甲乙,丁\n", 10, "与第 9 行重复"),
        (f"{HEAD}{COLUMNS}一般,错别字,甲乙,丙,,查,注,多\n", 9, "列比表头多"),
        (f"{HEAD}等级,词语\n", 8, "缺少列：类别"),
        (f"{HEAD}等级,类别,词语,正确\n", 8, "没有这些列：正确"),
        (HEAD, None, "没有表头"),
        (f"#编号,X Y\n{COLUMNS}", 1, "编号只能用"),
        (f"#用处,错误表述\n{COLUMNS}", 1, "没有“#用处”"),
        (f"#用途,纠错\n{COLUMNS}", 1, "用途“纠错”不对"),
        (f"#日期,2026-13-01\n{COLUMNS}", 1, "日期“2026-13-01”不对"),
        (f"#编号,x\n{COLUMNS}", 1, "缺少词库说明：#名称、#用途"),
        (f'{HEAD}{COLUMNS}一般,错别字,"甲乙,丙\n', 1, "引号不配对"),
        ("", 1, "缺少词库说明"),
    ],
)
def test_every_slip_is_told_at_its_line(text: str, line: int | None, words: str) -> None:
    found, problems = parse_word_list(text, "x.csv")
    assert found is None
    assert any(words in problem.message and problem.line == line for problem in problems), problems


def test_all_problems_are_told_at_once() -> None:
    _, problems = parse_word_list(f"{HEAD}{COLUMNS}一,错别字,甲乙,丙\n一般,错,丙丁,戊\n", "x.csv")
    assert [problem.line for problem in problems] == [9, 10]


def test_quotations_and_titles() -> None:
    usual, strict = Entry("甲乙", "", "common", "其他"), Entry("丙丁", "", "common", "其他", even_quoted=True)
    words = lists(usual, strict)
    assert said(words, "说甲乙，《论甲乙的书》，“所谓甲乙”。") == ["甲乙"]
    assert said(words, "“前面的引文”甲乙“后面的引文”") == ["甲乙"]
    assert said(words, "《没有写完的甲乙\n》") == ["甲乙"]
    assert said(words, "《论丙丁》") == ["丙丁"]


def test_longer_wordings_excuse_only_where_they_stand() -> None:
    words = lists(Entry("布署", "部署", "common", "错别字", ("宣布署", "布署名")))
    assert said(words, "宣布署名，布署名单，工作布署") == ["布署"]


def test_a_later_list_of_the_same_id_counts() -> None:
    shipped = shipped_lists().lists
    own = WordList(
        shipped[0].id, "t", "wrong", "2", "2026-01-01", "zh-Hans", "s", (Entry("甲乙", "", "common", "其他"),)
    )
    words = WordLists([*shipped, own])
    assert said(words, "布署甲乙") == ["甲乙"]


def test_two_lists_with_one_wording_both_tell() -> None:
    entry = Entry("甲乙", "", "common", "其他")
    first, second = (WordList(name, "t", "wrong", "1", "2026-01-01", "zh", "s", (entry,)) for name in ("a", "b"))
    assert len(list(WordLists([first, second]).find("甲乙".encode()))) == 2


def test_no_entries_find_nothing() -> None:
    assert said(lists(), "甲乙") == []


def test_what_is_shown_of_a_place() -> None:
    words = lists(Entry("布署", "部署", "common", "错别字"))
    (place,) = wordings(words, ("首行\n" + "前" * 60 + "布署" + "后" * 60 + "\n末行").encode())
    assert place.around[place.at : place.at + 2] == "布署"
    assert len(place.around) == 42
    assert "\n" not in place.around
    assert len(wordings(words, "布署。".encode() * 500)) == MAX_HITS


def test_suggestions_of_the_shipped_lists_are_not_wrong_themselves() -> None:
    words = shipped_lists()
    for each in words.lists:
        for entry in each.entries:
            for right in entry.right.split("、"):
                assert [found for found in said(words, right) if found == entry.wording] == [], entry
            for longer in entry.fine_in:
                assert entry.wording not in said(words, longer), entry


@given(st.text(max_size=300), st.binary(max_size=300))
def test_any_text_and_any_bytes_can_be_searched(text: str, raw: bytes) -> None:
    words = shipped_lists()
    for lump in (text.encode("utf-8", "replace"), raw):
        for _, entry, start, end in words.find(lump):
            assert lump[start:end].decode() == entry.wording
        for place in wordings(words, lump):
            assert place.around[place.at :].startswith(place.wording)


@given(st.text(max_size=400))
def test_any_text_is_read_as_a_list_or_refused(text: str) -> None:
    found, problems = parse_word_list(text, "x.csv")
    assert (found is None) == bool(problems)
