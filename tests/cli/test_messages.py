"""What a person reads when a command line is wrong or a disk says no: Chinese, one line, the right exit code."""

import sys
from pathlib import Path

import pytest

from kaoping.cli import main


def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Run `kaoping` with `arguments`; return its exit code and what it wrote to standard error."""
    monkeypatch.setattr(sys, "argv", ["kaoping", *arguments])
    with pytest.raises(SystemExit) as stop:
        main()
    return int(stop.value.code or 0), capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("inspekt",), "没有这个命令：'inspekt'"),
        (("inspect",), "缺少参数 URL"),
        (("inspect", "http://a.cn", "--bogus", "--out", "x"), "没有选项 --bogus"),
        (("inspect", "http://a.cn", "--pace", "x", "--out", "x"), "参数 --pace 的值不对"),
        (("inspect", "ftp://a.cn", "--out", "x"), "这些网址不对：ftp://a.cn"),
        (("assess", "nowhere.yaml", "--out", "x"), "nowhere.yaml"),
        (("score", "no-such-scheme", "--measures", __file__, "--roster", __file__, "--out", "x"), "no-such-scheme"),
    ],
)
def test_a_wrong_command_line(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    arguments: tuple[str, ...],
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, error = said(monkeypatch, capsys, *arguments)
    assert code == 2
    assert words in error
    assert "Traceback" not in error
    assert list(tmp_path.iterdir()) == [], "nothing is written for a wrong command line"


def test_a_folder_that_cannot_be_made(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    code, error = said(monkeypatch, capsys, "inspect", "http://127.0.0.1:1/", "--out", str(tmp_path / "file" / "out"))
    assert code == 1
    assert "读写失败" in error
