"""Helps a person to label: `python -m tests.accuracy.label COMMAND …` (needs KAOPING_CORPUS).

list [CHECK]                              what was told and nobody has labelled, with an excerpt
quiet CHECK [N]                           N single pages on which the check said nothing and that bear no label of it
show SOURCE [WORD]                        the text of a page, or what stands around a word in it
add CHECK SOURCE LOCUS TRUTH BY [NOTE]    label a locus: fault, clean or unclear; by looked, origin or program NAME
pages SOURCE                              list pages of a site whose kind nobody has labelled
verify                                    every label speaks of bytes that are in the corpus
"""

import html
import random
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from kaoping.checks.discovery import all_checks
from kaoping.facts.store import FactStore
from tests.accuracy.check_measures import told_loci
from tests.accuracy.figures import measure_real
from tests.accuracy.labels import FOLDER, Label, LabelError, Labelled, Truth, foreign, labelled_checks, write_labels
from tests.accuracy.page_truth import page_truths
from tests.accuracy.programs.second_reader import source_text
from tests.accuracy.sources import corpus, digest_of, inspected_sites, see_page, sources

_MARKUP = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
EXCERPT = 1_500


def main(arguments: Sequence[str]) -> str:
    """Carry one command out and return what it says. Raises LabelError on what cannot be done."""
    folder = corpus()
    if folder is None:
        raise LabelError("KAOPING_CORPUS names no folder with sites")
    command, rest = (arguments[0], list(arguments[1:])) if arguments else ("", [])
    match command, rest:
        case "list", _:
            return _list(rest[0] if rest else "")
        case "quiet", [check, *more]:
            return _quiet(folder, check, int(more[0]) if more else 10)
        case "show", [source, *more]:
            return _show(_path(folder, source), more[0] if more else "")
        case "add", [check, source, locus, truth, by, *note]:
            return add(folder, check, Label(source, "", locus, _truth(truth), by, " ".join(note)))
        case "pages", [source]:
            return _pages(folder, source)
        case "verify", []:
            return verify(folder)
    raise LabelError(__doc__ or "")


def add(folder: Path, check: str, label: Label, labels: Path = FOLDER) -> str:
    """Store a label with the digest of its source; one of the same locus is replaced. Raises LabelError."""
    if check not in all_checks():
        raise LabelError(f"no check {check}")
    digest = digest_of(_path(folder, label.source))
    path = labels / "findings" / f"{check}.tsv"
    before = labelled_checks(labels).get(check, Labelled(check, (), {}))
    kept = [each for each in before.labels if (each.source, each.locus) != (label.source, label.locus)]
    stamped = Label(label.source, digest, label.locus, label.truth, label.by, label.note)
    write_labels(path, Labelled(check, (*kept, stamped), before.params))
    labelled_checks(labels)  # what was written can be read
    return f"{check}: {len(kept) + 1} labels"


def verify(folder: Path, labels: Path = FOLDER) -> str:
    """Hold every label against the bytes of its source. Raises LabelError with those that speak of something else."""
    digests = {name: digest_of(path) for name, path in sources(folder).items()}
    wrong = [
        f"{check}: {label.source}"
        for check, labelled in labelled_checks(labels).items()
        for label in foreign(labelled.labels, digests)
    ]
    wrong += [f"pages: {source}" for source in page_truths(labels) if source not in digests]
    if wrong:
        raise LabelError("labelled, but not in the corpus with these bytes:\n" + "\n".join(wrong))
    return f"{len(digests)} sources, every label speaks of one of them"


def _list(check: str) -> str:
    real = measure_real()
    rows = real.checks.loose if real is not None else []
    return "\n".join("\t".join(row) for row in rows if check in ("", row[0]))


def _quiet(folder: Path, check: str, count: int) -> str:
    if check not in all_checks():
        raise LabelError(f"no check {check}")
    known = {label.source for label in labelled_checks().get(check, Labelled(check, (), {})).labels}
    names = [name for name, path in sources(folder).items() if path.is_file() and name not in known]
    random.Random(check).shuffle(names)  # the same pages every time
    found: list[str] = []
    for name in names:
        seen = see_page(name, folder / name)
        if len(found) < count and not told_loci(all_checks()[check], {}, FactStore(seen.record), seen):
            found.append(f"{name}\t{_show(folder / name, '')[:200]}")
    return "\n".join(found)


def _pages(folder: Path, source: str) -> str:
    _path(folder, source)
    known = {page.address for page in page_truths().get(source, [])}
    with inspected_sites(folder) as sites:
        seen = next((each for each in sites if each.source == source), None)
        rows = seen.record.pages if seen is not None else []
        addresses = [seen.locus(row.record.final_url) for row in rows] if seen is not None else []
    return "\n".join(address for address in addresses if address not in known)


def _show(path: Path, word: str) -> str:
    if not path.is_file():
        raise LabelError(f"{path} is a whole site: name one of its pages")
    words = " ".join(html.unescape(_MARKUP.sub(" ", source_text(path.read_bytes()))).split())
    at = max(0, words.find(word) - EXCERPT // 2) if word else 0
    return words[at : at + EXCERPT]


def _path(folder: Path, source: str) -> Path:
    path = folder / source
    if source not in sources(folder) and not (path.is_file() and folder.resolve() in path.resolve().parents):
        raise LabelError(f"{source} is not in the corpus")
    return path


def _truth(word: str) -> Truth:
    try:
        return Truth(word)
    except ValueError:
        raise LabelError(f"{word!r} is none of {', '.join(Truth)}") from None


if __name__ == "__main__":
    try:
        sys.stdout.write(main(sys.argv[1:]) + "\n")
    except LabelError as error:
        sys.exit(str(error))
