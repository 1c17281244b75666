"""What goes into watching: which sites at which intervals, and how one visit is made."""

from dataclasses import dataclass

from kaoping.crawl.contract import CrawlOptions

DEFAULT_INTERVAL = 1800.0


@dataclass(frozen=True, slots=True)
class ProbeSite:
    """A site to watch: the address of its home page, and seconds from one visit to the next."""

    url: str
    interval: float = DEFAULT_INTERVAL


@dataclass(frozen=True, slots=True)
class ProbeSettings:
    """How visits are made; times in seconds.

    `timeout` bounds one look from the first question to the name service until the first bytes of the page have come,
    redirects included (15 in 国办秘函〔2019〕19号 单项否决 站点无法访问). A look that failed is repeated after
    `retry_after` over a new connection before the visit counts as failed. A page that opened after `slow_after` counts
    as slow. A site that has been down for `warn_after` is warned of, and a certificate `certificate_days` before it
    runs out (0: never). `together` is how many looks are under way at
    once. The addresses that may be reached, diversions, canaries and further authorities are as in CrawlOptions.
    """

    timeout: float = 15.0
    retry_after: float = 5.0
    slow_after: float = 5.0
    warn_after: float = 600.0
    certificate_days: int = 30
    together: int = 512
    allow_private: tuple[str, ...] = ()
    connect_to: tuple[str, ...] = ()
    canaries: tuple[str, ...] = CrawlOptions().canaries
    user_agent: str = CrawlOptions().user_agent
    trust: str = ""

    def crawl_options(self) -> CrawlOptions:
        """Return the options of the transport: nothing of it may wait longer, or queue, within a look's time."""
        return CrawlOptions(
            pace=0,
            connections=2 * self.together,
            per_origin=2 * self.together,
            allow_private=self.allow_private,
            connect_to=self.connect_to,
            canaries=self.canaries,
            timeout=self.timeout + 1,
            connect_timeout=self.timeout + 1,
            user_agent=self.user_agent,
            trust=self.trust,
        )
