"""Help pages are in Chinese throughout, stand in columns on the screen, and keep to its width."""

import re
import sys
from collections.abc import Iterator

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping.cli import cli, main
from kaoping.cli._help_words import HelpContext, kind_words, screen_width, text_words, wrapped

ENGLISH = re.compile(
    r"Usage|Options:|Commands:|Arguments:|Show th|\[OPTIONS|COMMAND|\[ARGS|required|default|RANGE|TEXT|INTEGER"
)


def contexts(context: click.Context) -> Iterator[click.Context]:
    """The context of a command and of all below it."""
    yield context
    command = context.command
    if not isinstance(command, click.Group):
        return
    for name in command.list_commands(context):
        child = command.get_command(context, name)
        assert child is not None
        yield from contexts(child.context_class(child, info_name=name, parent=context))


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    top = HelpContext(cli, info_name="kaoping", terminal_width=90, help_option_names=["-h", "--help"])
    return {context.command_path: context.get_help() for context in contexts(top)}


def test_every_command_has_a_page(pages: dict[str, str]) -> None:
    assert {"kaoping", "kaoping assess", "kaoping schemes render", "kaoping marks template"} <= set(pages)


def test_no_word_of_click_is_left_in_english(pages: dict[str, str]) -> None:
    assert {path: found for path, page in pages.items() if (found := ENGLISH.findall(page))} == {}
    assert all(page.startswith("用法：kaoping") and "选项：\n" in page for page in pages.values())


def test_no_line_is_wider_than_the_screen(pages: dict[str, str]) -> None:
    lines = [line for page in pages.values() for line in page.splitlines()]
    assert [line for line in lines if screen_width(line) > 90] == []


def test_the_second_column_begins_at_one_place(pages: dict[str, str]) -> None:
    options = pages["kaoping inspect"].partition("选项：\n")[2].splitlines()
    starts = {screen_width(match[0]) for line in options if (match := re.match(r"  -.*?  +(?=\S)", line))}
    assert len(starts) == 1


@pytest.mark.parametrize(
    ("term", "chinese"),
    [
        ("--pace FLOAT RANGE", "--pace 数"),
        ("--as-of [%Y-%m-%d]", "--as-of 日期"),
        ("--group GROUP", "--group GROUP"),
        ("--json", "--json"),
    ],
)
def test_kinds_of_value(term: str, chinese: str) -> None:
    assert kind_words(term) == chinese


def test_markers_behind_a_text() -> None:
    assert text_words("页数。  [default: 300; x>=1]") == "页数。  [默认：300；x>=1]"
    assert text_words("目录。  [required]") == "目录。  [必填]"
    assert text_words("写成 [default] 的形式") == "写成 [default] 的形式"


@given(st.text("甲乙，。（）“”ab1 -.", max_size=80), st.integers(20, 60))
def test_wrapping_loses_nothing_and_fits(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(screen_width(line) <= width or len(line.split()) == 1 for line in lines)


def test_a_line_is_not_begun_by_a_stop_nor_ended_by_an_opening_bracket() -> None:
    assert wrapped("一二三，四五（六）", 6) == ["一二", "三，四", "五", "（六）"]


def test_without_a_command_the_help_is_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["kaoping"])
    with pytest.raises(SystemExit) as stop:
        main()
    said = capsys.readouterr().err
    assert (stop.value.code, said[:10]) == (2, "用法：kaoping")
    assert "错误" not in said
