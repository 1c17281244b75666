"""The progress bar of a crawl on standard error; silent where nobody looks."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from kaoping.crawl.contract import Progress as Report


@contextmanager
def crawl_progress(sites: int) -> Iterator[Report]:
    """Yield the callback that shows how far the crawl of `sites` sites is."""
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("页面 {task.fields[pages]}  待抓 {task.fields[queued]}  链接 {task.fields[links]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(f"巡检 {sites} 个网站", total=None, pages=0, queued=0, links=0)
        seen: dict[str, tuple[int, int, int]] = {}

        def report(site: str, pages: int, queued: int, links_checked: int) -> None:
            seen[site] = (pages, queued, links_checked)
            done, waiting, links = (sum(column) for column in zip(*seen.values(), strict=True))
            bar.update(task, completed=done, total=done + waiting, pages=done, queued=waiting, links=links)

        yield report
