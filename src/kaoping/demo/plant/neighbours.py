"""Links to domains that were sold or taken over since, and to strangers who are what their links say."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from kaoping.demo.plant.bed import Bed, Planting

# Names under the reserved domain .example; the assessment connects them to our stand-in server.
SOLD, TAKEN, HONEST = "www.yunze-travel.example", "www.yunze-zhaoshang.example", "www.yunze-ruanjian.example"
HOSTS = (SOLD, TAKEN, HONEST)
PAGES: Mapping[str, tuple[str, str]] = MappingProxyType(  # title and text by path
    {
        "/parking/": ("yunze-travel.example", "该域名可以转让，有意请联系。This domain is for sale."),
        "/welcome/": ("澳门百家乐_真人娱乐城_注册送彩金", "百家乐 老虎机 彩票投注"),
        "/about/": ("云泽软件公司", "专业从事网站建设。"),
    }
)


def neighbours(bed: Bed) -> None:
    """Two old friends are not what they were; the maker of the site still is."""
    bed.site.friends += [
        ("云泽旅游网", f"http://{SOLD}/parking/"),
        ("云泽招商网", f"http://{TAKEN}/welcome/"),
        ("技术支持", f"http://{HONEST}/about/"),
    ]
    for host, path, note in ((SOLD, "/parking/", "域名待售"), (TAKEN, "/welcome/", "已成博彩网站")):
        bed.add("bad-neighbour", values={"target": (f"http://{host}{path}",)}, note=f"友情链接所指{note}")


def no_prompt(bed: Bed) -> None:
    """The home page's template has lost the question that the other pages ask before visitors leave."""
    bed.site.friends.append(("技术支持", f"http://{HONEST}/about/"))
    bed.site.tweak("/").alter = lambda text: _ASKS.sub("", text)
    bed.add("external-link-prompt", outcomes=("suspected",), note="首页没有离站提示")


_ASKS = re.compile(r"<script>document\.addEventListener\(.*?</script>", re.DOTALL)
PLANTINGS: Mapping[str, Planting] = MappingProxyType({"neighbours": neighbours, "no_prompt": no_prompt})
