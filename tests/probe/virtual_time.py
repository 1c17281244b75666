"""An event loop whose time passes only by waiting, and clocks that a test can set, stop and put to sleep."""

import asyncio
import selectors
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")
START = 1_772_460_000.0  # 2 March 2026, 22:00 in Beijing


@dataclass
class VirtualClocks:
    """`passed` is what the loop waited; `slept` and `set_by` are added to the clocks that notice such things."""

    passed: float = 0.0
    slept: float = 0.0
    set_by: float = 0.0

    def wall(self) -> float:
        return START + self.passed + self.slept + self.set_by

    def steady(self) -> float:
        return self.passed

    def running(self) -> float:
        return self.passed + self.slept


class _JumpingSelector(selectors.SelectSelector):
    """Waits for nothing: the time asked for has passed at once."""

    def __init__(self, clocks: VirtualClocks) -> None:
        super().__init__()
        self._clocks = clocks

    def select(self, timeout: float | None = None) -> Any:
        ready = super().select(0)
        if not ready and timeout:
            self._clocks.passed += timeout
        return ready


class _VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self, clocks: VirtualClocks) -> None:
        super().__init__(_JumpingSelector(clocks))
        self._clocks = clocks

    def time(self) -> float:
        return self._clocks.passed


def run_virtually(clocks: VirtualClocks, work: Coroutine[Any, Any, T]) -> T:
    """Run `work` in virtual time."""
    with asyncio.Runner(loop_factory=lambda: _VirtualLoop(clocks)) as runner:
        return runner.run(work)
