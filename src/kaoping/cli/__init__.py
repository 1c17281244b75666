"""The command line: one file per command, found by folder; thin, and imported only when called."""

import importlib
import pkgutil
import sys

import click

from kaoping import __version__
from kaoping.cli._help_words import HelpContext, in_chinese
from kaoping.cli._usage_words import usage_message
from kaoping.model.errors import InputError, KaopingError, system_reason

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class CommandFolder(click.Group):
    """A group whose commands are the modules of this folder, each with a `command`."""

    context_class = HelpContext

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(info.name.replace("_", "-") for info in pkgutil.iter_modules(__path__) if info.name[0] != "_")

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{__name__}.{cmd_name.replace('-', '_')}")
        return in_chinese(module.command)


@click.group(cls=CommandFolder, context_settings=CONTEXT)
@click.version_option(__version__, prog_name="kaoping", message="%(prog)s %(version)s")
def cli() -> None:
    """考评：政府网站考评系统。按方案巡检网站、发现问题、计分排名、生成通报。"""


def main() -> None:
    """Run the command line; a known error becomes its message and an exit code, never a traceback."""
    try:
        cli(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        _stop("已中断。同一命令再运行一次，会从中断处继续。", 130)
    except click.ClickException as error:
        _stop(usage_message(error), 2)
    except KaopingError as error:
        _stop(f"错误：{error}", 2 if isinstance(error, InputError) else 1)
    except OSError as error:
        where = f"{error.filename}：" if error.filename else ""
        why = system_reason(error)
        _stop(f"错误：{where}读写失败（{why}）。请检查路径、权限和磁盘空间，再运行同一命令。", 1)


def _stop(message: str, code: int) -> None:
    click.echo(message, err=True)
    sys.exit(code)
