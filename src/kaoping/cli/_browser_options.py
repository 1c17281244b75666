"""Options of the commands that may send a browser to pages."""

import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])
_PAGES = 3


def browser_options(function: F) -> F:
    """Add the browser's options to a command; `build_browse_options` turns them into BrowseOptions."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def build_browse_options(values: dict[str, Any]) -> Any:
    """Return BrowseOptions from the option values that `browser_options` added, and say so where there is no browser.

    Without `--browser` no browser is sent, whatever the other options say.
    """
    from kaoping.browse.chromium import NoBrowserError, find_chromium
    from kaoping.browse.contract import BrowseOptions
    from kaoping.reports.reasons import reason_text

    wanted, pages = values.pop("browser"), values.pop("browser_pages")
    program, no_sandbox = values.pop("browser_program"), values.pop("browser_no_sandbox")
    options = BrowseOptions(pages if wanted else 0, program or "", no_sandbox)
    if options.enabled:
        try:
            find_chromium(options, os.environ)
        except NoBrowserError as error:
            click.echo(
                f"提示：{reason_text(str(error))}。其他检测照常进行，需要浏览器的检查项记为“未能检测”。", err=True
            )
    return options


_OPTIONS = (
    click.option(
        "--browser", is_flag=True, help="用 Chromium 浏览器查看首页和抽取的页面：无障碍规则、手机显示、浮动窗口。"
    ),
    click.option(
        "--browser-pages",
        type=click.IntRange(1, 50),
        default=_PAGES,
        show_default=True,
        help="除首页外，用浏览器查看几个栏目页、几个内容页。",
    ),
    click.option("--browser-program", metavar="PATH", help="Chromium 程序；默认找 KAOPING_CHROMIUM 和系统路径。"),
    click.option("--browser-no-sandbox", is_flag=True, help="关闭浏览器自己的沙箱（以 root 运行时才需要，防护减弱）。"),
)
