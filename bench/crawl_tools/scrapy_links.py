"""Crawl a site with a Scrapy spider that only follows links. usage: scrapy_links.py URL; prints pages and dead targets.

The spider keeps a set of its own, so that each new address becomes one Request, which is the cheapest way to do it.
"""

import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import scrapy
from scrapy.crawler import CrawlerProcess

COUNTS = {"pages": 0, "dead": 0}


class Links(scrapy.Spider):
    """Follows every link of its site once."""

    name = "links"
    handle_httpstatus_all = True

    def __init__(self, start: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.start_urls = [start]
        self._host = urlsplit(start).netloc
        self._seen = {start}

    def parse(self, response: Any, **_: Any) -> Iterator[Any]:
        if response.status >= 400:
            COUNTS["dead"] += 1
            return
        if not hasattr(response, "css"):
            return
        COUNTS["pages"] += 1
        for href in response.css("a::attr(href)").getall():
            url = urldefrag(urljoin(response.url, href))[0]
            if url not in self._seen and urlsplit(url).netloc == self._host:
                self._seen.add(url)
                yield scrapy.Request(url, callback=self.parse, dont_filter=True)


def main() -> None:
    settings = {
        "LOG_ENABLED": False,
        "ROBOTSTXT_OBEY": False,
        "CONCURRENT_REQUESTS": 8,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        "DOWNLOAD_DELAY": 0,
        "RETRY_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "HTTPERROR_ALLOW_ALL": True,
    }
    process = CrawlerProcess(settings)
    process.crawl(Links, start=sys.argv[1])
    process.start()
    print(COUNTS["pages"], COUNTS["dead"])


if __name__ == "__main__":
    main()
