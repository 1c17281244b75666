"""Crawl a site with crawlee's parsel crawler, following links only. usage: crawlee_links.py URL; prints pages and dead.

A set of our own lets each new address become one request, which is the cheapest way to do it; requests are kept in
memory, and nothing is tried again.
"""

import asyncio
import logging
import sys
from urllib.parse import urldefrag, urljoin, urlsplit

from crawlee import ConcurrencySettings, Request
from crawlee.crawlers import ParselCrawler, ParselCrawlingContext
from crawlee.storage_clients import MemoryStorageClient

TOGETHER = 8
COUNTS = {"pages": 0, "dead": 0}


async def crawl(start: str) -> None:
    host = urlsplit(start).netloc
    seen = {start}
    crawler = ParselCrawler(
        storage_client=MemoryStorageClient(),
        concurrency_settings=ConcurrencySettings(
            min_concurrency=TOGETHER, max_concurrency=TOGETHER, desired_concurrency=TOGETHER
        ),
        max_request_retries=0,
        use_session_pool=False,
        retry_on_blocked=False,
        ignore_http_error_status_codes=range(400, 600),
        configure_logging=False,
    )

    @crawler.router.default_handler
    async def handle(context: ParselCrawlingContext) -> None:
        if context.http_response.status_code >= 400:
            COUNTS["dead"] += 1
            return
        COUNTS["pages"] += 1
        fresh = []
        for href in context.selector.css("a::attr(href)").getall():
            url = urldefrag(urljoin(context.request.url, href))[0]
            if url not in seen and urlsplit(url).netloc == host:
                seen.add(url)
                fresh.append(Request.from_url(url))
        if fresh:
            await context.add_requests(fresh)

    await crawler.run([start])


def main() -> None:
    logging.disable(logging.CRITICAL)
    asyncio.run(crawl(sys.argv[1]))
    print(COUNTS["pages"], COUNTS["dead"])


if __name__ == "__main__":
    main()
