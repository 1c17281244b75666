"""Options that every command shares that fetches sites."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from kaoping.attachments.contract import MODERATE, AttachmentOptions
from kaoping.crawl.contract import CrawlOptions
from kaoping.gather.contract import GatherOptions

F = TypeVar("F", bound=Callable[..., Any])
_DEFAULT = CrawlOptions()


def crawl_options(function: F) -> F:
    """Add the crawl's options to a command; `build_options` turns them into CrawlOptions."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def build_options(values: dict[str, Any]) -> CrawlOptions:
    """Return CrawlOptions from the option values that `crawl_options` added."""
    canaries = tuple(values["canary"]) or _DEFAULT.canaries
    return CrawlOptions(
        max_pages=values["max_pages"],
        max_seconds=values["max_minutes"] * 60,
        pace=values["pace"],
        timeout=values["timeout"],
        allow_private=tuple(values["allow_private"]),
        connect_to=tuple(values["connect_to"]),
        canaries=canaries,
        respect_robots=not values["ignore_robots"],
        check_offsite=not values["no_offsite"],
        user_agent=values["user_agent"],
        trust=values["trust"],
    )


def build_gather_options(values: dict[str, Any]) -> GatherOptions:
    """Return GatherOptions from the option values that `crawl_options` added."""
    return GatherOptions(enabled=not values["no_availability"], name_server=values["name_server"])


def build_attachment_options(values: dict[str, Any]) -> AttachmentOptions:
    """Return AttachmentOptions from the option values that `crawl_options` added."""
    return AttachmentOptions(files=values["attachments"])


def processes_option(function: F) -> F:
    """Add the number of processes to a command that may inspect many sites."""
    return click.option(
        "--processes",
        type=click.IntRange(1, 256),
        default=None,
        help="用几个进程巡检，一个网站只归一个进程；默认按处理器核数，且每个进程至少 8 个网站。",
    )(function)


_OPTIONS = (
    click.option(
        "--max-pages",
        type=click.IntRange(1),
        default=_DEFAULT.max_pages,
        show_default=True,
        help="每个网站最多抓取的页面数。",
    ),
    click.option(
        "--max-minutes",
        type=click.FloatRange(0),
        default=0,
        help="每个网站最多抓取多少分钟；到时没看到的不计为问题，并写明。默认不限。",
    ),
    click.option(
        "--pace",
        type=click.FloatRange(0, min_open=True),
        default=_DEFAULT.pace,
        show_default=True,
        help="每个来源（主机与端口）每秒请求数上限。",
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(1, 600),
        default=_DEFAULT.timeout,
        show_default=True,
        help="单次请求的时限（秒）。",
    ),
    click.option(
        "--allow-private", multiple=True, metavar="CIDR", help="允许抓取的内网或本机地址段，如 10.0.0.0/8；可重复。"
    ),
    click.option(
        "--connect-to",
        multiple=True,
        metavar="HOST1:PORT1:HOST2:PORT2",
        help="把发往前者的请求送到后者（同 curl）；可重复。",
    ),
    click.option(
        "--trust",
        default="",
        metavar="FILE",
        help="另外信任的根证书（PEM 文件），如本单位自建的证书颁发机构；不写只信任系统里的。",
    ),
    click.option(
        "--name-server",
        default="",
        metavar="ADDRESS[:PORT]",
        help="检查域名解析和 IPv6 时向哪个域名服务器查询；不写用本机的设置。",
    ),
    click.option("--canary", multiple=True, metavar="URL", help="已知正常的网址，用来判断是不是我方断网；可重复。"),
    click.option("--no-offsite", is_flag=True, help="不检查指向站外的链接。"),
    click.option(
        "--no-availability", is_flag=True, help="不查域名解析、HTTPS 证书和跳转、IPv6、首页打开时间（只抓取页面）。"
    ),
    click.option(
        "--attachments",
        type=click.IntRange(0, 1000),
        default=MODERATE.files,
        show_default=True,
        help="每个网站最多下载几个附件来检查（PDF、Word、Excel等）；0 为不下载。",
    ),
    click.option("--ignore-robots", is_flag=True, help="不遵守 robots.txt（仅限获得网站主办单位授权时）。"),
    click.option("--user-agent", default=_DEFAULT.user_agent, help="请求头中的 User-Agent。"),
)
