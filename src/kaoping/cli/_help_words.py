"""Help pages in Chinese: the headings, markers and kinds of value that click would write in English."""

import re
from collections.abc import Iterable
from unicodedata import east_asian_width

import click

_HEADINGS = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}
_USAGE = (("[OPTIONS]", "[选项]"), ("COMMAND [ARGS]...", "命令 [参数]..."))
_TEXTS = {"Show this message and exit.": "显示本说明。", "Show the version and exit.": "显示版本号。"}
_KINDS = {
    "TEXT": "文字",
    "INTEGER": "整数",
    "INTEGER RANGE": "整数",
    "FLOAT": "数",
    "FLOAT RANGE": "数",
    "FILE": "文件",
    "DIRECTORY": "文件夹",
    "PATH": "路径",
    "[%Y-%m-%d]": "日期",
}
_KIND = re.compile(f" ({'|'.join(map(re.escape, sorted(_KINDS, key=len, reverse=True)))})$")
_MARKERS = re.compile(r"  \[([^][]*)\]$")  # [default: 300; x>=1], [required]
_PIECE = re.compile(r"(?:\[[^]]*]|[（《“‘]*(?:[!-~]+|.))[，。；：、！？）》”’]*\s*")  # not to be torn
_MARKED = (("required", "必填"), ("default: ", "默认："))


class HelpFormatter(click.HelpFormatter):
    """Writes click's help pages with Chinese headings, markers and kinds of value."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line of usage."""
        super().write_usage(prog, usage_words(args), "用法：" if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        self.write(f"{'':>{self.current_indent}}{_HEADINGS.get(heading, heading)}：\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs, wrapped by how wide they stand on the screen."""
        indent = " " * self.current_indent
        paragraphs = ["".join(each.splitlines()) for each in text.split("\n\n")]
        lines = [wrapped(each, self.width - self.current_indent) for each in paragraphs]
        self.write("\n\n".join("\n".join(indent + line for line in each) for each in lines) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write a list of options or commands, the second column beginning at one place on the screen."""
        said = [(kind_words(term), text_words(text)) for term, text in rows]
        start = min(max((screen_width(term) for term, _ in said), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for term, text in said:
            lines = wrapped(text, self.width - self.current_indent - start) if text else [""]
            fits = screen_width(term) + col_spacing <= start
            head = term + " " * (start - screen_width(term)) + lines.pop(0) if fits else term
            self.write(
                "\n".join([f"{indent}{head}".rstrip(), *(f"{indent}{' ' * start}{line}" for line in lines)]) + "\n"
            )


class HelpContext(click.Context):
    """A context whose help pages are in Chinese."""

    formatter_class = HelpFormatter


def in_chinese(command: click.Command) -> click.Command:
    """Give a command and all below it help pages in Chinese; return it."""
    command.context_class = HelpContext
    for child in command.commands.values() if isinstance(command, click.Group) else ():
        in_chinese(child)
    return command


def usage_words(usage: str) -> str:
    """Return the arguments of a usage line with click's own words in Chinese."""
    for word, chinese in _USAGE:
        usage = usage.replace(word, chinese)
    return usage


def kind_words(term: str) -> str:
    """Return `--pace FLOAT RANGE` as `--pace 数`."""
    return _KIND.sub(lambda match: f" {_KINDS[match[1]]}", term)


def text_words(text: str) -> str:
    """Return the text of an option with its markers (default, range, required) in Chinese."""
    return _MARKERS.sub(_marker, _TEXTS.get(text, text))


def _marker(match: re.Match[str]) -> str:
    said = match[1].replace("; ", "；")
    for word, chinese in _MARKED:
        said = said.replace(word, chinese)
    return f"  [{said}]"


def screen_width(text: str) -> int:
    """Return how many places a text takes on the screen: Chinese signs take two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines of at most `width` places; what must not be torn stays whole where it fits."""
    lines, line = [], ""
    for piece in _PIECE.findall(text):
        if line and screen_width(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines
