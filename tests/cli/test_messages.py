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
        (("inspect", "http://a.cn", "--pace", "x", "--out", "x"), "x 不是数。用法见"),
        (
            ("inspect", "http://a.cn", "--max-pages", "0", "--out", "x"),
            "参数 --max-pages 的值不对：0 超出范围，应为 x>=1。",
        ),
        (("inspect", "http://a.cn", "--out"), "选项 --out 后面没有写值。"),
        (("whatif", "nowhere"), "参数 RESULTS 的值不对：nowhere 不存在，请检查路径。"),
        (("schemes", "render", "suqian-2022", "--out", "a", "--format", "pdf"), "可选：docx、html、xlsx。"),
        (
            ("schemes", "import", __file__, "--out", "a.yaml", "--tables", "x"),
            "参数 --tables 的值不对：应是用逗号分开的编号",
        ),
        (("schemes", "show", "suqian-2022", "another"), "多出了参数 another。"),
        (("schemes", "show", str(Path(__file__).parent)), "这是目录，不是文件"),
        (("demo", "--as-of", "2022年", "--out", "x"), "2022年 的写法不对，应如 2022-12-31。"),
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
    assert "读写失败（路径中有一段是文件，不是目录）" in error


def test_what_is_no_place_for_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    code, error = said(monkeypatch, capsys, "schemes", "render", "suqian-2022", "--out", "a" * 300 + ".docx")
    assert code == 1
    assert "文件名太长" in error
