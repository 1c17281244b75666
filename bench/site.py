# ruff: noqa: A005 run as a file or as bench.site, never imported as `site`
"""Write the bench site: 2,001 static pages of about 37 KB with 92 links each, a known number of them dead.

usage: site.py DIRECTORY [--pages 2001] [--dead 363]

The pages are made like those of real sites: a menu on all of them, lists of dated links, articles whose prose a word
processor wrapped in styles, links beside without dates, the same title wherever a page is linked. On 787 saved pages
of four Chinese governments a page shows 1 to 4 dated links on average, a list 10 to 14, and 600 to 2,300 characters of
text in 17 to 36 KB; here it is 6, 19 and about 3,000.
"""

import argparse
import random
from dataclasses import dataclass
from pathlib import Path

LINKS = 92
PAGE_BYTES = 37_000
MENU = 20  # lists that the menu of every page names
RELATED = 5  # dated links below an article; a list has those of its own articles
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


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses of one page: those of its menu, those shown with their date, and those beside."""

    menu: list[str]
    dated: list[str]
    beside: list[str]


def write_site(directory: Path, shape: Shape) -> None:
    """Write every page below `directory`; the same shape always gives the same bytes."""
    paths = page_paths(shape)
    dead = [f"/gone/{number % 40}/t{number}.html" for number in range(shape.dead)]
    links = _links(paths, dead, shape)
    for number, path in enumerate(paths):
        chance = random.Random(number)
        kind = "home" if number == 0 else "list" if number <= shape.columns else "article"
        charset = "gbk" if number % GBK_EVERY == 3 else "utf-8"
        text = _page(chance, kind, path, links[number]).replace("CHARSET", charset)
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


def _links(paths: list[str], dead: list[str], shape: Shape) -> list["Links"]:
    """Give every page its addresses: the menu everywhere, each article in its list, the dead ones spread evenly."""
    chance = random.Random(7)
    lists, articles = paths[1 : shape.columns + 1], paths[shape.columns + 1 :]
    wanted = max(len(dead), round(len(paths) * LINKS * DEAD_SHARE))
    gone = [dead[number % len(dead)] for number in range(wanted)] if dead else []
    every: list[Links] = []
    for number in range(len(paths)):
        menu = ["/index.html", *(lists if number == 0 else lists[:MENU])]
        own = articles[number - 1 :: shape.columns] if 0 < number <= shape.columns else []
        dated = own or chance.sample(articles, min(RELATED, len(articles)))
        share = gone[number * wanted // len(paths) : (number + 1) * wanted // len(paths)]
        room = max(0, LINKS - len(menu) - len(dated) - len(share))
        beside = chance.sample(articles, min(room, len(articles))) + share
        every.append(Links(menu, dated, chance.sample(beside, len(beside))))
    return every


def _title(path: str) -> str:
    """Return the title of the page at `path`, which every link to it shows."""
    chance = random.Random(f"title {path}")
    words = f"{chance.choice(VERBS)}{chance.choice(WORDS)}"
    return words if path.endswith("/index.html") else f"{words}{chance.choice(VERBS)}{chance.choice(WORDS)}情况"


def _page(chance: random.Random, kind: str, path: str, links: "Links") -> str:
    title, column = _title(path), chance.choice(WORDS)
    article = (
        f"""<meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="{_day(path)} 09:30"><meta name="ContentSource" content="市政府办公室">
"""
        if kind == "article"
        else ""
    )
    page = f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="CHARSET"><title>{title}_样例市人民政府</title>
<meta name="SiteName" content="样例市人民政府"><meta name="SiteDomain" content="www.example.gov.cn">
<meta name="SiteIDCode" content="3200000001"><meta name="ColumnName" content="{column}">
<meta name="ColumnType" content="政务动态">
{article}<link rel="stylesheet" href="/css/site.css"><script src="/js/site.js"></script>
{STYLE}</head>
<body><div class="top"><img src="/img/logo.png" alt="样例市人民政府"></div>
<div class="nav"><ul>{_items(links.menu)}</ul></div>
<div class="position">当前位置：首页 &gt; {column}</div>
{_heading(chance, kind, path)}
FILLING
<ul class="list">
{_items(links.dated, dated=True)}
</ul>
<div class="side"><ul>{_items(links.beside)}</ul></div>
<div class="footer"><p>主办单位：样例市人民政府办公室 网站标识码：3200000001</p>
<p>苏ICP备12345678号 苏公网安备32000002000001号</p>
<p>联系电话：0527-80000000 网站地图</p></div></body></html>
"""
    return page.replace("FILLING", _filling(chance, kind, PAGE_BYTES - len(page.encode())))


def _heading(chance: random.Random, kind: str, path: str) -> str:
    if kind != "article":
        return ""
    info = f"发布日期：{_day(path)} 来源：市政府办公室 浏览次数：{chance.randrange(9999)}"
    return f'<h1>{_title(path)}</h1><div class="info">{info}</div>'


def _items(paths: list[str], *, dated: bool = False) -> str:
    return "\n".join(
        f'<li class="item"><a href="{path}" target="_blank" title="{_title(path)}">{_title(path)}</a>'
        f"{f'<span>{_day(path)}</span>' if dated else ''}</li>"
        for path in paths
    )


def _filling(chance: random.Random, kind: str, size: int) -> str:
    """Fill up the page: an article with prose as word processors leave it, other pages with a script."""
    part = _paragraph if kind == "article" else _statement
    parts: list[str] = []
    while size > 0:
        parts.append(part(chance))
        size -= len(parts[-1].encode())
    text = "".join(parts)
    return text if kind == "article" else f"<script>\n{text}</script>"


def _paragraph(chance: random.Random) -> str:
    words = "，".join(f"{chance.choice(VERBS)}{chance.choice(WORDS)}" for _ in range(9))
    return (
        '<p class="MsoNormal" style="margin: 0pt; text-indent: 32pt; line-height: 28pt; text-align: justify">'
        f'<span lang="EN-US" style="font-family: 仿宋_GB2312; font-size: 16pt">{words}。</span></p>\n'
    )


def _statement(chance: random.Random) -> str:
    return f'jQuery(".slide{chance.randrange(999)}").slide({{mainCell: ".bd ul", autoPlay: true, delayTime: 500}});\n'


def _day(path: str) -> str:
    """Return the day on which the page at `path` was published."""
    chance = random.Random(f"day {path}")
    return f"{chance.randrange(2020, 2026)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"


_RULES = "".join(
    f".c_{number:04d}_1{{float:left;width:{number}px;height:38px;line-height:38px;margin:0 auto;overflow:hidden}}\n"
    for number in range(100, 160)
)
STYLE = f"<style>\n{_RULES}</style>"
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
