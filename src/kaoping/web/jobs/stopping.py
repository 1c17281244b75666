"""Whether the process that works is to stop: long work asks, and leaves at a place from which it goes on."""

import os
import threading

_asked = threading.Event()
_starter = os.getppid()


def stop() -> None:
    """Ask all that is under way here to leave."""
    _asked.set()


def asked_to_stop(within: float = 0.0) -> bool:
    """Tell whether we are to stop, or nobody waits for us any more; wait for that `within` so many seconds."""
    return _asked.wait(within) or os.getppid() != _starter
