"""What makes a page an article: its publication date and source as shown, and the breadcrumb above it."""

import re

import msgspec

from kaoping.facts.view import PageView
from kaoping.facts.written_dates import first_date

# The words before 日期, 时间 and 来源 vary; a scan that starts with a fixed character is many times faster.
_PUBLISHED = re.compile(r"(?:日期|时间|時間)(?!检索|查询|范围|排序)\s{0,3}[:：]?")
_ACT = re.compile(r"(?:发[布表稿文]|發[布佈]|更新|录入|添加|上传|编辑|稿件|信息|公开|成文)\s?$")
_BESIDE = re.compile(
    r"来\s{0,4}源|作者|浏览|点击|阅读|访问|字[体号]|打印|关闭|分享|\d\d:\d\d|編輯|瀏覽|責任|责任编辑|编辑"
)
# The note under a law's title (题注): when it was passed, not when it was put online.
_PASSED = re.compile(r"[（(][^（）()]{0,60}(?:通过|修订|修正|批准|公布)[^（）()]{0,60}[）)]")
_STAMP = re.compile(r"^\s*(\d{4}-\d\d?-\d\d?) \d\d?:\d\d?:\d\d?\s*$", re.MULTILINE)
# Where a script writes the date into the page, its variable tells it: var pubdata='2020年08月20日'.
_SCRIPTED = re.compile(r"\bpub_?da(?:ta|te|y)\w{0,6}\s{0,3}[=:]\s{0,3}[\"']([^\"']{8,30})", re.IGNORECASE)
_SOURCE = re.compile(r"来\s{0,4}源\s{0,3}[:：]")
_TRAIL = re.compile(r"位置")
_BEFORE_TRAIL = re.compile(r"(?:当前|目前|现在|您的|所在|所处|在)的?$")
_BARE_TRAIL = re.compile(r"页\s{0,8}(?=[>»›＞→])")  # 首页 > 政务公开, without a word before it
_STEP = re.compile(r"\s*(?:[>＞]+|»|›|/|→|->|·|—|»)\s*")
MAX_TRAIL = 120
HOME_NAMES = ("首页", "网站首页", "主页", "返回首页", "本站首页")


class Article(msgspec.Struct, frozen=True):
    """`published` is the date (ISO) standing by 发布时间, 日期, 来源 and the like; empty when there is none.

    `sourced` says that a source (来源:) is shown. `trail` are the names of the breadcrumb after the home page.
    """

    published: str = ""
    sourced: bool = False
    trail: tuple[str, ...] = ()


def extract(page: PageView) -> Article | None:
    """Return what the page shows of its publication and place, or None when it shows neither."""
    text = page.text
    source = _SOURCE.search(text)
    published = _scripted(page) or _published(text, source)
    trail = _trail(text)
    if not (published or source or trail):
        return None
    return Article(published, source is not None, trail)


def _published(text: str, source: "re.Match[str] | None") -> str:
    for match in _PUBLISHED.finditer(text):
        before = text[max(0, match.start() - 4) : match.start()]
        named = _ACT.search(before) is not None
        if not named and re.search(r"[\w]\s?$", before):
            continue  # 报名时间, 会议日期: of something else
        found = first_date(_whole(text, match.end(), match.end() + 24))
        if found is not None and (named or _BESIDE.search(text, max(0, match.start() - 60), match.end() + 90)):
            return found.isoformat()
    if source is not None:
        around = _whole(text, max(0, source.start() - 40), source.end() + 60)
        found = first_date(_PASSED.sub("", around))
        if found is not None:
            return found.isoformat()
    return _stamped(text)


def _stamped(text: str) -> str:
    """Return the date of the page's only line that is a time to the second: systems print it below the title."""
    if text.count(":") < 2:
        return ""
    lines = _STAMP.findall(text)
    found = first_date(lines[0]) if len(lines) == 1 else None
    return found.isoformat() if found is not None else ""


def _scripted(page: PageView) -> str:
    """Return the date of publication that an inline script writes into the page."""
    scripts = page.scripts
    if "pubda" not in scripts and "pubDa" not in scripts:
        return ""
    written = {first_date(match[1]) for match in _SCRIPTED.finditer(scripts)} - {None}
    found = written.pop() if len(written) == 1 else None  # several are a list's
    return found.isoformat() if found is not None else ""


def _whole(text: str, start: int, end: int) -> str:
    """Return a part of the text with the number at its end complete: half a day is another day."""
    while end < len(text) and text[end].isdigit():
        end += 1
    return text[start:end]


def _trail(text: str) -> tuple[str, ...]:
    match = next((m for m in _TRAIL.finditer(text) if _leads(text, m)), None)
    match = match or next((m for m in _BARE_TRAIL.finditer(text) if _from_home(text, m)), None)
    if match is None:
        return ()
    rest = text[match.end() : match.end() + MAX_TRAIL].lstrip(":：是 \n\xa0\u3000")
    steps: list[str] = []
    joined = True
    for line in rest.split("\n"):
        for index, part in enumerate(_STEP.split(line)):
            name = part.strip()
            if index:
                joined = True
            if not name:
                continue
            if not joined or len(name) > 30:
                return _after_home(steps)
            steps.append(name)
            joined = False
    return _after_home(steps)


def _leads(text: str, match: "re.Match[str]") -> bool:
    before, after = text[max(0, match.start() - 6) : match.start()], text[match.end() : match.end() + 2].strip()
    return _BEFORE_TRAIL.search(before) is not None or after[:1] in (":", "：")


def _from_home(text: str, match: "re.Match[str]") -> bool:
    """Whether what stands before the first step is the home page's name, in a line of its own."""
    line = text[max(0, match.start() - 12) : match.start() + 1].rpartition("\n")[2]
    return line.strip(" \xa0\u3000") in HOME_NAMES


def _after_home(steps: list[str]) -> tuple[str, ...]:
    return tuple(step for step in steps if step.replace(" ", "").replace("\xa0", "") not in (*HOME_NAMES, "正文"))[:6]
