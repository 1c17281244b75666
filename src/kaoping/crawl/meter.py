"""How much of the processor one site of a batch has used."""

import time


class Meter:
    """Shares the processor time of the whole batch among its sites by the time each kept the event loop busy."""

    def __init__(self) -> None:
        self._started = time.thread_time()
        self._busy = 0.0

    def add(self, seconds: float) -> None:
        """Note that some site was worked on for `seconds`."""
        self._busy += seconds

    def share(self, seconds: float) -> float:
        """Return the processor seconds of a site that was worked on for `seconds` in all."""
        return (time.thread_time() - self._started) * (seconds / self._busy if self._busy else 1.0)
