"""Which links of a site's pages have an address that may be told by its words, found out once for each link."""

import re
from collections.abc import Sequence

from kaoping.model.pages import SeenLink

MOST = 100_000  # links that are remembered
# In lower case: of the certificates, records and marks at the foot of a page, and of files that write the foot.
_TELLING = re.compile(
    "red_error|conac|dzjg|dangzheng|dzbz|/red.png|/blue.png|jiucuo|zfwzgl|zfwzxx|zfwzzc|site_code=|method=|beian"
    "|foot|bottom|dibu|copyright|banquan"
)


class KnownLinks:
    """Remembers the links of one site whose addresses tell nothing: nearly all, and the same on page after page."""

    def __init__(self) -> None:
        self._plain: set[SeenLink] = set()

    def telling(self, links: Sequence[SeenLink]) -> str:
        """Return those addresses of `links` that may tell something, in order, one a line, in lower case."""
        others = set(links) - self._plain
        if not others:
            return ""
        plain = {link for link in others if _TELLING.search(link.url.lower()) is None}
        if len(self._plain) > MOST:
            self._plain.clear()
        self._plain |= plain
        return "\n".join([link.url for link in links if link in others and link not in plain]).lower()
