"""Runs a command with DATABASE_URL naming a PostgreSQL server of its own, whose empty cluster is thrown away after.

    python scripts/with_postgresql.py COMMAND…

Where PostgreSQL is not installed the command is left out, which is said, and is no failure. KAOPING_POSTGRESQL names
the folder of its programs where they are not found by themselves.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
)
_UNPRIVILEGED = ("postgres", "nobody")  # PostgreSQL refuses to run as root


def main(command: list[str]) -> int:
    """Return the command's exit code."""
    programs = find_programs()
    if programs is None:
        print("没有安装 PostgreSQL，略过 / PostgreSQL is not installed, left out: " + " ".join(command))
        return 0
    folder = Path(tempfile.mkdtemp(prefix="kaoping-postgresql-"))
    user = next(filter(_exists, _UNPRIVILEGED)) if os.geteuid() == 0 else None
    try:
        if user is not None:
            shutil.chown(folder, user)
        return run(command, programs, folder, user)
    finally:
        shutil.rmtree(folder)


def find_programs() -> Path | None:
    """Return the folder with initdb and postgres, of the newest version there is."""
    given = os.environ.get("KAOPING_POSTGRESQL")
    if given:
        return Path(given)
    found = sorted(path for place in _PLACES for path in Path("/").glob(place[1:]) if (path / "initdb").exists())
    on_path = shutil.which("initdb")
    return found[-1] if found else Path(on_path).parent if on_path else None


def run(command: list[str], programs: Path, folder: Path, user: str | None) -> int:
    """Run the command with a server on a cluster in the folder, which is stopped whatever happens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    cluster = folder / "cluster"
    # Nothing of it outlives the command, so nothing needs to reach the disk.
    settings = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off -c full_page_writes=off"
    start: list[str | Path] = [
        programs / "pg_ctl",
        "start",
        "-w",
        "-s",
        "-D",
        cluster,
        "-l",
        folder / "log",
        "-o",
        f"-p {port} {settings}",
    ]
    _call([programs / "initdb", "-D", cluster, "-A", "trust", "-U", "kaoping", "-E", "UTF8", "--locale=C", "-N"], user)
    _call(start, user)
    try:
        address = f"postgres://kaoping@127.0.0.1:{port}/postgres"
        return subprocess.run(command, check=False, env={**os.environ, "DATABASE_URL": address}).returncode
    finally:
        _call([programs / "pg_ctl", "stop", "-s", "-m", "immediate", "-D", cluster], user)


def _call(command: Sequence[str | Path], user: str | None) -> None:
    done = subprocess.run(
        command, user=user, cwd="/", check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode != 0:
        raise SystemExit(f"PostgreSQL: {' '.join(map(str, command))}\n{done.stdout}")


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
