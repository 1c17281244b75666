"""`kaoping probe`: watch whether sites open, for as long as it runs, and tell how they were."""

import json
import shlex
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kaoping.probe.contract import DEFAULT_INTERVAL, ProbeSettings

if TYPE_CHECKING:
    from kaoping.runs.probing import SiteStatus

_DEFAULT = ProbeSettings()
_SERIES = click.argument("directory", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False))
_FIGURES = ("打不开", "用时", "证书")  # visits that failed of all; the median; days until it expires


@click.group()
def probe() -> None:
    """拨测：按间隔持续访问网站首页，记录能否打开。

    怎样判定、怎样保存、怎样用于考评，见说明 docs/probing.md。
    """


command = probe


@probe.command("run")
@click.argument("sites", metavar="SITES.csv|assessment.yaml", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="拨测记录的目录。")
@click.option(
    "--minutes",
    type=click.FloatRange(1, 1440),
    default=DEFAULT_INTERVAL / 60,
    show_default=True,
    help="每隔多少分钟访问一次（表中 minutes 列可逐站指定）。",
)
@click.option(
    "--timeout", type=click.FloatRange(1, 120), default=_DEFAULT.timeout, show_default=True, help="打不开的时限（秒）。"
)
@click.option(
    "--retry-after",
    type=click.FloatRange(0, 300),
    default=_DEFAULT.retry_after,
    show_default=True,
    help="没打开时，隔多少秒再试一次才算打不开。",
)
@click.option(
    "--slow-after", type=click.FloatRange(0.1, 120), default=_DEFAULT.slow_after, show_default=True, help="多少秒算慢。"
)
@click.option(
    "--warn-after",
    type=click.FloatRange(0, 1440),
    default=_DEFAULT.warn_after / 60,
    show_default=True,
    help="连续打不开多少分钟发出预警。",
)
@click.option(
    "--certificate-days",
    type=click.IntRange(0, 365),
    default=_DEFAULT.certificate_days,
    show_default=True,
    help="证书到期前多少天预警；0 为不预警。",
)
@click.option(
    "--hook", default="", metavar="PROGRAM", help="每条预警运行一次的程序；预警（一行 JSON）从标准输入交给它。"
)
@click.option(
    "--together",
    type=click.IntRange(1, 4096),
    default=_DEFAULT.together,
    show_default=True,
    help="同时访问的网站数上限。",
)
@click.option(
    "--allow-private", multiple=True, metavar="CIDR", help="允许访问的内网或本机地址段，如 10.0.0.0/8；可重复。"
)
@click.option(
    "--connect-to",
    multiple=True,
    metavar="HOST1:PORT1:HOST2:PORT2",
    help="把发往前者的请求送到后者（同 curl）；可重复。",
)
@click.option("--canary", multiple=True, metavar="URL", help="已知正常的网址，用来判断是不是我方断网；可重复。")
@click.option("--no-canary", is_flag=True, help="不设参照网站：认为我方网络总是通的（如只拨测内网）。")
@click.option(
    "--trust",
    default="",
    metavar="FILE",
    help="另外信任的根证书（PEM 文件），如本单位自建的证书颁发机构；不写只信任系统里的。",
)
@click.option("--user-agent", default=_DEFAULT.user_agent, help="请求头中的 User-Agent。")
def run(sites: Path, out: Path, minutes: float, warn_after: float, hook: str, **values: Any) -> None:
    """持续拨测，直到收到停止信号（Ctrl+C 或 SIGTERM）。

    再次运行接着记录，不丢不重；没有运行的时段记为无人值守，不算打不开。
    预警逐行输出（JSON），同时写入 DIR/warnings.jsonl；重新运行不重复、不遗漏。退出码：0 按信号停止；2 参数或清单有误。
    """
    from kaoping.crawl.crawl import examine_options
    from kaoping.probe.monitor import WatchRequest
    from kaoping.runs.probing import run_watch, sites_to_watch

    canaries = () if values.pop("no_canary") else values.pop("canary") or _DEFAULT.canaries
    values.pop("canary", None)
    settings = ProbeSettings(warn_after=60 * warn_after, canaries=canaries, **values)
    examine_options(settings.crawl_options())
    request = WatchRequest(sites_to_watch(sites, minutes), out, settings)
    click.echo(f"拨测 {len(request.sites)} 个网站，记录在 {out}；按 Ctrl+C 停止。", err=True)
    run_watch(request, click.echo, lambda message: click.echo(message, err=True), shlex.split(hook))
    click.echo("已停止，记录已写入磁盘。", err=True)


