"""Stored pages beside the desk: what was drawn, home pages, pages with findings, as the newest inspection kept them."""

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kaoping.measures.periods import lies_within
from kaoping.model.errors import KaopingError
from kaoping.replay.rendering import SANDBOX, Rendered, render_known, safe_headers, say
from kaoping.replay.stored_pages import StoredPage, stored_pages
from kaoping.runs.inputs.marks_layout import MarkRow
from kaoping.web.accounts.roles import Permission
from kaoping.web.marking.asked import book_of
from kaoping.web.marking.desk import GONE, Beside, living_sites
from kaoping.web.marking.models import Mark
from kaoping.web.marking.queries import own_marks
from kaoping.web.monitoring.finding_folder import site_folders
from kaoping.web.pages.access import page, row_of
from kaoping.web.registry.models import Site

MOST = 40  # addresses beside one mark
LONGEST = 2_000  # characters of an address


@dataclass(frozen=True, slots=True)
class Look:
    """An address that can be looked at as it was stored: `drawn` where it was drawn for this question."""

    title: str
    address: str
    drawn: bool = False


def looks_for(mark: Mark, asked: MarkRow | None, seen: Beside) -> Sequence[Look]:
    """Return what is looked at for a mark: what was drawn first, then home pages, then pages with findings."""
    found = [*_drawn(mark, asked)]
    found += [Look(_("首页：%s") % site.name, site.address) for site in (*seen.sites, *_of_body(mark))]
    found += [Look(title, one.url) for title, one in seen.findings]
    by_address: dict[str, Look] = {}
    for one in found:
        by_address.setdefault(one.address, one)
    return list(by_address.values())[:MOST]


def sites_of(mark: Mark) -> list[Site]:
    """Return the sites that a mark is about: the unit's, and those of the body drawn."""
    return [*living_sites(mark), *_of_body(mark)]


def _of_body(mark: Mark) -> list[Site]:
    rows = Site.objects.filter(unit__code=mark.period) if mark.period else Site.objects.none()
    return list(rows.exclude(state__in=GONE).order_by("pk"))


@page(Permission.GIVE_MARKS)
def stored(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a page of the unit's sites as the newest inspection stored it, for a frame only: in a sandbox."""
    mark = row_of(own_marks(request.user), pk)  # type: ignore[arg-type]  # pages are for people who are signed in
    address = request.GET.get("url", "")[:LONGEST]
    shown = _rendered(mark, address)
    headers = {**safe_headers(SANDBOX, "text/plain"), **shown.headers, "X-Frame-Options": "SAMEORIGIN"}
    return HttpResponse(shown.body, status=shown.status, headers=headers)


def _rendered(mark: Mark, address: str) -> Rendered:
    answer = say(404, _("巡查没有存档这个地址，请打开原网页查看：%s") % address)
    for site in sites_of(mark):
        for folder in site_folders(site.pk):
            if not folder.is_dir():
                continue
            try:
                answer = render_known(folder, _known(folder), address, "")
            except KaopingError as error:
                answer = say(404, str(error))
            if answer.status == 200:
                return answer
            break  # an older run says less; the next site may have it
    return answer


@functools.lru_cache(maxsize=2)
def _known(folder: Path) -> Mapping[str, StoredPage]:
    """A sealed folder never changes: its tables are read once for the pages of a sitting."""
    return stored_pages(folder)


def _drawn(mark: Mark, asked: MarkRow | None) -> Iterator[Look]:
    sample = asked.question.sample if asked else None
    if asked is None or sample is None:
        return
    for one in book_of(mark.cycle).of(sample.id, mark.participant.unit.code):
        if not lies_within(one.pool.name.period, asked.period):
            continue
        for number, item in enumerate(one.items, 1):
            if urlsplit(item.id).scheme in ("http", "https"):
                yield Look(f"{number}. {item.name}", item.id, drawn=True)
