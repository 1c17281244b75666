"""Compile the parts that read pages beside their sources: `python -m kaoping.markup.compile`, or `make compile`.

A C compiler and Python's headers are needed (Debian: gcc, python3-dev). Everything works without it, more slowly.
"""

import os
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path

from kaoping.markup.source import SOURCES, source_digest


def command(source: Path, target: Path) -> list[str]:
    """Return the command that compiles `source` into the extension module `target`."""
    compiler = shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")
    kind = ["-bundle", "-undefined", "dynamic_lookup"] if sys.platform == "darwin" else ["-shared"]
    headers = f"-I{sysconfig.get_path('include')}"
    named = f'-DSOURCE="{source_digest(source)}"'
    return [*compiler, "-O3", "-DNDEBUG", "-fPIC", *kind, headers, named, str(source), "-o", str(target)]


def main() -> int:
    """Compile; return 0, or 2 where it cannot be done."""
    for source in SOURCES:
        target = source.with_name(f"{source.stem}{sysconfig.get_config_var('EXT_SUFFIX')}")
        draft = target.with_suffix(".draft")
        try:
            subprocess.run(command(source, draft), check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            draft.unlink(missing_ok=True)
            sys.stderr.write(
                f"编译失败（{error}）。需要 C 编译器和 Python 头文件（Debian：apt-get install gcc python3-dev）。\n"
            )
            return 2
        draft.replace(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
