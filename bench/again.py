"""Inspect a site, and again the next day: what does the second inspection cost when hardly anything has changed?

usage: python -m bench.again [--pages 2001] [--dead 363] [--changed 20]

Between the two, `changed` pages get other words and the home page links to a new one. The site is served by nginx, once
as it sends validators (ETag, Last-Modified), where every page is kept, and once without, where only what proves
something is. CPU is that of the whole process, from its start to its findings.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.serving import served
from bench.site import Shape, page_paths, write_site

SILENT = 'etag off; if_modified_since off; add_header Last-Modified "";'


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pages", type=int, default=2001)
    parser.add_argument("--dead", type=int, default=363)
    parser.add_argument("--changed", type=int, default=20)
    args = parser.parse_args()
    shape = Shape(args.pages, args.dead)
    print(f"{args.pages} pages, {args.dead} dead targets, {args.changed} pages changed and one new\n")
    print("| server | first, CPU s | again, CPU s | share | again without --previous, CPU s |")
    print("|---|---|---|---|---|")
    for name, headers, options in (("with validators", "", ["--keep-all"]), ("without", SILENT, [])):
        with tempfile.TemporaryDirectory(prefix="bench-again-") as scratch:
            folder = Path(scratch)
            folder.chmod(0o755)  # nginx started by root reads as somebody else
            write_site(folder / "site", shape)
            with served(folder / "site", folder, headers) as (url, _):
                first = _inspect(url, folder / "first", options)
                _change(folder / "site", shape, args.changed)
                again = _inspect(url, folder / "again", [*options, "--previous", str(folder / "first")])
                whole = _inspect(url, folder / "whole", options)
        print(f"| {name} | {first:.2f} | {again:.2f} | {again / first:.0%} | {whole:.2f} |", flush=True)


def _inspect(url: str, out: Path, options: list[str]) -> float:
    """Return the processor seconds of one inspection."""
    limits = ["--max-pages", "1000000", "--pace", "100000", "--allow-private", "127.0.0.0/8", "--no-offsite"]
    command = [sys.executable, "-m", "kaoping.cli", "inspect", url, "--out", str(out), *limits, *options]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"the inspection ended with {child.returncode}")
    return usage.ru_utime + usage.ru_stime


def _change(site: Path, shape: Shape, changed: int) -> None:
    """Give some articles other words, and let the home page link to a new one before all others."""
    paths = page_paths(shape)
    for path in paths[-changed:]:
        file = site / path.lstrip("/")
        file.write_bytes(file.read_bytes().replace(b"</body>", b"<p>2026-11-20</p></body>"))
    (site / "c0" / "new.html").write_bytes((site / paths[-1].lstrip("/")).read_bytes())
    home = site / paths[0].lstrip("/")
    text = home.read_bytes()
    at = text.index(b"<a ")
    home.write_bytes(text[:at] + '<a href="/c0/new.html">关于新事项的通知</a>'.encode() + text[at:])


if __name__ == "__main__":
    main()
