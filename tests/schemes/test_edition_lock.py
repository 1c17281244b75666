"""Published editions of the library stay what they were; drafts may change until they are locked."""

from dataclasses import replace
from pathlib import Path

import pytest

from kaoping.cli import _edition_lock
from kaoping.model.errors import InputError
from kaoping.schemes import edition_lock
from kaoping.schemes.edition_lock import Edition, edition_of, edition_problem, lock_editions, read_lock, write_lock
from kaoping.schemes.loader import library_ids, load_scheme
from kaoping.schemes.model import Scheme
from tests.schemes.conftest import WriteScheme

PUBLISHED = Edition("base-2024", "2024-01-02")


@pytest.fixture
def scheme(write: WriteScheme) -> Scheme:
    return load_scheme(write())


@pytest.mark.parametrize("name", library_ids())
def test_published_editions_are_unchanged(name: str) -> None:
    """A failure says what to do; CONTRIBUTING.md says it at length."""
    problem = edition_problem(load_scheme(name), read_lock())
    assert problem is None, str(problem)


def test_no_line_is_left_without_a_scheme() -> None:
    assert {edition.scheme for edition in read_lock()} <= set(library_ids())


def test_the_lock_is_written_as_the_program_writes_it(tmp_path: Path) -> None:
    write_lock(read_lock(), tmp_path / "lock")
    assert (tmp_path / "lock").read_bytes() == edition_lock.LOCK.read_bytes()


def test_layout_may_change_and_meaning_may_not(scheme: Scheme, write: WriteScheme) -> None:
    lock = {PUBLISHED: scheme.digest}
    layout = load_scheme(write(("points: 6,", "points:   6.0,"), ("groups:", "# 分类\ngroups:")))
    assert edition_problem(layout, lock) is None
    changed = load_scheme(write(("0.5 per dead", "0.4 per dead")))
    problem = edition_problem(changed, lock)
    assert problem is not None
    for words in ("base-2024.yaml", "已经公布", scheme.digest[7:19], changed.digest[7:19], "edition: 2024-01-02.2"):
        assert words in str(problem)


def test_a_new_edition_is_a_draft_until_it_is_locked(scheme: Scheme, write: WriteScheme) -> None:
    lock = {PUBLISHED: scheme.digest}
    second = load_scheme(write(("0.5 per dead", "0.4 per dead"), ("groups:", "edition: 2024-01-02.2\ngroups:")))
    assert edition_problem(second, lock) is None
    locked = lock_editions([second], lock)
    assert locked == {PUBLISHED: scheme.digest, Edition("base-2024", "2024-01-02.2"): second.digest}
    assert edition_problem(replace(second, digest=scheme.digest), locked) is not None


def test_a_changed_edition_is_not_locked_again(scheme: Scheme) -> None:
    with pytest.raises(InputError, match="不能修改"):
        lock_editions([scheme], {PUBLISHED: "sha256:0"})


@pytest.mark.parametrize("edition", ["", "2024 第二版"])
def test_an_edition_has_a_name_of_one_word(scheme: Scheme, edition: str) -> None:
    problem = edition_problem(replace(scheme, edition=edition), {})
    assert problem is not None
    assert "没有版次" in problem.message


@pytest.mark.parametrize(
    ("line", "said"), [("a 2024", "三项"), ("a 2024 md5:0", "三项"), ("a 1 sha256:0\na 1 sha256:1", "已经有一行")]
)
def test_a_damaged_lock_is_refused(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "editions.lock"
    path.write_text(f"# 头\n\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=said) as caught:
        read_lock(path)
    assert f"editions.lock:{2 + line.count(chr(10)) + 1}" in str(caught.value)


def test_locking_by_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "editions.lock"
    path.write_text("", encoding="utf-8")
    monkeypatch.setattr(_edition_lock, "read_lock", lambda: read_lock(path))
    monkeypatch.setattr(_edition_lock, "write_lock", lambda lock: write_lock(lock, path))
    assert _edition_lock.main([]) == 0
    assert "suqian-2022 2022-03-04 草稿" in capsys.readouterr().out
    assert _edition_lock.main(["suqian-2022"]) == 0
    assert "suqian-2022 2022-03-04 已公布" in capsys.readouterr().out
    assert read_lock(path) == {edition_of(load_scheme("suqian-2022")): load_scheme("suqian-2022").digest}
    path.write_text("suqian-2022 2022-03-04 sha256:0\n", encoding="utf-8")
    assert _edition_lock.main([]) == 1
    assert "内容却变了" in capsys.readouterr().out
    assert _edition_lock.main(["suqian-2022"]) == 1
    assert "不能修改" in capsys.readouterr().err
