"""Pages about leaders: whom they name, and whether photograph, position, CV and duties stand there with the name."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from kaoping.facts.content_pictures import in_frame, is_decoration
from kaoping.facts.main_lines import main_lines
from kaoping.facts.people_names import NAME, is_name
from kaoping.facts.record import SiteRecord, among
from kaoping.facts.site.pages import Pages
from kaoping.facts.site.subjects import Subjects
from kaoping.facts.view import NO_TARGET, PageView, node_text

MOST = 80
LISTS = 12  # pages of leaders from which links are followed
MAX_NODES = 4_000
MAX_BLOCK = 6_000  # characters; a larger block is the whole page
MAX_CLIMB = 12
_ELEMENTS = "a,h1,h2,h3,h4,h5,h6,strong,b,td,th,span,p,div,li,dt,dd,em,font,i"
_CV = re.compile(r"简\s*历|简\s*介|出生|\d年\d{1,2}月生|学历|毕业|参加工作|入党|加入中国共产党|汉族|历任|曾任")
_DUTIES = re.compile(r"分\s*工|分管|负责|主持|协助|主管|工作职责|职\s*责|牵头")
_POST = re.compile(r"职\s*务|书记|主任|[局县市区镇乡部处科厅组院站所]长|委员|主席|负责人")
_STATED = re.compile(rf"姓\s*名\s*[:：]?\s*({NAME})(?![\u4e00-\u9fa5])")
_TITLE_SPLIT = re.compile(r"\s*[-_|—–·>]+\s*")
_OPENING = re.compile(rf"^({NAME})[，,]\s*(?:男|女)[，,]", re.MULTILINE)
_LINKED = re.compile(r"书记|局长|主任|县长|市长|区长|镇长|乡长|简历|同志|分工")


class Leader(msgspec.Struct, frozen=True):
    """One person as a page shows them. `target` is what their name or picture links to, NO_TARGET for nothing."""

    name: str
    photo: bool
    post: bool
    cv: bool
    duties: bool
    target: int = NO_TARGET


class LeaderPage(msgspec.Struct, frozen=True):
    """The people named on one page, in order."""

    people: tuple[Leader, ...]


def wanted(record: SiteRecord, pages: Pages, subjects: Subjects) -> Sequence[int]:
    """Pages about leaders, then those they link to under a person's name or post."""
    lists = subjects.of("leaders")[:LISTS]
    if not lists:
        return ()
    texts = {target.number: target.text.strip() for target in record.targets}
    by_target = {row.record.target: row.record.number for row in record.pages}
    followed = [
        by_target[number]
        for number in dict.fromkeys(record.links.targets[among(lists, record.links.pages)].tolist())
        if number in by_target and (is_name(texts[number]) or _tells(texts[number]))
    ]
    return tuple(dict.fromkeys((*lists, *followed)))


def extract(page: PageView) -> LeaderPage | None:
    """Return the people that a page names, None where it names nobody."""
    nodes = _name_nodes(page)
    names = {name for name, _ in nodes}
    people = {name: _person(page, name, _block(node, names - {name})) for name, node in nodes}
    text = "\n".join(main_lines(page))
    stated = {match[1] for match in (*_STATED.finditer(text), *_OPENING.finditer(text)) if is_name(match[1])}
    if len(names | stated) == 1:  # a page of their own: all of it is about them
        (name,) = names | stated
        people[name] = _alone(page, name, text)
    kept = tuple(person for person in people.values() if person.photo or person.post or person.cv or person.duties)
    return LeaderPage(kept) if kept else None


def _tells(text: str) -> bool:
    return len(text) <= 14 and _LINKED.search(text) is not None


def _name_nodes(page: PageView) -> list[tuple[str, Any]]:
    """Elements that hold a name and nothing else, the innermost of each name's first."""
    found: dict[str, Any] = {}
    for node in page.tree.css(_ELEMENTS)[:MAX_NODES]:
        words = "".join((node.text() or "").split())
        if 2 <= len(words) <= 4 and words not in found and is_name(words) and not in_frame(node):
            found[words] = node
    return list(found.items())


def _block(node: Any, others: set[str]) -> Any:
    """The largest element around a name that holds no other leader's name."""
    block = node
    for _ in range(MAX_CLIMB):
        parent = block.parent
        if parent is None or parent.tag in ("body", "html"):
            break
        text = node_text(parent)
        if len(text) > MAX_BLOCK or any(name in text.replace(" ", "") for name in others):
            break
        block = parent
    return block


def _person(page: PageView, name: str, block: Any) -> Leader:
    photo = any(_shows_person(image, name) for image in block.css("img"))
    return _leader(name, node_text(block), _Shown(page, photo, _target(page, name, block)))


def _alone(page: PageView, name: str, text: str) -> Leader:
    photo = any(_shows_person(image, name) and not in_frame(image) for image in page.tree.css("img"))
    return _leader(name, text, _Shown(page, photo, _target(page, name, page.tree)))


def _target(page: PageView, name: str, block: Any) -> int:
    """What the name, or the name on a picture, links to within a block."""
    for anchor in block.css("a"):
        link = page.links_by_node.get(anchor.mem_id)
        if link is not None and name in "".join((anchor.text() or "").split()):
            return link.target
    return NO_TARGET


class _Shown(NamedTuple):
    """What is known of a person beside the text about them, and the page on which they are shown."""

    page: PageView
    photo: bool
    target: int


def _leader(name: str, text: str, shown: _Shown) -> Leader:
    said = _untitled(shown.page, text)
    cv, duties = (pattern.search(said) is not None for pattern in (_CV, _DUTIES))
    return Leader(name, shown.photo, _POST.search(text) is not None, cv, duties, shown.target)


def _untitled(page: PageView, text: str) -> str:
    """Return a text without the lines that are the page's title: 分管领导 or 领导简介 above a page tells of nobody."""
    titles = [page.title, *(node_text(node) for node in page.tree.css("h1"))]
    said = {part.strip() for title in titles for part in (title, *_TITLE_SPLIT.split(title), *title.split("\n"))}
    return "\n".join(line for line in text.split("\n") if line.strip() not in said)


def _shows_person(image: Any, name: str) -> bool:
    attributes = image.attributes
    named = name in (attributes.get("alt") or "") or name in (attributes.get("title") or "")
    return named or not is_decoration(image)
