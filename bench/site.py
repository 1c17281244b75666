# ruff: noqa: A005 run as a file or as bench.site, never imported as `site`
"""Write the bench site: 2,001 static pages of about 37 KB with 92 links each, a known number of them dead.

usage: site.py DIRECTORY [--pages 2001] [--dead 363]
"""

import argparse
import random
from dataclasses import dataclass
from pathlib import Path

LINKS = 92
PAGE_BYTES = 37_000
COLUMNS = 100
GBK_EVERY = 10
DEAD_SHARE = 0.01
WORDS = (  # noqa: SIM905 words that a person can read
    "政务公开 办事指南 通知公告 工作动态 政策解读 行政许可 民生实事 营商环境 乡村振兴 城乡建设 教育体育 卫生健康 "
    "生态环境 市场监管 应急管理 财政预算 审计监督 社会保障 就业创业 交通运输 农业农村 水利工程 文化旅游 科技创新 "
    "招商引资 项目建设 安全生产 防汛抗旱 森林防火 食品药品 住房保障 公共资源 人大建议 政协提案 规划计划 统计公报"
).split()
VERBS = "推进 落实 开展 部署 完善 加强 举行 召开 发布 印发 组织 调研 督查 启动 优化 提升".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Shape:
    """How many pages the site has and how many of its link targets do not exist."""

    pages: int = 2001
    dead: int = 363

    @property
    def columns(self) -> int:
        return min(COLUMNS, (self.pages - 1) // 2)


def write_site(directory: Path, shape: Shape) -> None:
    """Write every page below `directory`; the same shape always gives the same bytes."""
    paths = page_paths(shape)
    dead = [f"/gone/{number % 40}/t{number}.html" for number in range(shape.dead)]
    links = _links(paths, dead, shape)
    for number, path in enumerate(paths):
        chance = random.Random(number)
        kind = "home" if number == 0 else "list" if number <= shape.columns else "article"
        charset = "gbk" if number % GBK_EVERY == 3 else "utf-8"
        text = _page(chance, kind, _titles(number), links[number]).replace("CHARSET", charset)
        file = directory / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode(charset))
    for name, content in (("css/site.css", b"body{margin:0}"), ("js/site.js", b"var a=1;"), ("img/logo.png", PIXEL)):
        file = directory / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def page_paths(shape: Shape) -> list[str]:
    """Return the pages' paths in number order: the home page, the lists, the articles."""
    lists = [f"/c{column}/index.html" for column in range(shape.columns)]
    articles = [
        f"/c{number % shape.columns}/{2020 + number % 6}{1 + number % 12:02d}/t{number}.html"
        for number in range(shape.pages - 1 - shape.columns)
    ]
    return ["/index.html", *lists, *articles]


def _links(paths: list[str], dead: list[str], shape: Shape) -> list[list[str]]:
    """Give every page its addresses: lists from everywhere, each article from its list, the dead ones spread evenly."""
    chance = random.Random(7)
    lists, articles = paths[1 : shape.columns + 1], paths[shape.columns + 1 :]
    own = {number: articles[number - 1 :: shape.columns] for number in range(1, shape.columns + 1)}
    wanted = max(len(dead), round(len(paths) * LINKS * DEAD_SHARE))
    gone = [dead[number % len(dead)] for number in range(wanted)] if dead else []
    every: list[list[str]] = []
    for number in range(len(paths)):
        first = list(lists) if number == 0 else chance.sample(lists, min(20, len(lists)))
        mine = ["/index.html", *first, *own.get(number, [])]
        share = gone[number * wanted // len(paths) : (number + 1) * wanted // len(paths)]
        room = max(0, LINKS - len(mine) - len(share))
        mine += chance.sample(articles, min(room, len(articles))) + share
        every.append(mine if number == 0 else mine[:1] + chance.sample(mine[1:], len(mine) - 1))
    return every


def _titles(number: int) -> str:
    chance = random.Random(f"title {number}")
    return f"{chance.choice(VERBS)}{chance.choice(WORDS)}{chance.choice(VERBS)}{chance.choice(WORDS)}情况({number})"


def _page(chance: random.Random, kind: str, title: str, links: list[str]) -> str:
    column = chance.choice(WORDS)
    items = "\n".join(_item(chance, link) for link in links)
    body = "" if kind == "home" else f'<div class="article"><h1>{title}</h1>{_date_line(chance)}</div>'
    page = f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="CHARSET"><title>{title}_样例市人民政府</title>
<meta name="SiteName" content="样例市人民政府"><meta name="SiteDomain" content="www.example.gov.cn">
<meta name="SiteIDCode" content="3200000001"><meta name="ColumnName" content="{column}">
<meta name="ColumnType" content="政务动态"><meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="{_day(chance)} 09:30"><meta name="ContentSource" content="市政府办公室">
<link rel="stylesheet" href="/css/site.css"><script src="/js/site.js"></script></head>
<body><div class="top"><img src="/img/logo.png" alt="样例市人民政府"></div>
<div class="position">当前位置:首页 &gt; {column}</div>
{body}
<ul class="list">
{items}
</ul>
FILLING
<div class="footer"><p>主办单位:样例市人民政府办公室 网站标识码:3200000001</p>
<p>苏ICP备12345678号 苏公网安备32000002000001号</p>
<p>联系电话:0527-80000000 网站地图</p></div></body></html>
"""
    return page.replace("FILLING", _filling(chance, PAGE_BYTES - len(page.encode())))


def _item(chance: random.Random, link: str) -> str:
    title = f"{chance.choice(VERBS)}{chance.choice(WORDS)}{chance.choice(VERBS)}{chance.choice(WORDS)}"
    return (
        f'<li class="item"><a href="{link}" target="_blank" title="{title}">{title}</a><span>{_day(chance)}</span></li>'
    )


def _filling(chance: random.Random, size: int) -> str:
    parts: list[str] = []
    while size > 0:
        sentence = ",".join(f"{chance.choice(VERBS)}{chance.choice(WORDS)}" for _ in range(12))
        part = f'<p class="text" style="text-indent:2em">{sentence}。</p>\n'
        parts.append(part)
        size -= len(part.encode())
    return "".join(parts)


def _date_line(chance: random.Random) -> str:
    return f'<div class="info">发布日期:{_day(chance)} 来源:市政府办公室 浏览次数:{chance.randrange(9999)}</div>'


def _day(chance: random.Random) -> str:
    return f"{chance.randrange(2020, 2026)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--pages", type=int, default=2001)
    parser.add_argument("--dead", type=int, default=363)
    args = parser.parse_args()
    write_site(args.directory, Shape(args.pages, args.dead))


if __name__ == "__main__":
    main()
