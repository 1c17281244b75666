"""What the checks of listed wordings have in common: from places to verdicts."""

from collections.abc import Iterator, Sequence

from kaoping.checks.verdicts import fail, suspected
from kaoping.facts.site.pages import Pages
from kaoping.facts.site.wordings import Place
from kaoping.model.canonical import digest
from kaoping.model.findings import Plain, Verdict

SHOWN_PAGES = 20
VALUES = ("wording", "right", "grade", "wording_kind", "around", "at", "zone", "source", "note", "pages", "count")


def verdicts(places: Sequence[Place], pages: Pages, certain: Sequence[str]) -> Iterator[Verdict]:
    """Yield one verdict per place: `certain` grades fail, the others are for a person to confirm."""
    for place in places:
        said = place.said
        urls = [pages.records[number].final_url for number in place.pages]
        values: dict[str, Plain] = {
            "wording": said.wording,
            "right": said.right,
            "grade": said.grade,
            "wording_kind": said.kind,
            "around": said.around,
            "at": said.at,
            "zone": said.zone,
            "source": said.source,
            "note": said.note,
            "pages": urls[:SHOWN_PAGES],
            "count": len(urls),
        }
        end = said.at + len(said.wording)
        shown = f"{said.around[: said.at]}【{said.wording}】{said.around[end:]}"
        say = fail if said.grade in certain else suspected
        locus = f"{said.wording} {digest([said.around, said.zone], 12)}"
        yield say(locus, urls[0], values, page=pages.kind(place.pages[0]), reason="listed-wording", snippet=shown)
