"""What the city's servers answer: ready-made responses by host port and path, and the odd ways of some sites."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field

SEARCH_PATH = "/search"
HTML_TYPES = ("text/", "application/javascript", "application/xml")


@dataclass(slots=True)
class Answer:
    """One ready response. `delay` is in seconds; `packed` is the gzip form of `body`, made when first asked for.

    `head_status` answers HEAD where it is not what GET gets; the first `failures` requests are told to come back.
    """

    status: int = 200
    body: bytes = b""
    content_type: str = "text/html"
    headers: tuple[tuple[str, str], ...] = ()
    delay: float = 0.0
    head_status: int = 0
    failures: int = 0
    packed: bytes = b""

    def gzipped(self) -> bytes | None:
        """Return the compressed body, or None where compressing is not worth it."""
        if len(self.body) < 500 or not self.content_type.startswith(HTML_TYPES):
            return None
        if not self.packed:
            self.packed = gzip.compress(self.body, 6, mtime=0)
        return self.packed


NOT_FOUND = Answer(
    404, b"<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>", "text/html"
)


@dataclass(slots=True)
class Host:
    """One port: its answers by path with query, rules for paths it computes, and what it says otherwise.

    `search` answers for paths below /search; what a form posts there comes as the path's query.
    """

    answers: dict[str, Answer] = field(default_factory=dict)
    computed: Callable[[str], Answer | None] | None = None
    search: Callable[[str], Answer] | None = None
    otherwise: Answer = field(default_factory=lambda: NOT_FOUND)

    def answer(self, path: str) -> Answer:
        """Return the answer to a request for `path` (with its query)."""
        if self.search is not None and path.startswith(SEARCH_PATH):
            return self.search(path)
        known = self.answers.get(path)
        if known is None and self.computed is not None:
            known = self.computed(path)
        if known is None and "?" in path:
            known = self.answers.get(path.partition("?")[0]) if path.partition("?")[0] in self.answers else None
        return known or self.otherwise
