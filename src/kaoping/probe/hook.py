"""A command of the operator's that is run for every warning, one after the other, beside the watching."""

import subprocess
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from kaoping.evidence.durable import replace_file
from kaoping.model.errors import system_reason
from kaoping.probe.warnings_log import WarningsLog

HANDED = "warnings.handed"  # how many bytes of the warnings have been handed to the command
SECONDS = 60.0  # that the command may take for one warning
LEAVING = 10.0  # seconds that a stopping monitor waits for the command


class Hook:
    """Hands every line of the warnings to the command's standard input, in order.

    How far it is stands in a file, so that a restarted monitor goes on there: each warning is handed over at least
    once, twice only where the process was killed while the command ran. The first time, what is old is left out.
    """

    def __init__(self, command: Sequence[str], log: WarningsLog, complain: Callable[[str], None]) -> None:
        self._command, self._log, self._complain = list(command), log, complain
        self._file = log.path.parent / HANDED
        self._handed = _read(self._file, log)
        self._new, self._leaving = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._work, name="warnings", daemon=True)

    def start(self) -> None:
        """Begin with what was left over."""
        self._new.set()
        self._thread.start()

    def wake(self) -> None:
        """Say that there is a new line."""
        self._new.set()

    def stop(self) -> None:
        """End, with time for the line that is being handed over; the rest is handed over at the next start."""
        self._leaving.set()
        self._new.set()
        self._thread.join(LEAVING)

    def _work(self) -> None:
        while not self._leaving.is_set():
            self._new.wait()
            self._new.clear()
            for line in self._log.lines(self._handed):
                self._hand_over(line)
                self._handed += len(line)
                self._keep()
                if self._leaving.is_set():
                    return

    def _hand_over(self, line: bytes) -> None:
        try:
            done = subprocess.run(self._command, input=line, timeout=SECONDS, capture_output=True, check=False)
        except subprocess.TimeoutExpired:
            self._complain(f"预警命令 {self._command[0]} 运行超过 {SECONDS:g} 秒，已停止；这条预警没有送达。")
        except OSError as error:
            self._complain(f"预警命令 {self._command[0]} 不能运行（{system_reason(error)}）；这条预警没有送达。")
        else:
            if done.returncode:
                said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or [""]
                self._complain(f"预警命令 {self._command[0]} 退出码 {done.returncode}：{said[0][:200]}")

    def _keep(self) -> None:
        try:
            replace_file(self._file, [str(self._handed).encode()])
        except OSError as error:
            self._complain(f"{self._file}：写不进去（{system_reason(error)}）；重新启动后可能再次送出预警。")


def _read(file: Path, log: WarningsLog) -> int:
    size = log.path.stat().st_size if log.path.exists() else 0
    try:
        return min(int(file.read_text(encoding="ascii")), size)
    except (OSError, ValueError):
        return size
