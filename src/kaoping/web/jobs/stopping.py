"""Whether a process beside the server is to stop: long work asks, and leaves at a place from which it goes on."""

import os
import signal
import threading

_asked = threading.Event()
_starter = os.getppid()


def stop_when_told() -> None:
    """Take the signals by which processes are told to stop."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _received, _frame: stop())


def stop() -> None:
    """Ask all that is under way here to leave."""
    _asked.set()


def asked_to_stop(within: float = 0.0) -> bool:
    """Tell whether we are to stop, or nobody waits for us any more; wait for that `within` so many seconds."""
    return _asked.wait(within) or os.getppid() != _starter
