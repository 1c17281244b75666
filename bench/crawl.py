"""Measure the crawl against peers on one generated site: CPU of the whole process tree, pages a second, peak memory.

usage: python -m bench.crawl [--pages 2001] [--dead 363] [--rounds 3] [--only NAME …] [--json FILE]

Every tool fetches every page, follows every link and learns which targets are dead. The site is served by nginx
where it is installed, else by Python's own server (then only the ratios say something). A tool that is not
installed is left out. CPU includes starting the interpreter and all child processes, not the server.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.serving import served
from bench.site import Shape, write_site

HERE = Path(__file__).parent
BASE = "kaoping, whole inspection"  # what the ratios are to: it crawls, extracts, checks, keeps WARC and judges


@dataclass(frozen=True, slots=True)
class Run:
    """One tool's run. `pages` and `dead` are what the tool itself reported (-1: it does not say)."""

    tool: str
    pages: int
    dead: int
    cpu_ms_per_page: float
    pages_per_second: float
    peak_rss_mb: float


@dataclass(frozen=True, slots=True)
class Bench:
    """What is crawled, and how often by each tool. `folder` is for scratch files."""

    url: str
    folder: Path
    shape: Shape
    rounds: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pages", type=int, default=2001)
    parser.add_argument("--dead", type=int, default=363)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    shape = Shape(args.pages, args.dead)
    _compile()
    with tempfile.TemporaryDirectory(prefix="bench-crawl-") as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)  # nginx started by root reads as somebody else
        write_site(folder / "site", shape)
        with served(folder / "site", folder) as (url, server):
            tools = {name: tool for name, tool in TOOLS.items() if not args.only or name in args.only}
            runs = [_median(name, tool, Bench(url, folder, shape, args.rounds)) for name, tool in tools.items()]
    found = [run for run in runs if run is not None]
    print(_table(found, shape, server, args.rounds))
    if args.json:
        args.json.write_text(json.dumps([asdict(run) for run in found], indent=1))


Tool = Callable[[str, Path], tuple[list[str], Callable[[str], tuple[int, int]]] | None]


def _kaoping(url: str, folder: Path) -> tuple[list[str], Callable[[str], tuple[int, int]]]:
    return [sys.executable, "-m", "bench.crawl_tools.kaoping", url, tempfile.mkdtemp(dir=folder)], _two_numbers


def _inspection(url: str, folder: Path) -> tuple[list[str], Callable[[str], tuple[int, int]]]:
    return [sys.executable, "-m", "bench.crawl_tools.inspection", tempfile.mkdtemp(dir=folder), url], _two_numbers


def _scrapy(url: str, folder: Path) -> tuple[list[str], Callable[[str], tuple[int, int]]] | None:
    return _python_tool("scrapy", [sys.executable, "-m", "bench.crawl_tools.scrapy_links", url])


