"""Search a site in the browser where its search is sent or answered by scripts only: with what, and what came of it."""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from selectolax.lexbor import LexborHTMLParser

from kaoping.browse.contract import Searched, SearchWish
from kaoping.facts.shown import without_hidden
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import FactStore
from kaoping.gather.document import Document
from kaoping.gather.search import NONSENSE
from kaoping.gather.search_results import ResultPage, plain, read_results
from kaoping.gather.search_titles import BROKEN_OFF, LONGEST, SHORTEST, drawn
from kaoping.model.outcomes import Fault, PageKind
from kaoping.model.site_looks import SearchForm, SearchLook, SearchTry, Visit

BY_SCRIPT = "script"  # the method of such a search


def wanted_search(store: FactStore, titles: int) -> SearchWish | None:
    """Return what to search for: words that nothing has, then `titles` titles of articles, drawn by the site's address.

    None where the search was driven without a browser, or where nobody looked for one.
    """
    look = store.record.looks.search if store.record.looks is not None else None
    pages = store.get(Pages)
    if look is None or pages.home is None or not _open(look):
        return None
    known = _titles(store, pages)
    on_home = set(store.record.links.targets[store.record.links.pages == pages.home].tolist())
    elsewhere = {url: title for url, (title, target) in known.items() if target not in on_home}
    # what the home page shows anyway is no proof where results come on that very page
    chosen = tuple(drawn(elsewhere or {url: title for url, (title, _) in known.items()}, store.record.site, titles))
    return SearchWish(pages.address(pages.home), NONSENSE, chosen) if chosen else None


def read_search(wish: SearchWish, answers: tuple[Searched, ...], at: datetime) -> SearchLook:
    """Return what searching in the browser gave, in the form of a search that is driven without one."""
    first = next((each for each in answers if each.document), None)
    if first is None:
        failed = next(iter(answers), Searched("", reason="browser-site-time"))
        return SearchLook(reason=failed.reason, fault=failed.fault or Fault.US)
    form = SearchForm(wish.page, first.url.partition("?")[0].partition("#")[0], BY_SCRIPT, first.box)
    urls = ("", *(url for _, url in wish.titles))
    results = [read_results(_document(answer)) if answer.document else None for answer in answers]
    control, *tries = [
        _try(url, answer, at, (shown, results[0])) for url, answer, shown in zip(urls, answers, results, strict=False)
    ]
    names = [picture_name(place) if answer.picture else "" for place, answer in enumerate(answers)]
    named = [replace(tried, picture=name) for tried, name in zip((control, *tries), names, strict=True)]
    return SearchLook(form, named[0], tuple(named[1:]))


def picture_name(place: int) -> str:
    """Return the name of the picture of a search's results, by its place among the searches of a site."""
    return f"search-{place}.jpg"


def _open(look: SearchLook) -> bool:
    """Whether a search is still to be tried: no form was found that can be sent, or its results could not be read."""
    if not look.tries:
        return look.reason in ("search-by-script", "no-search-seen")
    found = any(tried.found and not tried.on_control for tried in look.tries)
    told = any(tried.results or tried.none_said for tried in look.tries)
    return not found and (not told or (look.form is not None and look.form.scripted))


def _titles(store: FactStore, pages: Pages) -> dict[str, tuple[str, int]]:
    """Return titles by which the site links its own articles, with their targets, by address, each title once."""
    texts = {target.number: " ".join(target.text.split()) for target in store.record.targets}
    found: dict[str, tuple[str, tuple[str, int]]] = {}
    for number in pages.of_kind(PageKind.ARTICLE):
        target = pages.records[number].target
        title = texts.get(target, "")
        if SHORTEST <= len(plain(title)) <= LONGEST and not BROKEN_OFF.search(title):
            found.setdefault(plain(title), (pages.address(number), (title, target)))
    return dict(found.values())


def _try(url: str, answer: Searched, at: datetime, results: tuple[ResultPage | None, ResultPage | None]) -> SearchTry:
    """Return one search as it is kept; `results` are what it showed and what the control showed."""
    shown, control = results
    visit = Visit(answer.url, at, answer.status, answer.url, reason=answer.reason, fault=answer.fault)
    tried = SearchTry(answer.words, url, visit, digest=sha256(answer.document).hexdigest())
    if shown is None:
        return tried
    tried = replace(tried, none_said=shown.none_said, too_often=shown.too_often)
    if not url:
        return tried
    common = control.links if control is not None else frozenset()
    return replace(
        tried,
        found=shown.shows(answer.words, url),
        on_control=bool(control and control.shows(answer.words, url)),
        results=len(shown.links - common),
    )


def _document(answer: Searched) -> Document:
    html = without_hidden(answer.document)
    tree = LexborHTMLParser(html)
    named = tree.css_first("base[href]")
    plain_page = Document(answer.url, answer.url, "utf-8", tree, html)
    base = plain_page.address(named.attributes.get("href")) if named is not None else ""
    return Document(answer.url, base or answer.url, "utf-8", tree, html)
