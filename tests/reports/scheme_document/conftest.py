"""A scheme of a few lines, to be bent into what a test needs, as the printed document it makes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kaoping.reports.scheme_document.content import build_document
from kaoping.reports.scheme_document.tables import SchemeDocument
from kaoping.schemes.loader import load_scheme

HEAD = """\
id: printed-2024
title: 示范市政府网站考评办法
basis: {document: 示范〔2024〕1号, issued: 2024-01-02, by: 示范市政府办公室}
groups: {county: 县区, department: 部门}
classes:
  big: {of: department, title: 大部门}
  small: {of: department, title: 小部门}
tags: {urban: 四城区}
parameters:
  target: {value: {urban: 8, county: 6, big: 4, small: 3}, clause: 一}
measures:
  dead: {check: dead-link, where: {page: home}, title: 坏链数}
  held: {ask: 开展次数, kind: count}
total: {combine: sum}
parts:
"""

Make = Callable[..., SchemeDocument]


@pytest.fixture
def printed(tmp_path: Path) -> Make:
    """Prints a scheme whose parts are given as YAML; replacements (old, new) bend the rest."""

    def make(parts: str, *changes: tuple[str, str], groups: tuple[str, ...] = ()) -> SchemeDocument:
        head = HEAD
        for old, new in changes:
            assert old in head, old
            head = head.replace(old, new)
        path = tmp_path / "scheme.yaml"
        path.write_text(head + parts, encoding="utf-8")
        return build_document(load_scheme(path), groups)

    return make