@probe.command("status")
@_SERIES
@click.option("--hours", type=click.FloatRange(0.1, 24 * 31), default=24.0, show_default=True, help="看最近多少小时。")
@click.option("--json", "as_json", is_flag=True, help="标准输出只给一个 JSON 对象。")
def status(directory: Path, hours: float, as_json: bool) -> None:
    """各网站现在怎样：最近一次访问、最近若干小时的打不开次数、正在持续的故障。

    退出码：0 都能打开；1 有网站正打不开；2 参数有误。
    """
    from kaoping.runs.probing import is_watched, read_status

    now = datetime.now(UTC)
    found = read_status(directory, now, hours, _DEFAULT.warn_after)
    running = is_watched(directory)
    if as_json:
        said = {"running": running, "hours": hours, "sites": [_site_object(site, now) for site in found]}
        click.echo(json.dumps(said, ensure_ascii=False))
    else:
        click.echo("正在拨测。" if running else "没有在拨测（记录仍可查看）。")
        _show(found, now)
    if any(site.down_since for site in found):
        sys.exit(1)


@probe.command("report")
@_SERIES
@click.option("--from", "first", required=True, metavar="YYYY-MM-DD", help="从哪天起。")
@click.option("--to", "last", required=True, metavar="YYYY-MM-DD", help="到哪天止（含）。")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="报告写到哪个目录。")
def report(directory: Path, first: str, last: str, out: Path) -> None:
    """写出一段时间的拨测报告：可用日历和用时图（index.html）、每日与故障明细（probes.xlsx、CSV）、供图表用的数据（report.json）。"""
    from kaoping.runs.probing import report_series
    from kaoping.worktime import parse_date

    count = report_series(directory, (parse_date(first), parse_date(last)), out, datetime.now(UTC))
    click.echo(f"{count} 个网站的报告：{out / 'index.html'}")


@probe.command("verify")
@_SERIES
def verify(directory: Path) -> None:
    """核对已归档的各日记录与登记的摘要是否一致。退出码：0 一致；1 有不一致，逐处列出。"""
    from kaoping.probe.store import verify_days

    wrong = verify_days(directory)
    for sentence in wrong:
        click.echo(f"不符  {sentence}")
    if wrong:
        sys.exit(1)
    click.echo("一致")


def _site_object(site: "SiteStatus", now: datetime) -> dict[str, Any]:
    last, figures, seen = site.last, site.figures, site.certificate
    return {
        "site": site.url,
        "last": last and {"at": last.at.isoformat(), "outcome": last.outcome.value, "seconds": last.seconds},
        "down_since": site.down_since and site.down_since.isoformat(),
        "visits": figures.visits if figures else 0,
        "failed": figures.failed if figures else 0,
        "unmeasured": figures.unmeasured if figures else 0,
        "outages": len(site.outages),
        "median": figures.median if figures else None,
        "p95": figures.p95 if figures else None,
        "certificate": seen
        and {
            "not_after": seen.certificate.not_after.isoformat(),
            "days_left": seen.days_left(now),
            "issuer": seen.certificate.issuer,
            "distrust": seen.certificate.distrust,
            "seen": seen.at.isoformat(),
        },
    }


def _show(found: "tuple[SiteStatus, ...]", now: datetime) -> None:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table

    from kaoping.reports.probe_words import opening_name
    from kaoping.worktime import in_beijing

    table = Table(box=SIMPLE, padding=(0, 1, 0, 0))
    table.add_column("网站", overflow="fold")  # the whole address, on several lines where need be
    for heading in ("最近一次", "结果", *_FIGURES):
        table.add_column(heading, overflow="fold", no_wrap=True, justify="right" if heading in _FIGURES else "left")
    for site in sorted(found, key=lambda one: (one.down_since is None, one.url)):
        last, figures = site.last, site.figures
        if last is None or figures is None:
            table.add_row(site.url, "—", "没有记录", "", "", "")
            continue
        since = f"（{in_beijing(site.down_since):%m-%d %H:%M} 起）" if site.down_since else ""
        table.add_row(
            site.url,
            in_beijing(last.at).strftime("%m-%d %H:%M"),
            opening_name(last.outcome) + since,
            f"{figures.failed}/{figures.visits}",
            f"{figures.median:.2f} 秒" if figures.median is not None else "",
            f"{site.certificate.days_left(now)} 天" if site.certificate is not None else "",
        )
    Console().print(table)
