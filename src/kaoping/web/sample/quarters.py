"""The quarterly bulletins of the sample: their scheme, and what its assessor found in each quarter that is over."""

import random
from datetime import UTC, datetime, time
from decimal import Decimal

from kaoping.demo.build import SEED
from kaoping.schemes.handed_in import read_handed_in
from kaoping.schemes.model import Scheme
from kaoping.web.accounts.models import User
from kaoping.web.actions import Actor, Edit
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.scheme_copies import catalogue
from kaoping.web.marking.actions.allot_marks import Dealing, allot_marks
from kaoping.web.marking.actions.save_mark import save_mark
from kaoping.web.results.recomputing import recompute_scores
from kaoping.worktime import beijing_date

FILE, FEEDS = "季度通报办法.yaml", "quarter_score"
"""Under which name the scheme was handed in, and the measure of the year that its results give."""

TEXT = """\
id: yunze-quarterly
title: 云泽市政府网站季度通报办法（示例）
basis: {document: 云政办〔2026〕2号（示例）, issued: "2026-01-05", by: 云泽市人民政府办公室}
groups: {county: 县区（功能区）, department: 市级部门}
classes:
  district: {of: county, title: 县区}
  zone: {of: county, title: 市各功能区}
  tier1: {of: department, title: 市级部门第一档}
  tier2: {of: department, title: 市级部门第二档}
parts:
  - id: quarter
    title: 季度检查
    points: 100
    clause: 一
    indicators:
      - {id: updates, title: 内容更新, points: 40, text: 按栏目更新情况评分, manual: true}
      - {id: services, title: 办事服务, points: 30, text: 抽查办事指南评分, manual: true}
      - {id: replies, title: 互动回应, points: 20, text: 抽查留言答复评分, manual: true}
      - {id: look, title: 页面质量, points: 10, text: 抽查页面评分, manual: true}
total: {combine: sum}
no_site: fail
"""
_POINTS = {"updates": 40, "services": 30, "replies": 20, "look": 10}
_LEAST = 60  # hundredths of the points; the marks are invented, what they come to is computed


def bulletin_scheme() -> Scheme:
    """Return the scheme of the bulletins."""
    return read_handed_in(TEXT.encode(), FILE, catalogue())[0]


def judge_quarter(quarter: Cycle, judge: User) -> None:
    """Have the assessor judge every unit, each the same way whenever the sample is made anew."""
    allot_marks(Actor(None), quarter.pk, Dealing("unit", [judge.pk], str(SEED)))
    at = datetime.combine(quarter.steps.order_by("-pk")[0].on, time(2), UTC)
    for mark in quarter.marks.select_related("participant__unit").order_by("pk"):
        drawn = random.Random(f"{SEED} {quarter.period_from} {mark.participant.unit.code} {mark.question}")  # noqa: S311
        points = Decimal(_POINTS[mark.question] * drawn.randint(_LEAST, 100)) / 100
        edits = {"text": Edit(mark.text, f"{points.normalize():f}"), "note": Edit(mark.note, "季度检查记录（示例）")}
        save_mark(Actor(judge), mark.pk, edits, at)
    recompute_scores(Actor(None), quarter.pk, at, beijing_date(at))  # as housekeeping does before the approval
