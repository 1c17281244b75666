"""What the checks of listed wordings have in common: from places on pages and in attachments to verdicts."""

from collections.abc import Callable, Iterator, Sequence

from kaoping.checks.verdicts import fail, suspected
from kaoping.facts.site.pages import Pages
from kaoping.facts.site.wordings import AttachedPlace, Place, Wordings
from kaoping.model.canonical import digest
from kaoping.model.findings import Plain, Verdict
from kaoping.model.wordings import Wording

SHOWN_PAGES = 20
VALUES = (
    *("wording", "right", "grade", "wording_kind", "around", "at", "zone", "source", "note", "pages", "count"),
    *("target", "title", "place"),
)
Chosen = Callable[[Wording], bool]


def chosen_by(grades: Sequence[str], allowed: Sequence[str]) -> Chosen:
    """Return whether a wording is one that the scheme asks for."""
    return lambda said: said.grade in grades and said.wording not in allowed


def verdicts(places: Sequence[Place], pages: Pages, certain: Sequence[str]) -> Iterator[Verdict]:
    """Yield one verdict per place on pages: `certain` grades fail, the others are for a person to confirm."""
    for place in places:
        said = place.said
        urls = [pages.records[number].final_url for number in place.pages]
        values = _values(said) | {"pages": urls[:SHOWN_PAGES], "count": len(urls)}
        say = fail if said.grade in certain else suspected
        locus = f"{said.wording} {digest([said.around, said.zone], 12)}"
        page = pages.kind(place.pages[0])
        yield say(locus, urls[0], values, page=page, reason="listed-wording", snippet=_shown(said))


def attached_verdicts(places: Sequence[AttachedPlace], certain: Sequence[str]) -> Iterator[Verdict]:
    """Yield one verdict per place in an attachment, seen on the first page that links to it."""
    for each in places:
        said, file = each.said, each.file
        values = _values(said) | {"target": file.record.url, "title": file.record.text, "place": said.place, "count": 1}
        say = fail if said.grade in certain else suspected
        locus = f"{file.record.url} {said.wording} {digest([said.around, said.zone], 12)}"
        yield say(locus, file.shown_on, values, page=file.page, reason="listed-wording", snippet=_shown(said))


def looked_at(pages: Pages, wordings: Wordings) -> int:
    """Return how many pages and attachments were searched."""
    return len(pages.records) + wordings.searched


def _values(said: Wording) -> dict[str, Plain]:
    return {
        "wording": said.wording,
        "right": said.right,
        "grade": said.grade,
        "wording_kind": said.kind,
        "around": said.around,
        "at": said.at,
        "zone": said.zone,
        "source": said.source,
        "note": said.note,
    }


def _shown(said: Wording) -> str:
    end = said.at + len(said.wording)
    return f"{said.around[: said.at]}【{said.wording}】{said.around[end:]}"
