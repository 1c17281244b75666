"""`kaoping draw` as an office uses it, and then as a suspicious outsider who has only the published files."""

import json
import shutil
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from kaoping.cli.draw import command
from kaoping.model.errors import InputError
from tests.draws import independent

ASSESSMENT = """\
scheme: suqian-2022
as_of: 2022-12-31
units:
  - {id: linxi, name: 临汐区, group: county, class: district}
  - {id: jiaoyu, name: 市教育局, group: department, class: tier1}
"""
GUIDES = [
    f"guides,{unit},http://{unit}.example/{number}.html,事项{number}"
    for unit in ("linxi", "jiaoyu")
    for number in range(9)
]
CANDIDATES = "\n".join(["sample,unit,item,name", *GUIDES, "messages,linxi,无,"]) + "\n"
SOURCE = "2022-12-20 某彩票开奖号码"
RESULT_HEAD = {
    "format": "kaoping-draw/1",
    "kind": "result",
    "sealed_list": [],
    "seal": "",
    "seed": "",
    "public": "",
    "drawn_at": "2022-12-20T09:00:00+08:00",
    "draws": [],
}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(ASSESSMENT, encoding="utf-8")
    (tmp_path / "c.csv").write_text(CANDIDATES, encoding="utf-8")
    return tmp_path / "cc"


def draw(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, catch_exceptions=False)


def carried_out(*more: str) -> None:
    """Commit, seal and run."""
    draw("commit", "cc", "--public-source", SOURCE)
    draw("seal", "cc", "c.csv", "--assessment", "a.yaml")
    draw("run", "cc", "--public", "1 2 3", *more)


def test_the_five_steps(office: Path) -> None:
    said = draw("commit", "cc", "--public-source", SOURCE)
    promised = json.loads((office / "commitment.json").read_text())
    assert promised["commitment"] in said.output
    secret_file = office.with_name("cc.secret.json")
    assert stat.S_IMODE(secret_file.stat().st_mode) == 0o600
    secret = json.loads(secret_file.read_text())["secret"]
    assert secret not in said.output

    said = draw("seal", "cc", "c.csv", "--assessment", "a.yaml")
    assert "已封存 3 份名单、18 个对象" in said.output
    assert "没有可抽查的：临汐区：已公开的网民留言（messages）" in said.stderr
    assert "名单中没有，本轮不抽：市教育局：已公开的网民留言（messages，jiaoyu）" in said.stderr

    said = draw("run", "cc", "--public", "1 2 3")
    assert "临汐区：办事服务事项（9 抽 5）：事项" in said.output
    assert secret not in said.output
    assert draw("verify", "cc").exit_code == 0
    assert "密钥尚未公布" in draw("verify", "cc").output

    assert secret in draw("reveal", "cc").output
    said = draw("verify", "cc", "--commitment", promised["commitment"])
    assert said.exit_code == 0
    assert "没有发现不符" in said.output
    assert independent.agrees(office)
    assert not any(secret in path.read_text() for path in office.iterdir() if path.name != "reveal.json")


def test_an_outsider_has_only_the_folder(office: Path, tmp_path: Path) -> None:
    carried_out()
    draw("reveal", "cc")
    elsewhere = tmp_path / "download"
    shutil.copytree(office, elsewhere)
    office.with_name("cc.secret.json").unlink()
    shutil.rmtree(office)
    listed = (elsewhere / "sealed.txt").read_bytes()
    (elsewhere / "sealed.txt").write_bytes(b"\xef\xbb\xbf" + listed.replace(b"\n", b"\r\n"))  # as Notepad saves it
    assert draw("verify", str(elsewhere)).exit_code == 0

    (elsewhere / "sealed.txt").write_bytes(listed.replace("\t事项3\n".encode(), "\t事项三\n".encode(), 1))
    said = draw("verify", str(elsewhere), "--json")
    assert said.exit_code == 1
    (found,) = json.loads(said.output)
    assert [remark["code"] for remark in found["remarks"] if remark["state"] == "bad"] == ["list"]


def test_every_kind_of_tampering_ends_with_1(office: Path) -> None:
    carried_out()
    draw("reveal", "cc")
    result = json.loads((office / "draws.json").read_text())
    first = result["draws"][0]
    spare = next(
        row.split(",")[2] for row in GUIDES if "jiaoyu" in row and row.split(",")[2] not in str(first["chosen"])
    )
    first["chosen"][0] = {"id": spare, "name": "中意的"}
    (office / "draws.json").write_text(json.dumps(result), encoding="utf-8")
    said = draw("verify", "cc")
    assert said.exit_code == 1
    assert "不应抽到却列入的有" in said.output
    assert "有 1 处不符" in said.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("commit", "cc"), "这里已有承诺"),
        (("seal", "cc", "c.csv", "--assessment", "a.yaml"), "已经封存，不能再改"),
        (("run", "cc", "--public", "1 2 3"), "已经抽过，不能重抽"),
        (("run", "cc", "--round", "2"), "sealed-2.txt：这一轮还没有封存名单"),
        (("seal", "cc", "c.csv", "--assessment", "a.yaml", "--round", "a/b"), "轮次“a/b”只能由"),
        (("verify", "nowhere"), "这里没有抽查的文件"),
        (("verify", "cc", "--round", "9"), "这里没有抽查的文件（sealed-9.txt）"),
    ],
)
def test_nothing_is_done_twice(office: Path, arguments: tuple[str, ...], message: str) -> None:
    carried_out()
    before = {path: path.read_bytes() for path in office.iterdir()}
    with pytest.raises(InputError, match=message):
        draw(*arguments)
    assert {path: path.read_bytes() for path in office.iterdir()} == before


