"""The importer's figures on the real documents do not fall (needs KAOPING_SEEDS, see `accuracy`)."""

import pytest

from kaoping.model.errors import InputError
from kaoping.schemes.drafting.importer import import_document
from tests.drafting.accuracy import (
    DOCUMENTS,
    WITHOUT_INDICATORS,
    Answer,
    answers,
    compare,
    document,
    measure,
    seeds_folder,
)

needs_seeds = pytest.mark.skipif(seeds_folder() is None, reason="KAOPING_SEEDS names no folder")
CASES = [(number, name) for number, names in DOCUMENTS.items() for name in names]


@needs_seeds
@pytest.mark.parametrize(("number", "name"), CASES)
def test_leaves_of_the_real_documents(number: str, name: str) -> None:
    folder = seeds_folder()
    assert folder is not None
    score = measure(document(folder, number), answers(name))
    assert score.share(score.names) >= 0.95, score.faults
    assert score.share(score.points) >= 0.95, score.faults
    assert score.share(score.rules) >= 0.80, score.faults
    assert score.extra <= 2, score.faults


@needs_seeds
@pytest.mark.parametrize("number", WITHOUT_INDICATORS)
def test_documents_without_indicators_say_so(number: str) -> None:
    folder = seeds_folder()
    assert folder is not None
    with pytest.raises(InputError, match="没有读到考评指标"):
        import_document(document(folder, number))


def test_the_comparison_counts_what_is_wrong() -> None:
    wanted = [Answer(1, "甲（一）", "2", "deduct"), Answer(1, "乙", "3", "award"), Answer(1, "丙", "1", "full")]
    leaves = [
        {"table": 1, "name": "甲(一)", "points": 2, "rule": "deduct"},
        {"table": 1, "name": "乙", "points": 4, "rule": "manual"},
        {"table": 1, "name": "丁", "points": 1, "rule": "full"},
    ]
    score = compare(leaves, wanted)
    assert (score.leaves, score.names, score.points, score.rules, score.extra) == (3, 2, 1, 1, 1)
