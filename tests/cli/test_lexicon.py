"""`kaoping lexicon`: word lists are checked, listed and shown; `inspect` takes them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kaoping.cli import cli
from kaoping.model.errors import InputError
from tests.crawl.serving import html, serve

GOOD = (
    "#编号,our-list\n#名称,本单位词库\n#用途,错误表述\n#版本,1\n#日期,2026-01-02\n#语言,zh-Hans\n#来源,本单位\n"
    "等级,类别,词语,建议,例外,引文,说明\n一般,错别字,甲乙,丙丁,,查,\n"
)


def test_a_good_list(tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text(GOOD, encoding="gbk")
    result = CliRunner().invoke(cli, ["lexicon", "lint", str(path)])
    assert result.exit_code == 0
    assert result.output == "本单位词库（our-list，1）：1 条，没有发现问题。\n"
    shown = CliRunner().invoke(cli, ["lexicon", "show", str(path)]).output
    assert "一般  错别字  甲乙 → 丙丁；引文也查" in shown
    data = json.loads(CliRunner().invoke(cli, ["lexicon", "show", str(path), "--json"]).output)
    assert data["entries"][0]["wording"] == "甲乙"


def test_a_bad_list_names_every_line(tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text(GOOD + "一般,错别字,丙,丁\n中等,错别字,戊己,庚\n", encoding="utf-8-sig")
    error = CliRunner().invoke(cli, ["lexicon", "lint", str(path)]).exception
    assert isinstance(error, InputError)
    assert f"{path}:10" in str(error)
    assert f"{path}:11" in str(error)


def test_two_lists_of_one_id_are_refused(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    names = [str(tmp_path / name) for name in ("a.csv", "b.csv")]
    error = CliRunner().invoke(cli, ["lexicon", "lint", *names]).exception
    assert "编号 our-list 与另一个文件相同" in str(error)


def test_the_shipped_lists_are_named_and_shown() -> None:
    listed = CliRunner().invoke(cli, ["lexicon", "list"]).output
    assert "kaoping-wrong-wording" in listed
    assert "kaoping-sensitive-wording" in listed
    assert "布署 → 部署" in CliRunner().invoke(cli, ["lexicon", "show", "kaoping-wrong-wording"]).output


def test_a_missing_file_is_told_before_anything_is_fetched(tmp_path: Path) -> None:
    arguments = [
        "inspect",
        "http://127.0.0.1:9/",
        "--out",
        str(tmp_path / "out"),
        "--lexicon",
        str(tmp_path / "no.csv"),
    ]
    with pytest.raises(InputError, match="文件不存在"):
        CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert not (tmp_path / "out").exists()


def test_an_inspection_takes_an_offices_own_list_and_keeps_to_it(tmp_path: Path) -> None:
    words, out = tmp_path / "words.csv", tmp_path / "out"
    words.write_text(GOOD, encoding="utf-8")
    with serve({"/": html("<p>首页上写着甲乙</p>")}) as own:
        arguments = ["inspect", f"http://127.0.0.1:{own.port}/", "--out", str(out), "--allow-private", "127.0.0.0/8"]
        arguments += ["--pace", "500", "--no-offsite", "--no-availability", "--lexicon", str(words)]
        assert CliRunner().invoke(cli, arguments, catch_exceptions=False).exit_code == 0
        (findings,) = out.glob("*/findings.jsonl")
        lines = map(json.loads, findings.read_text(encoding="utf-8").splitlines())
        (said,) = [each for each in lines if each["check"] == "wrong-wording"]
        assert said["values"]["right"] == "丙丁"
        assert said["values"]["source"] == "our-list 1"
        words.write_text(GOOD.replace("丙丁", "戊己"), encoding="utf-8")
        with pytest.raises(InputError, match="词库不同；词语在读页面时查找"):
            CliRunner().invoke(cli, arguments, catch_exceptions=False)