def test_the_secret_is_not_revealed_while_a_list_waits(office: Path) -> None:
    carried_out()
    draw("seal", "cc", "c.csv", "--assessment", "a.yaml", "--round", "2022-02")
    with pytest.raises(InputError, match=r"sealed-2022-02\.txt"):
        draw("reveal", "cc")
    draw("run", "cc", "--round", "2022-02", "--public", "4 5 6")
    draw("reveal", "cc")
    said = draw("verify", "cc")
    assert said.exit_code == 0
    assert said.output.count("没有发现不符") == 2
    with pytest.raises(InputError, match="请用 --round 说明"):
        draw("verify", "cc", "--seal", "0" * 64)
    assert draw("verify", "cc", "--seal", "0" * 64, "--round", "2022-02").exit_code == 1
    with pytest.raises(InputError, match="密钥已经公布，不能再用它抽取"):
        draw("seal", "cc", "c.csv", "--assessment", "a.yaml", "--round", "2022-03")


def test_the_secret_is_not_left_in_the_folder_to_publish(office: Path) -> None:
    with pytest.raises(InputError, match="密钥不能放在要公布的目录里"):
        draw("commit", "cc", "--secret", "cc/secret.json")
    assert not office.exists()


def test_a_secret_that_others_can_read_is_remarked_on(office: Path) -> None:
    draw("commit", "cc", "--public-source", SOURCE)
    draw("seal", "cc", "c.csv", "--assessment", "a.yaml")
    office.with_name("cc.secret.json").chmod(0o644)
    assert "chmod 600" in draw("run", "cc", "--public", "1 2 3").stderr


def test_without_a_public_value(office: Path) -> None:
    assert "掌握密钥的人能预知" in draw("commit", "cc").output
    draw("seal", "cc", "c.csv", "--assessment", "a.yaml")
    draw("run", "cc")
    draw("reveal", "cc")
    assert draw("verify", "cc").exit_code == 0
    assert independent.agrees(office)


def test_files_that_are_something_else(office: Path) -> None:
    carried_out()
    for name, text, message in (
        ("draws.json", "{", "不是 JSON 文件或已损坏"),
        ("draws.json", "{}", "这不是抽查结果"),
        ("draws.json", "[" * 100_000, "不是 JSON 文件或已损坏"),
        ("draws.json", json.dumps({**RESULT_HEAD, "draws": [["pool"]]}), "draws 缺失或写法不对"),
        ("draws.json", json.dumps({**RESULT_HEAD, "draws": [{"pool": 1, "chosen": []}]}), "draws 缺失或写法不对"),
        ("draws.json", json.dumps({**RESULT_HEAD, "drawn_at": "2022-12-20"}), "drawn_at 缺失或写法不对"),
        ("commitment.json", json.dumps({"format": "kaoping-draw/1", "kind": "commitment"}), "commitment 缺失"),
    ):
        kept = (office / name).read_bytes()
        (office / name).write_text(text)
        with pytest.raises(InputError, match=message):
            draw("verify", "cc")
        (office / name).write_bytes(kept)


def test_what_a_hostile_list_says_does_not_reach_the_terminal_as_it_is(office: Path) -> None:
    carried_out()
    text = (office / "sealed.txt").read_text(encoding="utf-8")
    (office / "sealed.txt").write_text(text.replace("\t事项3\n", "\t\x1b[2J事项3\n"), encoding="utf-8")
    said = draw("verify", "cc")
    assert said.exit_code == 1
    assert "\x1b" not in said.output


def test_the_list_is_held_against_the_scheme(office: Path) -> None:
    carried_out()
    said = draw("verify", "cc", "--assessment", "a.yaml")
    assert said.exit_code == 0
    assert "方案要抽而这份名单里没有的：临汐区：政策文件" in said.output

    more = Path("a.yaml").read_text(encoding="utf-8").replace("id: linxi", "id: wangnan")
    Path("a.yaml").write_text(more, encoding="utf-8")
    said = draw("verify", "cc", "--assessment", "a.yaml")
    assert said.exit_code == 1
    assert "名单“sample/guides/linxi”与方案不符：方案和单位名单中没有这项抽查" in said.output


def test_a_list_is_drafted_for_people_to_complete(office: Path) -> None:
    said = draw("candidates", "--assessment", "a.yaml", "--out", "list.xlsx")
    assert "找到 0 个候选，还有 8 份名单待填" in said.output
    sheet = load_workbook("list.xlsx").worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[:3] for row in rows][:2] == [("policies", "linxi", "临汐区"), ("policies", "jiaoyu", "市教育局")]
    assert rows[4][:2] == ("guides、accurate_guides、form_guides", "linxi")
    assert "抽 5 个、2 个" in str(rows[4][6])
    assert "抽 3 个：请列出全部" in str(rows[0][6])
    with pytest.raises(InputError, match="已存在"):
        draw("candidates", "--assessment", "a.yaml", "--out", "list.xlsx")
    with pytest.raises(InputError, match=r"以 \.xlsx 结尾"):
        draw("candidates", "--assessment", "a.yaml", "--out", "list.csv")
    with pytest.raises(InputError, match="没有考评的巡检结果"):
        draw("candidates", "--assessment", "a.yaml", "--out", "other.xlsx", "--results", ".")

    draw("commit", "cc")
    with pytest.raises(InputError, match="没有填对象；这个单位没有可抽查的，请填“无”"):
        draw("seal", "cc", "list.xlsx", "--assessment", "a.yaml")
    book = load_workbook("list.xlsx")
    for row in range(2, 10):
        book.worksheets[0].cell(row, 5, "无")
    book.save("list.xlsx")
    assert "已封存 12 份名单、0 个对象" in draw("seal", "cc", "list.xlsx", "--assessment", "a.yaml").output
