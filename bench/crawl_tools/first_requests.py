"""Ask many hosts for one page each, and one host for many: what a request costs. usage: first_requests.py JSON

The argument is an object with `urls` to ask for, `connect_to`, and `together`. Prints processor seconds and seconds by
the clock, interpreter start left out.
"""

import asyncio
import json
import sys
import time
from datetime import UTC, datetime

from kaoping.crawl.contract import CrawlOptions
from kaoping.crawl.fetch import Fetcher

WARM = 3  # requests before the clock starts


async def ask(urls: list[str], connect_to: tuple[str, ...], together: int) -> tuple[float, float]:
    options = CrawlOptions(
        pace=0, per_origin=together, connections=together, allow_private=("127.0.0.0/8",), connect_to=connect_to
    )
    fetcher = Fetcher(options, lambda: datetime.now(UTC))
    waiting = iter(urls)

    async def one() -> None:
        for url in waiting:
            answer = await fetcher.fetch(url)
            if answer.status != 200:
                raise SystemExit(f"{url}: {answer.status} {answer.reason}")

    for url in urls[:WARM]:
        await fetcher.fetch(url, "HEAD", second=True)
    cpu, clock = time.process_time(), time.perf_counter()
    await asyncio.gather(*(one() for _ in range(together)))
    spent = time.process_time() - cpu, time.perf_counter() - clock
    await fetcher.aclose()
    return spent


def main() -> None:
    asked = json.loads(sys.argv[1])
    print(*asyncio.run(ask(asked["urls"], tuple(asked["connect_to"]), asked["together"])))


if __name__ == "__main__":
    main()
