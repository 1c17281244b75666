"""Watch sites until killed. usage: killed_watch.py DIRECTORY SECONDS URL…   (SECONDS from one visit to the next)"""

import asyncio
import sys
from pathlib import Path

from kaoping.probe.alarms import Alarm
from kaoping.probe.contract import ProbeSettings, ProbeSite
from kaoping.probe.monitor import WatchRequest, watch


class Quiet:
    """Tells nobody."""

    def alarm(self, alarm: Alarm) -> None:
        """A warning is not what is tested here."""

    def trouble(self, message: str) -> None:
        sys.stderr.write(message + "\n")


def main() -> None:
    directory, seconds, *urls = sys.argv[1:]
    settings = ProbeSettings(
        timeout=2.0, retry_after=0.1, warn_after=0.0, together=64, allow_private=("127.0.0.0/8",), canaries=()
    )
    sites = tuple(ProbeSite(url, float(seconds)) for url in urls)
    asyncio.run(watch(WatchRequest(sites, Path(directory), settings), asyncio.Event(), Quiet()))


if __name__ == "__main__":
    main()
