"""`kaoping schemes render`: what it writes, and what it says of a wrong command line."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kaoping.cli import main
from kaoping.schemes.loader import load_scheme
from tests.reports.reading import page_text

SUQIAN = "suqian-2022"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command; returns exit code, output and errors."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["kaoping", "schemes", "render", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.mark.parametrize(("name", "magic"), [("表.docx", b"PK"), ("表.xlsx", b"PK"), ("表.html", b"<!doctype html>")])
def test_the_format_is_that_of_the_name(run: Run, tmp_path: Path, name: str, magic: bytes) -> None:
    path = tmp_path / "新目录" / name
    code, out, err = run(SUQIAN, "--out", path)
    assert (code, path.read_bytes()[: len(magic)]) == (0, magic)
    assert load_scheme(SUQIAN).title in out
    assert "有3处待定或待核" in err


def test_the_format_may_be_named(run: Run, tmp_path: Path) -> None:
    assert run(SUQIAN, "--format", "html", "--out", tmp_path / "表.htm")[0] == 0
    assert "<!doctype html>" in (tmp_path / "表.htm").read_text(encoding="utf-8")


def test_one_group(run: Run, tmp_path: Path) -> None:
    code, out, _ = run(SUQIAN, "--group", "county", "--out", tmp_path / "县区.html")
    assert (code, "综合考评办法（县区（功能区））" in out) == (0, True)
    text = page_text(tmp_path / "县区.html")
    assert "达到6且" in text
    assert "市级部门为3" not in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((SUQIAN, "--out", "表.pdf"), "看不出 表.pdf 要写成什么格式"),
        ((SUQIAN, "--out", "表.html", "--group", "dept"), "没有分组“dept”，可用：county（县区（功能区））"),
        ((SUQIAN, "--out", "有了.html"), "文件 有了.html 已存在"),
        (("nothing-2020", "--out", "表.html"), "nothing-2020"),
        ((SUQIAN, "--out", "表.html", "--format", "pdf"), "参数 --format 的值不对"),
    ],
)
def test_a_wrong_command_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "有了.html").write_text("旧", encoding="utf-8")
    code, _, err = run(*arguments)
    assert code == 2
    assert words in err
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {"有了.html": "旧"}


def test_a_file_is_overwritten_only_when_told(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "表.html"
    path.write_text("旧", encoding="utf-8")
    assert run(SUQIAN, "--out", path, "--force")[0] == 0
    assert path.read_text(encoding="utf-8") != "旧"