def _linkchecker(url: str, folder: Path) -> tuple[list[str], Callable[[str], tuple[int, int]]] | None:
    settings = folder / "linkcheckerrc"
    settings.write_text("[checking]\nmaxrequestspersecond=100000\nthreads=8\n")
    program = shutil.which("linkchecker", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if program is None:
        return None
    command = [program, "--config", str(settings), "--no-status", "--no-warnings", "-o", "csv", url]
    return command, lambda output: (-1, len({line.split(";")[7] for line in output.splitlines() if ";404 " in line}))


def _crawlee(url: str, folder: Path) -> tuple[list[str], Callable[[str], tuple[int, int]]] | None:
    return _python_tool("crawlee", [sys.executable, "-m", "bench.crawl_tools.crawlee_links", url])


def _linkinator(url: str, folder: Path) -> tuple[list[str], Callable[[str], tuple[int, int]]] | None:
    node = shutil.which("node")
    if node is None or not (HERE / "npm" / "node_modules" / "linkinator").is_dir():
        return None
    return [node, str(HERE / "crawl_tools" / "linkinator_links.mjs"), url], _two_numbers


def _wget(url: str, folder: Path) -> tuple[list[str], Callable[[str], tuple[int, int]]] | None:
    program = shutil.which("wget")
    if program is None:
        return None
    command = [program, "--spider", "-r", "-l", "inf", "-e", "robots=off", "-nv", "--no-proxy", url]
    return command, _wget_numbers


def _python_tool(module: str, command: list[str]) -> tuple[list[str], Callable[[str], tuple[int, int]]] | None:
    present = subprocess.run([sys.executable, "-c", f"import {module}"], capture_output=True, check=False)
    return (command, _two_numbers) if present.returncode == 0 else None


TOOLS: dict[str, Tool] = {
    "kaoping, whole inspection": _inspection,
    "kaoping, crawl only": _kaoping,
    "wget --spider": _wget,
    "scrapy": _scrapy,
    "crawlee (parsel)": _crawlee,
    "linkinator": _linkinator,
    "linkchecker": _linkchecker,
}


def _two_numbers(output: str) -> tuple[int, int]:
    pages, dead = output.split()[-2:]
    return int(pages), int(dead)


def _wget_numbers(output: str) -> tuple[int, int]:
    dead = next((line for line in output.splitlines() if line.startswith("Found ")), "0").split()
    return -1, int(dead[1]) if len(dead) > 1 and dead[1].isdigit() else -1


def _median(name: str, tool: Tool, bench: Bench) -> Run | None:
    prepared = tool(bench.url, bench.folder)
    if prepared is None:
        print(f"{name}: not installed, left out", file=sys.stderr)
        return None
    runs = []
    for number in range(bench.rounds):
        command, read = prepared if number == 0 else (tool(bench.url, bench.folder) or prepared)
        runs.append(_measure(name, command, read, bench.shape))
        print(f"{name} {number + 1}/{bench.rounds}: {runs[-1].cpu_ms_per_page:.2f} ms/page", file=sys.stderr)
    return sorted(runs, key=lambda run: run.cpu_ms_per_page)[len(runs) // 2]


def _measure(name: str, command: list[str], read: Callable[[str], tuple[int, int]], shape: Shape) -> Run:
    """Run `command` and account for all of it, children that it waited for included."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryDirectory() as place:
        environment = {**os.environ, "PYTHONPATH": str(HERE.parent)}
        started = time.monotonic()
        child = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, cwd=place, env=environment)
        _, _, usage = os.wait4(child.pid, 0)
        child.returncode = 0
        seconds = time.monotonic() - started
        output.seek(0)
        pages, dead = read(output.read())
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    cpu = (usage.ru_utime + usage.ru_stime) * 1000 / shape.pages
    return Run(name, pages, dead, cpu, shape.pages / seconds, usage.ru_maxrss / unit)


def _compile() -> None:
    """Compile what the Python tools import, as it is where they are installed and used every day."""
    command = [sys.executable, "-m", "compileall", "-q", "-j", "0", sysconfig.get_path("purelib"), "src", "bench"]
    subprocess.run(command, cwd=HERE.parent, capture_output=True, check=False)  # packages bring templates that fail


def _table(runs: list[Run], shape: Shape, server: str, rounds: int) -> str:
    base = next((run.cpu_ms_per_page for run in runs if run.tool == BASE), statistics.fmean([1.0]))
    lines = [
        f"{shape.pages} pages, {shape.dead} dead targets, served by {server}; median of {rounds}",
        "",
        "| tool | pages | dead found | CPU ms/page | ratio | pages/s | peak RSS MB |",
        "|---|---|---|---|---|---|---|",
    ]
    for run in runs:
        told = ["–" if number < 0 else str(number) for number in (run.pages, run.dead)]
        figures = f"{run.cpu_ms_per_page:.2f} | {run.cpu_ms_per_page / base:.1f} | {run.pages_per_second:.0f}"
        lines.append(f"| {run.tool} | {told[0]} | {told[1]} | {figures} | {run.peak_rss_mb:.0f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
