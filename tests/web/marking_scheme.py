"""A scheme with what people judge: yes or no, counts, durations, points, a panel of experts; and a check."""

import functools

from kaoping.schemes.handed_in import read_handed_in
from kaoping.schemes.model import Scheme
from kaoping.web.cycles.scheme_copies import catalogue

TEXT = """\
id: sucheng-marking-2026
title: 宿城市2026年测评办法
basis: {document: 宿城政办〔2026〕5号, issued: "2026-03-02", by: 宿城市人民政府办公室}
groups: {county: 县区}
measures:
  search_works: {ask: 站内搜索能否搜到指定文件, kind: bool, method: 网络测评}
  guide_faults: {ask: 办事指南有几处不准确, kind: count}
  reply_time: {ask: 模拟咨询多久答复, kind: duration, method: 模拟测试}
  dead_links: {check: dead-link, kind: count, take: count}
parts:
  - id: website
    title: 网站
    points: 100
    clause: 一
    indicators:
      - {id: search, title: 站内搜索, points: 20, text: 能搜到指定文件得满分, award: {tiers: [20 if search_works]}}
      - {id: guides, title: 办事指南, points: 20, text: 每处不准确扣2分，扣完为止, deduct: [2 per guide_faults]}
      - {id: links, title: 链接可用, points: 20, text: 每个死链扣1分, deduct: [1 per dead_links]}
      - {id: design, title: 页面设计, points: 20, text: 由测评人员酌情给分, manual: true}
      - {id: onsite, title: 现场评审, points: 20, text: 去掉一个最高分和一个最低分, panel: {scale: 100, trim: 1}}
total: {combine: sum}
no_site: fail
"""


@functools.cache
def marking_scheme() -> Scheme:
    """The scheme, read once."""
    return read_handed_in(TEXT.encode(), "测评办法.yaml", catalogue())[0]
