"""An assessment whose scheme draws: guides of every unit, towns of a county, and two of three fields."""

from datetime import UTC, datetime
from pathlib import Path

from kaoping.runs.draw_files import DrawFolder
from kaoping.runs.drawing import commit, run, seal
from kaoping.runs.inputs.assessment import read_assessment
from kaoping.schemes.loader import load_scheme

SCHEME = """\
id: drawing
title: 抽查方案
basis: {document: 测试}
groups: {county: 县区, department: 部门}
bodies: {town: 乡镇（街道）}
samples:
  guides: {of: service_guides, n: 2, if_none: zero}
  towns: {of: towns, bodies: town, from: both, n: 2, combine: sum, if_none: full}
measures:
  faults: {ask: 有问题的办事指南数, kind: count, sample: guides, count: items}
  town_faults: {ask: 县和乡镇的问题数, kind: count, sample: towns}
parts:
  - id: main
    title: 测评
    points: 100
    clause: 一
    when_not_applicable: full
    indicators:
      - {id: guides-leaf, title: 办事指南, points: 20, text: 每个扣10分, deduct: [10 per faults]}
      - {id: towns-leaf, title: 乡镇, points: 20, text: 每处扣1分, deduct: [1 per town_faults], applies_to: [county]}
      - id: fields
        title: 领域
        points: 60
        draw: {children: 2, per: cycle}
        indicators:
          - {id: field-a, title: 教育, points: 30, text: 人工, manual: true}
          - {id: field-b, title: 卫生, points: 30, text: 人工, manual: true}
          - {id: field-c, title: 养老, points: 30, text: 人工, manual: true}
total: {combine: sum}
"""
ASSESSMENT = """\
scheme: scheme.yaml
as_of: 2022-12-31
units:
  - {id: xian, name: 甲县, group: county}
  - {id: ju, name: 乙局, group: department}
  - {id: guan, name: 丙馆, group: department}
"""
CANDIDATES = """\
sample,unit,item,name
guides,xian,g1,居住证
guides,xian,g2,老年证
guides,xian,g3,生育登记
guides,ju,j1,教师资格
guides,guan,无,
towns,xian,t1,一镇
towns,xian,t2,二镇
towns,xian,t3,三镇
"""
NOW = datetime(2022, 12, 20, 1, tzinfo=UTC)


def lay_out(folder: Path, more: str = "") -> Path:
    """Write scheme, assessment and candidates; return the assessment file."""
    (folder / "scheme.yaml").write_text(SCHEME, encoding="utf-8")
    (folder / "candidates.csv").write_text(CANDIDATES, encoding="utf-8")
    file = folder / "assessment.yaml"
    file.write_text(ASSESSMENT + more, encoding="utf-8")
    return file


def sealed_draw(folder: Path, file: Path) -> DrawFolder:
    """Commit and seal in `folder`/draw."""
    draw = DrawFolder(folder / "draw")
    commit(draw, "", NOW)
    seal(draw, read_assessment(file, load_scheme, files_needed=False), folder / "candidates.csv", now=NOW)
    return draw


def made_draw(folder: Path, file: Path) -> DrawFolder:
    """Commit, seal and run."""
    draw = sealed_draw(folder, file)
    run(draw, now=NOW)
    return draw
