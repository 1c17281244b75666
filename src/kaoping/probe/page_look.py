"""Whether a page that came with a good status is the site's: empty, an error's text, or a domain dealer's."""

import re

from kaoping.crawl.charset import read_text
from kaoping.crawl.fetch import Answer
from kaoping.crawl.soft404 import TAGS, TITLE, Nonsense, is_soft_404
from kaoping.model.probe_series import Opening

SHORT = 8 * 1024  # error pages are short
EMPTY_PAGE, ERROR_TEXT, PARKED_TEXT = "empty-page", "error-text", "parked-text"
SHOWS_SOMETHING = re.compile(
    rb"<(?:script|i?frame|frameset|img|object|embed|svg|input|canvas)\b|http-equiv", re.IGNORECASE
)
ERROR = re.compile(
    (
        "internal server error|bad gateway|service (?:temporarily )?unavailable|gateway time-?out|"
        "error establishing a database connection|whitelabel error page|http status 500|runtime error|"
        "welcome to nginx|apache2? .{0,20}default page|iis windows server|fatal error|"
        "数据库连接(?:失败|错误|异常)|服务器(?:内部)?错误|服务器(?:繁忙|异常)|系统(?:错误|异常|维护中|正在维护)|"
        "网站(?:正在)?(?:维护|升级)中|服务(?:暂时)?不可用"
    ).encode(),
    re.IGNORECASE,
)
PARKED = re.compile(
    (
        "sedoparking|parkingcrew|bodis\\.com|hugedomains|afternic|parklogic|this domain (?:is|may be) for sale|"
        "buy this domain|domain (?:has )?expired|域名(?:正在|诚意)?(?:出售|转让|停放)|"
        "(?:该|此|您的?)域名(?:已|已经)?(?:过期|到期|被锁定)|"
        "网站(?:已)?(?:欠费|到期)|(?:网站|域名)(?:尚)?未(?:进行)?备案|未根据工信部相关法规进行备案"
    ).encode(),
    re.IGNORECASE,
)


def wrong_page(answer: Answer) -> tuple[Opening, str] | None:
    """Return what is wrong with a page although its status is good, with the reason; None where it may be the site's.

    Only the first bytes are there: what was cut off is not short, and counts as a page.
    """
    if answer.truncated or len(answer.body) > SHORT:
        return None
    html = read_text(answer.body, answer.headers.get("content-type", "")).utf8
    text = TAGS.sub(b"", html).strip()
    if not text and not SHOWS_SOMETHING.search(html):
        return Opening.BLANK, EMPTY_PAGE
    if PARKED.search(html):
        return Opening.PARKED, PARKED_TEXT
    title = TITLE.search(html, 0, 4096)
    if (title and ERROR.search(title[1])) or (len(text) < 600 and ERROR.search(text)):
        return Opening.BLANK, ERROR_TEXT
    return (Opening.BLANK, ERROR_TEXT) if is_soft_404(html, answer, Nonsense()) else None
