"""Pictures that carry meaning must say it in words too, for those who cannot see them.

Why: 适老化与无障碍改造 is asked for; screen readers can read only the alternative text of a picture.
How to fix: describe pictures in `alt`; name the destination where a picture is a link; give decoration `alt=""`.
"""

from collections.abc import Iterator

from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, check_not_applicable, check_not_measured, examined, fail, passed
from kaoping.facts.page.pictures import Pictures
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import PerPage
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault

EXAMPLES = 10


@check(
    title="图片缺少替代文字",
    matters="读屏软件只能读出图片的文字说明；没有说明，视障人士就不知道图片里是什么，用图片做的链接也不知道通往哪里。",
    advice='为有含义的图片填写alt说明；图片作链接的，写明去向；纯装饰图片写alt=""。',
    since="0.1",
    basis="宿政办发〔2022〕1号 二（二）4 适老化及无障碍改造",
    outcomes=("fail", "pass"),
    values=("pictures", "wordless", "share", "examples"),
)
def image_alt(pictures: PerPage[Pictures], pages: Pages, record: SiteRecord, share: int = 20) -> Iterator[Said]:
    """Yield one finding for the site: a fault when more than `share` percent of its pictures have no words.

    A picture that many pages show counts once, and has words only where every page that shows it gives it some.
    """
    if not pages.records:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    wordless: dict[int, int] = {}  # target → first page
    worded: set[int] = set()
    for number in sorted(pages.records):
        if number in pictures:
            worded.update(pictures[number].worded)
            for target in pictures[number].wordless:
                wordless.setdefault(target, number)
    count = len(worded | wordless.keys())
    if not count:
        yield check_not_applicable("no-pictures")
        return
    yield examined(count)
    urls = {target.number: target.url for target in record.targets}
    examples = [
        {"picture": urls.get(target, ""), "page": pages.records[number].final_url}
        for target, number in list(wordless.items())[:EXAMPLES]
    ]
    values: dict[str, Plain] = {
        "pictures": count, "wordless": len(wordless), "share": round(100 * len(wordless) / count), "examples": examples,
    }  # fmt: skip
    if 100 * len(wordless) > share * count:
        said = f"{count}幅图片中有{len(wordless)}幅没有替代文字：{'、'.join(each['picture'] for each in examples)}"
        yield fail(record.site, examples[0]["page"], values, reason="no-alt", snippet=said)
    else:
        yield passed(record.site, record.site, values)
