"""The published figures are what the labels and fixtures give, and no check counts that does not reach its target."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping.checks.discovery import all_checks
from kaoping.model.outcomes import Outcome
from tests.accuracy.aside import Aside, HeldOut, asides, elsewhere, held_out
from tests.accuracy.document import PAGE, render
from tests.accuracy.fact_measures import MEASURES
from tests.accuracy.figures import CHECKS, MEASURED, check_figures, measure_real, read, real_figures
from tests.accuracy.label import add, main, verify
from tests.accuracy.labels import Label, LabelError, Truth, labelled_checks, read_labels
from tests.accuracy.page_truth import page_truths
from tests.accuracy.sources import corpus
from tests.accuracy.tally import PRECISION, RECALL, Tally, tally, wilson

STORED = read(CHECKS)
COUNTED = [check.id for check in all_checks().values() if check.about.stage == "counted"]
REMAKE = "run: make accuracy (or python -m tests.checks.accuracy_file for the part made of fixtures)"
needs_corpus = pytest.mark.skipif(corpus() is None, reason="KAOPING_CORPUS names no folder of saved sites")


def plain(figures: object) -> Any:
    return json.loads(json.dumps(figures))


def test_the_fixtures_give_the_published_figures() -> None:
    assert plain(check_figures(read(MEASURED)["checks"])) == STORED, REMAKE


def test_the_page_is_made_of_the_stored_figures() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(STORED, read(MEASURED)), REMAKE


@pytest.mark.parametrize("check", COUNTED)
def test_a_counted_check_reaches_its_target(check: str) -> None:
    real, made = Tally(**STORED[check]["real"]), Tally(**STORED[check]["made"])
    assert made.wrong == made.missed == 0
    assert made.right > 0
    if real.enough:
        assert (real.precision or 0) >= PRECISION, f"{check}: let it be on trial, or mend it"
        assert (real.recall or 0) >= RECALL, f"{check}: let it be on trial, or mend it"


@pytest.mark.parametrize("measure", MEASURES)
def test_columns_and_dates_reach_their_target(measure: str) -> None:
    counted = Tally(**read(MEASURED)["facts"]["all"][measure])
    assert (counted.precision or 0) >= PRECISION
    assert (counted.recall or 0) >= RECALL


@pytest.mark.full
@needs_corpus
def test_the_labels_give_the_published_figures() -> None:
    real = measure_real()
    assert real is not None
    stored = read(MEASURED)
    for part, figures in plain(real_figures(real)).items():
        assert figures == stored[part], REMAKE
    assert not real.checks.loose, (
        "label these findings (python -m tests.accuracy.label list), or say in aside.tsv why not"
    )


@pytest.mark.full
@needs_corpus
def test_every_label_speaks_of_the_corpus() -> None:
    folder = corpus()
    assert folder is not None
    assert "every label" in verify(folder)


def test_label_files_can_be_read() -> None:
    assert set(labelled_checks()) <= set(all_checks())
    assert all(page.digest and page.by for pages in page_truths().values() for page in pages)


def test_what_bears_no_label_has_a_reason() -> None:
    known = set(all_checks()) | {"*"}
    assert {check for aside in asides() for check in aside.checks} <= known
    assert set(elsewhere()) <= known
    assert {each.check for each in held_out()} <= known
    unlabelled = {check for check, entry in STORED.items() if not entry["n_real"]}
    assert unlabelled <= set(elsewhere()), "label real pages, or say in elsewhere.tsv why they cannot tell"


def test_a_finding_is_set_aside_by_check_source_and_locus() -> None:
    aside = Aside(("dead-link", "https"), "pages/intl/*", "*", "abroad")
    assert aside.covers("https", "pages/intl/a.html", "scheme")
    assert not aside.covers("mojibake", "pages/intl/a.html", "/")
    assert not aside.covers("https", "pages/cn/a.html", "scheme")


def test_half_of_the_pages_are_kept_back_by_their_digest() -> None:
    odd, even = (Label("pages/cn/a.html", digest, "/", Truth.FAULT, "looked") for digest in ("00ff", "0f00"))
    kept = HeldOut("image-alt", "pages/*", "odd")
    assert kept.covers("image-alt", odd)
    assert not kept.covers("image-alt", even)
    assert not kept.covers("mojibake", odd)
    assert HeldOut("image-alt", "pages/*", "all").covers("image-alt", even)


@pytest.mark.parametrize(("file", "line"), [("aside.tsv", "a\tb\tc\t"), ("held_out.tsv", "a\tb\tsome")])
def test_a_reason_or_part_that_is_missing_is_refused(tmp_path: Path, file: str, line: str) -> None:
    (tmp_path / file).write_text(line + "\n", encoding="utf-8")
    with pytest.raises(LabelError, match=file):
        (asides if file == "aside.tsv" else held_out)(tmp_path)


LABELS = (
    Label("s", "d", "/told", Truth.FAULT, "looked"),
    Label("s", "d", "/wrong", Truth.CLEAN, "looked"),
    Label("s", "d", "/hint", Truth.FAULT, "looked"),
    Label("s", "d", "/missed", Truth.FAULT, "looked"),
    Label("s", "d", "/quiet", Truth.CLEAN, "looked"),
    Label("s", "d", "/unclear", Truth.UNCLEAR, "looked"),
)
TOLD = {
    "/told": Outcome.FAIL, "/wrong": Outcome.FAIL, "/hint": Outcome.SUSPECTED, "/unclear": Outcome.FAIL,
    "/nobody": Outcome.FAIL,
}  # fmt: skip


def test_what_is_told_is_counted_against_what_is_true() -> None:
    counted = tally(LABELS, TOLD)
    assert counted == Tally(right=1, wrong=1, hints_right=1, missed=1, quiet=1, unclear=1, unlabelled=1)
    assert (counted.faults, counted.labelled, counted.enough) == (3, 5, False)
    assert (counted.precision, counted.recall) == (0.5, 0.6667)
    assert tally([Label("s", "d", "*", Truth.FAULT, "looked")], TOLD) == Tally(right=1)
    assert Tally().precision is None


@given(st.integers(0, 5_000), st.integers(0, 5_000))
def test_the_bounds_enclose_the_share(part: int, more: int) -> None:
    bounds = wilson(part, part + more)
    if part + more == 0:
        assert bounds is None
    else:
        assert bounds is not None
        assert 0 <= bounds[0] <= round(part / (part + more), 4) <= bounds[1] <= 1


def test_the_bounds_are_those_of_the_literature() -> None:
    assert wilson(81, 263) == (0.2553, 0.3662)  # Newcombe 1998, table II
    assert wilson(0, 20) == (0.0, 0.1611)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("a\tb\tc", "cells"),
        ("a\tb\tc\tmaybe\tlooked\t", "maybe"),
        ("a\tb\tc\tfault\tsomebody\t", "who"),
        ("a\tb\tc\tfault\tlooked\t\na\tb\tc\tclean\tlooked\t", "twice"),
    ],
)
def test_labels_that_cannot_be_believed_are_refused(tmp_path: Path, line: str, why: str) -> None:
    path = tmp_path / "dead-link.tsv"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(LabelError, match=why):
        read_labels(path)


def test_a_label_is_bound_to_the_bytes_that_were_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "corpus/pages/cn/a.html"
    page.parent.mkdir(parents=True)
    (tmp_path / "corpus/sites").mkdir()
    page.write_text("<title>某县</title><p>正文甲</p>", encoding="utf-8")
    folder, labels = tmp_path / "corpus", tmp_path / "labels"
    monkeypatch.setenv("KAOPING_CORPUS", str(folder))
    label = Label("pages/cn/a.html", "", "*", Truth.CLEAN, "looked", "quite right")
    assert "1 labels" in add(folder, "mojibake", label, labels)
    assert "1 sources" in verify(folder, labels)
    assert "正文甲" in main(["show", "pages/cn/a.html", "正文"])
    assert "pages/cn/a.html" in main(["quiet", "page-labels", "3"])
    page.write_text("<title>某县</title><p>正文乙</p>", encoding="utf-8")
    with pytest.raises(LabelError, match="mojibake"):
        verify(folder, labels)
    for arguments in (["add", "mojibake", "pages/cn/b.html", "*", "clean", "looked"], ["show", "../x"], []):
        with pytest.raises(LabelError):
            main(arguments)
    with pytest.raises(LabelError, match="no check"):
        add(folder, "no-such-check", label, labels)
