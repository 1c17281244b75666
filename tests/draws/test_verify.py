"""What an outsider finds in published files: nothing where all is right, the very thing where it is not."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from kaoping.draws.drawing import make_draw
from kaoping.draws.protocol import commitment_of, seal_of, seed_of
from kaoping.draws.values import Chosen, Commitment, DrawResult, Revealed
from kaoping.draws.verify import Published, follows, verify
from tests.draws.lists import APRIL, JUNE, MARCH, MAY, PUBLIC, SECRET, SOURCE, pool, published, sealed

OTHER = "f" * 64
GOOD = published(pool("a", *"uvwxyz"), pool("b", "x"), pool("c"))
assert GOOD.result is not None
RESULT: DrawResult = GOOD.result


def bad(one: Published) -> dict[str, str]:
    return {remark.code: remark.text for remark in verify(one) if remark.state == "bad"}


def changed(**more: object) -> Published:
    return replace(GOOD, result=replace(RESULT, **more))  # type: ignore[arg-type]  # fields of the result by name


def test_a_draw_as_it_should_be() -> None:
    assert bad(GOOD) == {}
    assert {remark.code for remark in verify(GOOD) if remark.state == "open"} == {"public_value"}
    assert follows(RESULT) == ()


def test_before_the_secret_is_revealed_the_seed_is_open_and_the_choice_is_not() -> None:
    remarks = {remark.code: remark.state for remark in verify(replace(GOOD, revealed=None))}
    assert remarks["no_reveal"] == "open"
    assert remarks["choice_follows"] == "good"
    assert "seed_fits" not in remarks


def test_the_least_that_can_be_looked_at() -> None:
    codes = {remark.code for remark in verify(Published(sealed_text=GOOD.sealed_text))}
    assert codes == {"no_commitment", "no_reveal", "no_result"}


def test_a_list_that_was_trimmed_after_sealing_names_what_is_gone() -> None:
    """The office drops a candidate from its list and leaves the rest of the result as it was."""
    text = RESULT.sealed_text.replace("item\tv\t事项v\n", "")
    found = bad(changed(sealed_text=text))
    assert "少了“item v 事项v”" in found["list"]
    assert "名单在封存后改动过" in found["seal"]
    assert "list" not in bad(replace(changed(sealed_text=text), sealed_text=text))
    assert set(bad(replace(changed(sealed_text=text), sealed_text=text))) >= {"seal"}


def test_a_list_that_was_trimmed_and_sealed_anew_does_not_give_the_seed() -> None:
    text = RESULT.sealed_text.replace("item\tv\t事项v\n", "")
    forged = changed(sealed_text=text, seal=seal_of(text))
    assert "seed" in bad(replace(forged, sealed_text=text))


def test_a_draw_made_all_over_again_is_seen_by_who_noted_the_seal() -> None:
    """Nothing in the files tells: list, seed and result were all made again with the true secret."""
    again = published(pool("a", *"uwxyz"), pool("b", "x"), pool("c"))
    assert bad(again) == {}
    assert set(bad(replace(again, noted_seal=RESULT.seal))) == {"seal_changed"}
    assert {r.code for r in verify(replace(GOOD, noted_seal=f" {RESULT.seal.upper()} "))} >= {"seal_noted"}


def test_another_secret_is_seen() -> None:
    assert set(bad(replace(GOOD, revealed=Revealed(OTHER, JUNE)))) == {"secret", "seed"}


def test_another_commitment_is_seen_by_who_noted_it() -> None:
    """A new secret with a new commitment to it, put in place of the old one."""
    new = commitment_of(OTHER, SOURCE)
    text = RESULT.sealed_text.replace(commitment_of(SECRET, SOURCE), new)
    forged = Published(Commitment(new, SOURCE, MARCH), text, make_draw(text, OTHER, PUBLIC, MAY), Revealed(OTHER, JUNE))
    assert bad(forged) == {}
    assert set(bad(replace(forged, noted_commitment=commitment_of(SECRET, SOURCE)))) == {"commitment_changed"}
    assert set(bad(replace(forged, commitment=GOOD.commitment))) == {"secret", "other_commitment"}


def test_a_source_of_the_public_value_that_was_changed_is_seen() -> None:
    assert GOOD.commitment is not None
    other = replace(GOOD, commitment=replace(GOOD.commitment, public_source="另一日号码"))
    assert set(bad(other)) == {"secret", "public_source"}


def test_a_public_value_left_out_or_changed_is_seen() -> None:
    assert set(bad(changed(public=""))) == {"public", "seed"}
    assert set(bad(changed(public="3 2 1"))) == {"seed"}


def test_a_seed_made_to_measure_is_seen() -> None:
    """The office tries seeds until it likes the outcome; list and choice fit that seed."""
    seed = seed_of(SECRET, RESULT.seal, "9 9 9")
    text = RESULT.sealed_text
    liked = make_draw(text, SECRET, "9 9 9", MAY)
    assert set(bad(changed(seed=seed, chosen=liked.chosen))) == {"seed"}


def _swapped(chosen: Chosen) -> Chosen:
    other = next(item for item in "uvwxyz" if item not in chosen.items)
    return replace(chosen, items=(chosen.items[0], other))


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (lambda c: (_swapped(c[0]), *c[1:]), "choice", "不应抽到却列入的有“事项"),
        (lambda c: (_swapped(c[0]), *c[1:]), "choice", "应抽到却没有列入的有“事项"),
        (lambda c: (replace(c[0], items=c[0].items[::-1]), *c[1:]), "choice", "次序或个数"),
        (lambda c: (replace(c[0], items=()), *c[1:]), "choice", "应抽到却没有列入的有"),
        (lambda c: c[1:], "left_out", "“sample/guides/a”封存了却没有抽取结果"),
        (lambda c: (*c, Chosen("sample/guides/d", ("u",))), "added", "“sample/guides/d”不在封存名单里"),
        (lambda c: (*c, c[0]), "choice", "两个抽取结果"),
        (lambda c: (replace(c[0], items=("nowhere", *c[0].items)), *c[1:]), "choice", "“nowhere”"),
    ],
)
def test_a_result_that_does_not_follow(
    change: Callable[[tuple[Chosen, ...]], tuple[Chosen, ...]], code: str, words: str
) -> None:
    forged = changed(chosen=change(RESULT.chosen))
    assert set(bad(forged)) == {code}
    assert words in bad(forged)[code]
    assert forged.result is not None
    assert {remark.code for remark in follows(forged.result)} == {code}


def test_a_candidate_listed_twice_is_seen() -> None:
    text = RESULT.sealed_text.replace("item\tv\t事项v\n", "item\tv\t事项v\nitem\tv\t事项v\n")
    assert "有重复" in bad(changed(sealed_text=text))["doubled"]


def test_a_pool_listed_twice_is_seen() -> None:
    assert "doubled" in bad(changed(sealed_text=sealed(pool("a", "x"), pool("a", "y"))))


def test_a_list_in_another_form_is_seen() -> None:
    text = RESULT.sealed_text.replace("item\tu\t事项u\nitem\tv\t事项v\n", "item\tv\t事项v\nitem\tu\t事项u\n")
    found = bad(changed(sealed_text=text))
    assert "不是规定的格式" in found["form"]
    assert "各行相同，次序或归属不同" in found["list"]


def test_a_list_that_is_none_is_told_and_nothing_else_is_concluded() -> None:
    codes = {remark.code: remark.state for remark in verify(changed(sealed_text="抽查\n"))}
    assert codes["form"] == "bad"
    assert "choice_follows" not in codes


def test_times_that_contradict_one_another() -> None:
    assert "公布密钥" in bad(replace(GOOD, revealed=Revealed(SECRET, APRIL)))["order"]
    assert GOOD.commitment is not None
    late = replace(GOOD, commitment=replace(GOOD.commitment, committed_at=MAY))
    assert "封存名单" in bad(late)["order"]


def test_many_names_are_cut_short() -> None:
    text = sealed(*(pool(unit, *"uvwxyz", n=6) for unit in "ab"))
    result = make_draw(text, SECRET, PUBLIC, MAY)
    forged = replace(result, chosen=(replace(result.chosen[0], items=()), result.chosen[1]))
    assert "等 6 个" in follows(forged)[0].text
