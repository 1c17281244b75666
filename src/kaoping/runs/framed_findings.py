"""Pictures of a judged site's findings: which are made, from what, and how they are listed beside them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kaoping.browse.contract import BrowseOptions
from kaoping.crawl.charset import read_text
from kaoping.crawl.stored import StoredAnswer, read_answer
from kaoping.evidence.durable import replace_file
from kaoping.evidence.exporting import PERSONAL
from kaoping.evidence.leaves import sha256
from kaoping.evidence.pictures import LIST, PICTURES
from kaoping.model.browser_looks import BrowserLooks, BrowserPage, Device, Place
from kaoping.model.deferred import Deferred
from kaoping.model.errors import StorageError
from kaoping.model.findings import Finding, Plain
from kaoping.model.outcomes import Outcome
from kaoping.model.pages import EvidencePointer
from kaoping.reports.pages import beijing
from kaoping.reports.reasons import reason_text
from kaoping.runs.browser_file import read_browser
from kaoping.runs.judge import DROPPED

if TYPE_CHECKING:
    from kaoping.browse import framing
else:
    framing = Deferred("kaoping.browse.framing")

MOST = 60  # pictures of a site
MOST_OF_CHECK = 8
SHOWN = (Outcome.FAIL, Outcome.SUSPECTED)
AT_THE_FOOT = ("footer-marks", "error-report-entry")
_LINKS = ("target", "targets", "link", "examples")
_TEXTS = ("text", "placeholder", "shown", "words", "terms", "title", "value", "column")
_SHORTEST, _LONGEST = 2, 60


@dataclass(frozen=True, slots=True)
class FramedFinding:
    """One line of the list: the picture of a finding, what it was made from, when and with what.

    `digest` is the SHA-256 of the body of the stored answer that was rendered, or of the earlier picture `picture_of`.
    """

    key: str
    picture: str
    made: datetime
    browser: str
    places: int
    digest: str
    picture_of: str = ""


def read_framed(directory: Path) -> tuple[FramedFinding, ...]:
    """Return the list of a site's framed findings; nothing where there is none or it cannot be read."""
    try:
        return msgspec.json.decode((directory / LIST).read_bytes(), type=tuple[FramedFinding, ...])
    except (OSError, msgspec.DecodeError):
        return ()


def frame_findings(
    directory: Path, findings: Sequence[Finding], options: BrowseOptions, *, now: datetime, titles: Mapping[str, str]
) -> tuple[FramedFinding, ...]:
    """Make the pictures that are missing, drop those of findings that are gone, and return the list.

    Pages on which personal data were found are never pictured. Raises NoBrowserError where there is no browser.
    """
    chosen = {finding.key: finding for finding in _chosen(findings)}
    kept = {each.key: each for each in read_framed(directory) if each.key in chosen}
    sources = {key: source for key, finding in chosen.items() if (source := _source(directory, finding)) is not None}
    kept = {key: each for key, each in kept.items() if key in sources and sources[key].digest == each.digest}
    wishes = [_wish(chosen[key], source, titles) for key, source in sources.items() if key not in kept]
    made: list[framing.Framed] = []
    version = framing.run_framing(wishes, options, made.append) if wishes else ""
    (directory / PICTURES).mkdir(exist_ok=True)
    for framed in made:
        replace_file(directory / PICTURES / f"{framed.name}.jpg", [framed.picture])
        source = sources[framed.name]
        kept[framed.name] = FramedFinding(
            framed.name, f"{framed.name}.jpg", now, version, framed.places, source.digest, source.picture_of
        )
    return _listed(directory, kept.values())


def picture_links(framed: Iterable[FramedFinding]) -> Mapping[str, str]:
    """Return where the pictures lie, as the site's page names them, by the finding's key."""
    return {each.key: f"{PICTURES}/{each.picture}" for each in framed}


def drop_gone(directory: Path, findings: Iterable[Finding]) -> tuple[FramedFinding, ...]:
    """Drop the pictures of findings that a new judging no longer gives, and return the list of the others."""
    listed = read_framed(directory)
    keys = {finding.key for finding in _chosen(findings)}
    kept = tuple(each for each in listed if each.key in keys)
    return kept if kept == listed else _listed(directory, kept)


def _listed(directory: Path, kept: Iterable[FramedFinding]) -> tuple[FramedFinding, ...]:
    """Write the list, and remove pictures of findings that it no longer names."""
    found = tuple(sorted(kept, key=lambda each: each.key))
    gone = {each.picture for each in read_framed(directory)} - {each.picture for each in found}
    text = msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"
    replace_file(directory / LIST, [text])
    for name in gone:
        (directory / PICTURES / name).unlink(missing_ok=True)
    return found


