"""Places where visitors log in: links that say so and forms that ask for a password."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self
from urllib.parse import urljoin, urlsplit

from kaoping.facts.page.entries import LOGIN
from kaoping.facts.page.forms import Form
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import PerPage
from kaoping.model.pages import Life

_OTHERS = re.compile(
    "后台|邮箱|邮件|办公|管理|内网|内部|信访|纪检|监察|举报|mail|webadmin|/admin|/oa/|//oa\\.", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Login:
    """One way to log in: its words, its address, the page that shows it, and the system (host) it is of."""

    words: str
    url: str
    shown_on: str
    system: str


@dataclass(frozen=True, slots=True)
class Logins:
    """Ways to log in that pages show, one for each system.

    Channels of their own (信访, 纪检举报) and what is for staff (后台, 邮箱, 办公) are left out.
    """

    all: tuple[Login, ...]

    @classmethod
    def derive(cls, record: SiteRecord, pages: Pages, forms: PerPage[list[Form]]) -> Self:
        found: dict[str, Login] = {}
        for login in (*_links(record), *_forms(pages, forms)):
            if not _OTHERS.search(f"{login.words} {login.url}"):
                found.setdefault(login.system, login)
        return cls(tuple(found.values()))


def _links(record: SiteRecord) -> Iterator[Login]:
    for target in record.targets:
        if target.life is not Life.DEAD and len(target.text) <= 16 and LOGIN.fullmatch(target.text.strip()):
            yield Login(target.text.strip(), target.url, record.site, _system(target.url))


def _forms(pages: Pages, forms: PerPage[list[Form]]) -> Iterator[Login]:
    for number in sorted(forms):
        if number not in pages.records:
            continue
        shown_on = pages.records[number].final_url
        for form in forms[number]:
            if form.password and not form.long_text:
                url = _joined(shown_on, form.action)
                yield Login("登录表单", url, shown_on, _system(url))


def _joined(base: str, action: str) -> str:
    try:
        return urljoin(base, action)
    except ValueError:
        return base


def _system(url: str) -> str:
    """Return the host: folders of one host mostly share their users."""
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return url
