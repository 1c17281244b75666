"""An answer read as a page: charset, the one parse, its links, and the record that is handed on."""

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from kaoping.crawl import reasons
from kaoping.crawl.charset import Text, read_text
from kaoping.crawl.fetch import Answer
from kaoping.crawl.nesting import shallow
from kaoping.crawl.soft404 import Nonsense, is_soft_404
from kaoping.crawl.verdicts import LinkVerdict, judge
from kaoping.model.outcomes import Fault
from kaoping.model.pages import EvidencePointer, Life, PageRecord

KEPT_HEADERS = (
    "content-type",
    "content-length",
    "last-modified",
    "etag",
    "server",
    "x-powered-by",
    "strict-transport-security",
    "content-security-policy",
    "x-frame-options",
    "x-content-type-options",
    "location",
    "set-cookie",
    "via",
)
KEPT_LENGTH = 500
HTML_TYPES = ("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml")
UNTYPED = ("", "text/plain", "application/octet-stream", "application/x-httpd-php", "unknown/unknown")
HTML_START = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<!--",
    b"<?xml",
    b"<meta",
    b"<script",
    b"<title",
    b"<div",
)


@dataclass(slots=True)
class ReadPage:
    """What one answer is as a page. `text` and `tree` are None unless it is HTML that opened."""

    answer: Answer
    verdict: LinkVerdict
    content_type: str
    text: Text | None = None
    tree: LexborHTMLParser | None = None

    @property
    def opened(self) -> bool:
        return self.tree is not None

    def record(self, number: int, target: int, level: int, evidence: EvidencePointer) -> PageRecord:
        """Return the page's record."""
        answer, verdict = self.answer, self.verdict
        reason = verdict.reason or answer.reason
        return PageRecord(
            number=number,
            target=target,
            url=answer.url,
            final_url=answer.final_url,
            level=level,
            status=answer.status,
            fault=verdict.fault or reasons.fault_of(reason),
            reason=reason,
            content_type=self.content_type,
            text_charset=self.text.charset if self.text else "",
            charset_source=self.text.source if self.text else "",
            size=answer.hops[-1].size if answer.hops else 0,
            seconds=round(answer.seconds, 4),
            fetched_at=answer.at,
            digest=evidence.digest,
            redirects=answer.redirects,
            headers={name: answer.headers[name][:KEPT_LENGTH] for name in KEPT_HEADERS if name in answer.headers},
            evidence=evidence,
        )


def read_page(answer: Answer, nonsense: Nonsense) -> ReadPage:
    """Judge and parse `answer`. A page that says “not found” with status 200 is suspect, and read all the same."""
    header = answer.headers.get("content-type", "").split("\n")[0]
    content_type = header.partition(";")[0].strip().lower()
    verdict = judge(answer)
    page = ReadPage(answer, verdict, content_type)
    if verdict.life is not Life.ALIVE or answer.status != 200 or answer.reason in _NOT_READ:
        return page
    if not _is_html(content_type, answer.body):
        return page
    page.text, deep = read_document(answer.body, header)
    if deep:
        answer.reason = answer.reason or reasons.NESTED_TOO_DEEPLY
    page.tree = LexborHTMLParser(page.text.utf8)
    if is_soft_404(page.text.utf8, answer, nonsense):
        page.verdict = LinkVerdict(Life.SUSPECT, answer.status, Fault.SITE, reasons.SOFT_404)
    return page


def read_document(body: bytes, header: str) -> tuple[Text, bool]:
    """Return a page's text, and whether it is cut where its elements are nested too deeply to be parsed.

    `header` is the Content-Type that came with the body.
    """
    text = read_text(body, header)
    html = shallow(text.utf8)
    deep = len(html) < len(text.utf8)
    return (text._replace(utf8=html) if deep else text), deep


_NOT_READ = frozenset({reasons.BODY_TOO_LARGE, reasons.DECOMPRESSION_LIMIT})


def _is_html(content_type: str, body: bytes) -> bool:
    """Tell whether the body is a page: by its type, or by its looks where the type says nothing or is wrong."""
    if content_type in HTML_TYPES:
        return not body.startswith((b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8"))
    start = body[:256].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return content_type in UNTYPED and start.startswith(HTML_START)
