"""A small scheme that loads without a remark, to be bent into whatever a test needs."""

from collections.abc import Callable
from pathlib import Path

import pytest

BASE = """\
id: base-2024
title: 示范考评办法
basis: {document: 示范〔2024〕1号, issued: 2024-01-02}
groups: {county: 县区, department: 部门}
classes:
  big: {of: department, title: 大部门}
  small: {of: department, title: 小部门}
tags: {urban: 四城区}
parameters:
  target: {value: {urban: 8, county: 6, default: 3}, clause: 一}
measures:
  dead: {check: dead-link, where: {page: home}}
  slow: {ask: 超期件数, kind: count}
  held: {ask: 开展次数, kind: count}
  good: {ask: 是否良好, kind: bool}
parts:
  - id: website
    title: 网站
    clause: 一
    points: 10
    indicators:
      - {id: links, title: 链接, points: 6, text: 每处扣0.5分, deduct: [0.5 per dead, 1 per slow]}
      - {id: surveys, title: 调查, points: 4, text: 达标得4分, award: {tiers: [4 if held >= $target and good]}}
total: {combine: sum}
"""

WriteScheme = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> WriteScheme:
    """Writes a scheme file: the base text with replacements (old, new), or a text of one's own."""

    def write_scheme(*changes: tuple[str, str], text: str = BASE, name: str = "scheme.yaml") -> Path:
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write_scheme
