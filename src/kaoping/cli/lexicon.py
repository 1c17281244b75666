"""`kaoping lexicon`: check and look at word lists (词库) of wrong and sensitive wordings."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kaoping.facts.word_lists import Entry, WordList


@click.group("lexicon", help="词库：检查、列出、查看用来核对表述的词库。")
def command() -> None:
    """Group of the commands about word lists."""


@command.command("lint")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
def lint(files: tuple[Path, ...]) -> None:
    """检查词库文件（CSV）：逐行指出写得不对的地方。退出码：0 没有问题；2 有问题。"""
    from kaoping.runs.inputs.word_lists import read_word_lists

    for each in read_word_lists(files):
        click.echo(f"{each.title}（{each.id}，{each.version}）：{len(each.entries)} 条，没有发现问题。")


@command.command("list")
def list_shipped() -> None:
    """列出程序自带的词库。"""
    from kaoping.facts.word_lists import USES, shipped_lists

    names = {code: name for name, code in USES.items()}
    for each in shipped_lists().lists:
        click.echo(f"{each.id}  {each.version}  {names[each.use]}  {len(each.entries)} 条  {each.title}")


@command.command("show")
@click.argument("which", metavar="FILE")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def show(which: str, as_json: bool) -> None:
    """查看一个词库的全部词条。FILE 是词库文件，或自带词库的编号。"""
    from kaoping.facts.word_lists import GRADES, shipped_lists
    from kaoping.runs.inputs.word_lists import read_word_list

    shipped = {each.id: each for each in shipped_lists().lists}
    words = shipped[which] if which in shipped else read_word_list(Path(which))
    if as_json:
        click.echo(json.dumps(_object(words), ensure_ascii=False, indent=1))
        return
    names = {code: name for name, code in GRADES.items()}
    click.echo(
        f"{words.title}（{words.id}）\n版本 {words.version}，{words.date}，{words.language}\n来源：{words.source}"
    )
    for entry in words.entries:
        click.echo(_line(entry, names[entry.grade]))


def _line(entry: "Entry", grade: str) -> str:
    fine = f"；例外：{'、'.join(entry.fine_in)}" if entry.fine_in else ""
    quoted = "；引文也查" if entry.even_quoted else ""
    note = f"；{entry.note}" if entry.note else ""
    return f"{grade}  {entry.kind}  {entry.wording} → {entry.right or '（无建议）'}{fine}{quoted}{note}"


def _object(words: "WordList") -> dict[str, object]:
    head = ("id", "title", "use", "version", "date", "language", "source", "digest")
    fields = ("wording", "right", "grade", "kind", "fine_in", "even_quoted", "note")
    entries = [{name: getattr(entry, name) for name in fields} for entry in words.entries]
    return {**{name: getattr(words, name) for name in head}, "entries": entries}
