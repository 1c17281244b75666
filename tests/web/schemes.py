"""A small scheme as an office would upload it: two groups, classes, a tag, samples, drawn indicators, a series."""

import functools

from kaoping.model.catalogue import Catalogue
from kaoping.schemes.handed_in import read_handed_in
from kaoping.schemes.model import Scheme

TEXT = """\
id: sucheng-2026
title: 宿城市2026年政府网站考评办法
basis: {document: 宿城政办〔2026〕3号, issued: "2026-03-02", by: 宿城市人民政府办公室}
groups: {county: 县区, department: 部门}
classes:
  tier1: {of: department, title: 第一档}
  tier2: {of: department, title: 第二档}
tags: {livelihood: 重点民生}
bodies: {town: 乡镇}
samples:
  towns: {of: pages, bodies: town, from: subordinates, n: 1, clause: 一}
  guides: {of: service_guides, n: 2, clause: 一}
measures:
  good: {ask: 是否良好, kind: bool}
  town_faults: {ask: 抽查乡镇的问题数, kind: count, sample: towns}
  guide_faults: {ask: 抽查事项的问题数, kind: count, sample: guides}
  quarter_score: {import: 季度通报得分, by: quarter, kind: number}
parts:
  - id: website
    title: 网站
    points: 100
    when_not_applicable: rescale
    clause: 一
    indicators:
      - {id: fixed, title: 基本建设, points: 20, text: 有网站, full: true}
      - id: areas
        title: 抽查领域
        points: 20
        draw: {children: 1}
        indicators:
          - {id: area1, title: 教育领域, points: 20, text: 有专栏, full: true}
          - {id: area2, title: 医疗领域, points: 20, text: 有专栏, full: true}
      - {id: towns-faulty, title: 乡镇, points: 20, text: 每处扣分, applies_to: [county], deduct: [1 per town_faults]}
      - {id: guides-faulty, title: 办事指南, points: 20, text: 每处扣1分, deduct: [1 per guide_faults]}
      - {id: quarters, title: 季度通报, points: 20, text: 每季度得分乘以5%, carry: {of: quarter_score, factor: 5%}}
total: {combine: sum}
no_site: fail
"""


@functools.cache
def small_scheme() -> Scheme:
    """The scheme, read once."""
    return read_handed_in(TEXT.encode(), "考评办法.yaml", Catalogue({}, {}))[0]
