"""Prints the command reference (docs/cli.md) from the commands themselves: `python -m kaoping.cli._reference`."""

import inspect
import sys
from collections.abc import Iterator

import click

from kaoping.cli import cli
from kaoping.cli._help_words import HelpContext, kind_words

_HEAD = """# 命令参考

本页由 `python -m kaoping.cli._reference` 从程序生成；改了命令之后重新生成即可。

退出码：0 完成；1 运行出错；2 参数或输入文件有误；3 没有一个网站能巡检；130 被中断（同一命令再运行一次会继续）。
"""


def reference() -> str:
    """Return the whole reference as Markdown: one section per command, its arguments and options in a table."""
    context = HelpContext(cli, info_name="kaoping")
    return "\n".join([_HEAD, *_sections(cli, context)]).rstrip() + "\n"


def _sections(command: click.Command, context: click.Context) -> Iterator[str]:
    if command is not cli:
        yield f"## {context.command_path}\n"
        yield f"{inspect.cleandoc(command.help or '')}\n"
        yield f"    {command.get_usage(context).removeprefix('用法：').strip()}\n"
        rows = [row for parameter in command.params if (row := _row(parameter, context))]
        if rows:
            yield "\n".join(["| 参数 | 说明 | 默认 |", "|---|---|---|", *rows]) + "\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None and not child.hidden:
                yield from _sections(child, HelpContext(child, info_name=name, parent=context))


def _row(parameter: click.Parameter, context: click.Context) -> str | None:
    record = parameter.get_help_record(context)
    if record is None:
        return None
    default = parameter.default if isinstance(parameter.default, str | int | float) else None
    shown = "" if default is None or isinstance(default, bool) or callable(default) else str(default)
    help_text = getattr(parameter, "help", None) or ""
    return f"| `{kind_words(record[0])}` | {help_text.replace('|', '/')} | {shown} |"


if __name__ == "__main__":
    sys.stdout.write(reference())