def _chosen(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings to picture: of every check the first few, failures before suspicions."""
    found = [finding for finding in findings if finding.outcome in SHOWN]
    hidden = {finding.url for finding in found if finding.check == PERSONAL}
    count: Counter[str] = Counter()
    for finding in sorted(found, key=lambda each: (SHOWN.index(each.outcome), each.check, each.url, each.key)):
        if finding.url not in hidden and count[finding.check] < MOST_OF_CHECK and count.total() < MOST:
            count[finding.check] += 1
            yield finding


@dataclass(frozen=True, slots=True)
class _Source:
    """What a picture is made from: a stored page, or an earlier picture with the places of the finding on it."""

    digest: str
    html: bytes = b""
    picture: bytes = b""
    picture_of: str = ""
    boxes: tuple[tuple[int, int, int, int], ...] = ()


def _source(directory: Path, finding: Finding) -> _Source | None:
    """Return what a finding's picture can be made from; None where nothing was kept that shows it."""
    places = _BY_BROWSER.get(finding.check, _foot if finding.check in AT_THE_FOOT else _nowhere)
    if finding.check in _BY_BROWSER or finding.values.get("in_browser"):
        return _earlier_picture(directory, finding, places)
    evidence = finding.evidence.get("page") or finding.evidence
    if not isinstance(evidence, Mapping) or not evidence.get("warc") or evidence.get(DROPPED):
        return None
    pointer = EvidencePointer(str(evidence["digest"]), str(evidence["warc"]), int(str(evidence["offset"])))
    try:
        answer = read_answer(directory, pointer)
    except StorageError:
        return None
    kind = answer.headers.get("content-type", "")
    if not _is_page(answer, kind):
        return None
    return _Source(pointer.digest, html=read_text(answer.body, kind).utf8)


def _is_page(answer: StoredAnswer, kind: str) -> bool:
    return answer.status is not None and ("html" in kind.lower() or (not kind and answer.body.lstrip()[:1] == b"<"))


def _rule_places(page: BrowserPage, finding: Finding) -> Iterator[Place]:
    for rule in page.broken or ():
        if rule.rule == finding.values.get("rule"):
            yield from rule.places


def _floating_places(page: BrowserPage, finding: Finding) -> Iterator[Place]:
    for floater in page.floaters:
        if finding.values.get("link", "") == floater.link and finding.snippet == floater.place.text:
            yield floater.place


def _wide_places(page: BrowserPage, finding: Finding) -> Iterator[Place]:
    """What is too wide; a page that is shrunk as a whole has no such place."""
    yield from page.layout.wide if page.layout is not None and finding.reason == "overflow" else ()


def _foot(page: BrowserPage, _: Finding) -> Iterator[Place]:
    if page.foot is not None:
        yield page.foot


def _nowhere(_page: BrowserPage, _finding: Finding) -> Iterator[Place]:
    yield from ()


_BY_BROWSER = {
    "accessibility": _rule_places,
    "floating-ads": _floating_places,
    "mobile-layout": _wide_places,
}


def _earlier_picture(
    directory: Path, finding: Finding, places: Callable[[BrowserPage, Finding], Iterator[Place]]
) -> _Source | None:
    looks = read_browser(directory)
    if finding.check == "site-search":
        return _search_picture(directory, looks, finding)
    device = Device.PHONE if finding.check == "mobile-layout" else Device.DESKTOP
    for page in looks.pages if looks is not None else ():
        if page.device is device and page.final_url == finding.url and page.picture:
            name, top = page.picture, 0
            if finding.check in AT_THE_FOOT and page.foot_picture:
                name, top = page.foot_picture, page.foot_top
            found = (place.box for place in places(page, finding))
            boxes = tuple((left, down - top, width, height) for left, down, width, height in found)
            return _picture_source(directory, name, boxes)
    return None


def _picture_source(directory: Path, name: str, boxes: tuple[tuple[int, int, int, int], ...] = ()) -> _Source | None:
    try:
        picture = (directory / PICTURES / name).read_bytes()
    except OSError:
        return None
    return _Source(f"sha256:{sha256(picture)}", picture=picture, picture_of=name, boxes=boxes)


def _search_picture(directory: Path, looks: BrowserLooks | None, finding: Finding) -> _Source | None:
    """Return the picture of the results among which a title is missing."""
    tries = looks.search.tries if looks is not None and looks.search is not None else ()
    missed = finding.values.get("not_found")
    named = [tried for tried in tries if tried.picture and isinstance(missed, list | tuple) and tried.title in missed]
    for tried in named or [tried for tried in tries if tried.picture]:
        return _picture_source(directory, tried.picture)
    return None


def _wish(finding: Finding, source: _Source, titles: Mapping[str, str]) -> "framing.Wish":
    what = reason_text(finding.reason) if finding.reason else "问题位置见红框"
    how = f"巡检时的页面图片 {source.picture_of}" if source.picture else "按存档重新显示，不含外部图片和样式"
    caption = (
        f"考评：{titles.get(finding.check, finding.check)}（{what}）"[:90],
        f"网址：{finding.url}"[:160],
        f"所见时间：{beijing(finding.at)}（北京时间）  {how}  摘要 {source.digest[:30]}…",
    )
    return framing.Wish(
        finding.key,
        finding.url,
        caption,
        html=source.html,
        picture=source.picture,
        links=() if source.picture else tuple(_said(finding, _LINKS, links=True)),
        texts=() if source.picture else tuple(_said(finding, _TEXTS, links=False)),
        foot=finding.check in AT_THE_FOOT,
        boxes=source.boxes,
    )


def _said(finding: Finding, names: Sequence[str], *, links: bool) -> Iterator[str]:
    """Yield the addresses, or the texts, that a finding is about, as far as its values tell."""
    values: list[Plain] = [finding.values.get(name) for name in names]
    if not links and finding.snippet:
        values.append(finding.snippet)
    for value in values:
        for each in value if isinstance(value, list | tuple) else (value,):
            if not isinstance(each, str) or each.startswith(("http://", "https://")) is not links:
                continue
            if links or len(each) >= _SHORTEST:
                yield each if links else each[:_LONGEST]
