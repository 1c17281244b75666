"""A PostgreSQL server of a test's own, which can be restarted in the middle."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.with_postgresql import find_programs


@dataclass(frozen=True, slots=True)
class Database:
    """A running server."""

    programs: Path
    folder: Path
    port: int
    user: str | None

    @property
    def address(self) -> str:
        return f"postgres://kaoping@127.0.0.1:{self.port}/postgres"

    def control(self, *what: str) -> None:
        """Run pg_ctl."""
        called = [str(self.programs / "pg_ctl"), *what, "-s", "-w", "-D", str(self.folder / "cluster")]
        with (self.folder / "said").open("ab") as said:
            subprocess.run(called, user=self.user, cwd="/", check=True, stdout=said, stderr=said)

    def start(self) -> None:
        """Start it."""
        settings = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} -c fsync=off"
        self.control("start", "-l", str(self.folder / "log"), "-o", settings)

    def restart(self) -> None:
        """Stop it, cutting off whoever is connected, and start it again."""
        self.control("stop", "-m", "immediate")
        self.start()


@contextmanager
def database() -> Iterator[Database | None]:
    """A server while the context lasts; None where PostgreSQL is not installed.

    Its folder is not one of pytest's: other runs of pytest close these to everybody else, and who may not be root then
    loses its files.
    """
    programs = find_programs()
    if programs is None:
        yield None
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    user = "nobody" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="kaoping-postgresql-"))
    if user:
        shutil.chown(folder, user)
    made = Database(programs, folder, port, user)
    making = [str(programs / "initdb"), "-D", str(folder / "cluster"), "-A", "trust", "-U", "kaoping"]
    making += ["-E", "UTF8", "--locale=C", "-N"]
    subprocess.run(making, user=user, cwd="/", check=True, capture_output=True)
    made.start()
    try:
        yield made
    finally:
        made.control("stop", "-m", "immediate")
        shutil.rmtree(folder)
