"""The real sites and pages of the corpus: where they are, their digests, and the records that checks judge.

The corpus is not part of the project; `KAOPING_CORPUS` names its folder. Labels name a source (`sites/NAME` or
`pages/FOLDER/FILE`) and the digest of what was labelled, so that they never speak of something else.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from kaoping.crawl.charset import read_text
from kaoping.facts.record import SiteRecord
from kaoping.runs.collect import site_record
from tests.corpus.real_sites import inspect
from tests.facts.site_builder import PageSource, SiteBuilder

DIGITS = 16  # hex digits of a digest that labels carry
SHOWN_AS = "http://www.example.gov.cn/"  # the address under which a single page is judged that names none
SEEN = datetime(2025, 1, 1, 4, tzinfo=UTC)  # when single pages are judged: after all of them were saved
MARKUP = (".html", ".htm", ".shtml", ".jhtml")
_OWN = re.compile(rb"""rel=["']?canonical["']?[^>]{0,40}href=["']?https?://([\w.-]+)""", re.IGNORECASE)
_OWN_PROPERTY = re.compile(rb"""property=["']?og:url["']?[^>]{0,40}content=["']?https?://([\w.-]+)""", re.IGNORECASE)
# The day on which each site is judged: that of its newest item, about when it was saved.
SITES: Mapping[str, datetime] = {
    "sites/cn_atxlyj": datetime(2021, 6, 10, 4, tzinfo=UTC),
    "sites/cn_gzdzhrss": datetime(2020, 12, 31, 4, tzinfo=UTC),
    "sites/cn_jspn": datetime(2020, 12, 28, 4, tzinfo=UTC),
    "sites/cn_zjgztb": datetime(2021, 1, 13, 4, tzinfo=UTC),
    "sites/us_whitehouse2017": datetime(2017, 11, 15, 4, tzinfo=UTC),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """One source as the checks see it; `root` is the address of its home page."""

    source: str
    digest: str
    root: str
    record: SiteRecord

    def locus(self, locus: str) -> str:
        """Return a locus without the address under which the source happens to be served."""
        return locus.replace(self.root, "/")


def corpus() -> Path | None:
    """Return the folder of the corpus, or None where there is none."""
    named = os.environ.get("KAOPING_CORPUS", "")
    return Path(named) if named and (Path(named) / "sites").is_dir() else None


def digest_of(source: Path) -> str:
    """Return the digest of a page's bytes, or of all files of a site with their paths."""
    if source.is_file():
        return hashlib.sha256(source.read_bytes()).hexdigest()[:DIGITS]
    whole = hashlib.sha256()
    for path in sorted(each for each in source.rglob("*") if each.is_file()):
        inside = path.relative_to(source).as_posix()
        whole.update(f"{inside}\n{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()[:DIGITS]


def sources(folder: Path) -> dict[str, Path]:
    """Return every source of the corpus by name: sites first, then single pages."""
    pages = sorted(path for path in (folder / "pages").rglob("*") if path.suffix.lower() in MARKUP)
    found = {name: folder / name for name in SITES if (folder / name).is_dir()}
    return found | {path.relative_to(folder).as_posix(): path for path in pages}


def see_page(name: str, path: Path) -> Seen:
    """Return a single page as the home page of a site: its own where it names it, else one with a name made up."""
    body = path.read_bytes()
    html = read_text(body, "text/html").utf8
    named = _OWN.search(html) or _OWN_PROPERTY.search(html)
    root = f"http://{named[1].decode().lower()}/" if named else SHOWN_AS
    return Seen(name, digest_of(path), root, SiteBuilder(root, SEEN).build({root: PageSource(html)}))


def secure_page(seen: Seen, path: Path) -> Seen:
    """Return a single page as it would be over https."""
    root = seen.root.replace("http:", "https:", 1)
    html = read_text(path.read_bytes(), "text/html").utf8
    return replace(seen, root=root, record=SiteBuilder(root, SEEN).build({root: PageSource(html)}))


@contextmanager
def inspected_sites(folder: Path) -> Iterator[list[Seen]]:
    """Serve and inspect every whole site; yield them as of their days."""
    with tempfile.TemporaryDirectory(prefix="kaoping-accuracy-") as scratch:
        yield [_inspected(name, folder / name, Path(scratch) / name) for name in SITES if (folder / name).is_dir()]


def _inspected(name: str, path: Path, out: Path) -> Seen:
    root = inspect(path, out).root
    (place,) = (sealed.parent for sealed in out.glob("*/coverage.json"))
    return Seen(name, _site_digest(path), root, site_record(root, place, SITES[name]))


@lru_cache(maxsize=16)
def _site_digest(path: Path) -> str:
    return digest_of(path)
