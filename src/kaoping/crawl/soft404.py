"""Pages that say “not found” with a good status, compared with what the site answers for an impossible address."""

import hashlib
import re
from dataclasses import dataclass

from kaoping.crawl.addresses import normalise
from kaoping.crawl.charset import read_text
from kaoping.crawl.fetch import Answer

SHORT = 16 * 1024  # error pages are short; articles about errors are not
TITLE = re.compile(rb"<title[^>]*>\s*([^<]{0,200})", re.IGNORECASE)
SAYS = (
    "页面不存在|网页不存在|文件不存在|内容不存在|文章不存在|信息不存在|页面未找到|页面没有找到|找不到页面|找不到该页|"
    "找不到网页|找不到您访问的|找不到您要访问的|无法找到该页|无法找到网页|您访问的页面不|您访问的网页不|"
    "您查看的信息不存在|您所访问的页面|访问的页面已被删除|页面已删除|页面已被删除|该信息已被删除|该栏目不存在|页面走丢了|页面丢失"
)
IN_TITLE = re.compile(
    rf"(?:^|[^\d.])404(?:$|[^\d])|{SAYS}|not found|page not exist|找不到|出错啦|错误页面".encode(), re.IGNORECASE
)
IN_TEXT = re.compile(
    rf"{SAYS}|404 not found|(?:HTTP|错误|error)\s*404|404\s*(?:错误|error|页面)".encode(), re.IGNORECASE
)
TAGS = re.compile(rb"<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>", re.IGNORECASE | re.DOTALL)
HOME = re.compile(r"/(?:(?:index|default|home|main)(?:\.\w+)?)?$", re.IGNORECASE)
VARYING = re.compile(rb"[\d\s]+|kaoping-[0-9a-f]+")


@dataclass(frozen=True, slots=True)
class Nonsense:
    """How a site answers for an address that does not exist: honestly (`prints` empty), or with a page of its own."""

    prints: frozenset[str] = frozenset()
    landings: frozenset[str] = frozenset()

    @property
    def honest(self) -> bool:
        return not self.prints and not self.landings


def probe_paths(site: str) -> tuple[str, str]:
    """Return two paths that no site has, the same ones for a site each time."""
    token = hashlib.sha256(site.encode()).hexdigest()[:20]
    return f"kaoping-{token}.html", f"kaoping-{token}/"


def learn(answers: tuple[Answer, ...]) -> Nonsense:
    """Return what the probes' answers teach; only answers with a good status do."""
    good = [answer for answer in answers if answer.status == 200 and not answer.reason]
    return Nonsense(
        frozenset(_print(_text(answer), answer.url) for answer in good),
        frozenset(normalise(answer.final_url) for answer in good if answer.redirects),
    )


def is_soft_404(html: bytes, answer: Answer, nonsense: Nonsense) -> bool:
    """Tell whether a page (UTF-8) that came with status 200 means “not found”."""
    if answer.redirects and normalise(answer.final_url) in nonsense.landings and not HOME.search(answer.url):
        return True
    if nonsense.prints and _print(html, answer.url) in nonsense.prints:
        return True
    if len(html) > SHORT:
        return False
    title = TITLE.search(html, 0, 4096)
    if title and IN_TITLE.search(title[1]):
        return True
    text = TAGS.sub(b"", html)
    return len(text) < 1500 and IN_TEXT.search(text) is not None


def _text(answer: Answer) -> bytes:
    return read_text(answer.body, answer.headers.get("content-type", "")).utf8


def _print(html: bytes, url: str) -> str:
    """Return a digest of the page without what changes from address to address, its own path first of all."""
    path = url.partition("://")[2].partition("/")[2].encode()
    if len(path) > 1:
        html = html.replace(path, b"")
    return hashlib.sha256(VARYING.sub(b"", TAGS.sub(b"", html[: 4 * SHORT]))).hexdigest()
