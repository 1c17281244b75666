"""A roster that does not bear the names of the document is told so, whatever command reads it."""

from pathlib import Path

from click.testing import CliRunner

from kaoping.cli.marks import command as marks
from kaoping.cli.score import command as score

SCHEME = """\
id: listed-2024
title: 清单
basis: {document: 示范〔2024〕1号, issued: 2024-01-02}
groups: {department: 部门}
checklists: {projects: {clause: 附录1, units: {市发改委: [甲, 乙], 市教育局: [甲]}}}
measures: {disclosed: {ask: 是否公开, each: projects}}
parts:
  - id: site
    title: 网站
    clause: 一
    points: 3
    when_not_applicable: exclude
    indicators:
      - {id: projects, title: 项目, points: 2, text: 按比例, applies_to: {checklist: projects}, ratio: {of: disclosed}}
      - {id: rest, title: 其他, points: 1, text: 由评分人员评定}
total: {combine: sum}
"""
SAID = "提示：清单“附录1”中的1个单位不在名册中：市教育局。"


def test_scoring_a_table(tmp_path: Path) -> None:
    (tmp_path / "scheme.yaml").write_text(SCHEME, encoding="utf-8")
    (tmp_path / "roster.csv").write_text("unit,name,group\nfgw,市发改委,department\n", encoding="utf-8")
    (tmp_path / "m.csv").write_text("unit,measure,period,value,state\nfgw,disclosed,1,1,known\n", encoding="utf-8")
    arguments = [str(tmp_path / "scheme.yaml"), "--measures", str(tmp_path / "m.csv")]
    arguments += ["--roster", str(tmp_path / "roster.csv"), "--out", str(tmp_path / "out"), "--as-of", "2024-12-31"]
    done = CliRunner().invoke(score, arguments)
    assert done.exit_code == 0
    assert done.stderr.splitlines() == [SAID]  # once, although the list also says whom the indicator applies to


def test_writing_the_marks_workbook(tmp_path: Path) -> None:
    (tmp_path / "scheme.yaml").write_text(SCHEME, encoding="utf-8")
    assessment = "scheme: scheme.yaml\nas_of: 2024-12-31\nunits:\n  - {id: fgw, name: 市发改委, group: department}\n"
    (tmp_path / "a.yaml").write_text(assessment, encoding="utf-8")
    done = CliRunner().invoke(marks, ["template", str(tmp_path / "a.yaml")])
    assert done.exit_code == 0, done.output
    assert done.stderr.splitlines() == [SAID]
