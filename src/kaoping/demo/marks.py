"""The footer of a site: the six marks and the entry for error reports, in the several ways that sites write them."""

from urllib.parse import quote

from kaoping.demo.city import Site

# National services are named by their own addresses; the assessment connects them to our stand-in server. What pages
# load comes by the scheme of the page.
CONAC = "bszs.conac.cn"
CONAC_SCRIPTS = "dcs.conac.cn"
POLICE = "www.beian.gov.cn"
REGISTRY = "beian.miit.gov.cn"
REPORTS = "pucha.kaipuyun.cn"
GOVERNMENT = "www.gov.cn"
STAND_INS = (CONAC, CONAC_SCRIPTS, POLICE, REGISTRY, REPORTS, GOVERNMENT)


def footer_marks(site: Site) -> None:
    """Give `site` all six marks and the error report entry, written as its theme's makers would."""
    style = _STYLES[site.unit.theme]
    site.marks = {
        "sponsor": f"主办单位：{site.unit.name}" + ("人民政府办公室" if site.unit.group == "county" else ""),
        "contact": f"联系电话：{site.phone} 地址：{site.address}",
        "site-code": f"网站标识码：{site.code}",
        "icp": f'<a href="http://{REGISTRY}/" target="_blank">{site.icp}</a>',
        "police": (
            f'<a href="http://{POLICE}/portal/registerSystemInfo?recordcode={site.police}" target="_blank">'
            f"苏公网安备 {site.police}号</a>"
        ),
        "party-mark": style[0](site),
    }
    site.error_entry = style[1](site)


def _scheme(site: Site) -> str:
    return site.base.partition(":")[0]


def _script_mark(site: Site) -> str:
    path = f"/js/32/990/0000/{site.code[2:]}/CA3299000{site.code}0002.js"
    address = f"{_scheme(site)}://{CONAC_SCRIPTS}{path}"
    tag = f"%3Cspan id='_ideConac' %3E%3C/span%3E%3Cscript src='{address}' type='text/javascript'"
    return f'<script type="text/javascript">document.write(unescape("{tag}%3E%3C/script%3E"));</script>'


def _image_mark(site: Site) -> str:
    page = f"http://{CONAC}/sitename?method=show&amp;id={site.code}ABCDEF0123456789ABCDEF"
    return (
        f'<span id="_ideConac"><a href="{page}" target="_blank" title="党政机关">'
        f'<img id="imgConac" src="{_scheme(site)}://{CONAC_SCRIPTS}/image/red.png" alt="党政机关网站标识"></a></span>'
    )


def _script_entry(site: Site) -> str:
    address = f"{_scheme(site)}://{REPORTS}/exposure/jiucuo.js"
    return f'<script id="_jiucuo_" sitecode="{site.code}" src="{address}"></script>'


def _link_entry(site: Site) -> str:
    address = f"http://{REPORTS}/exposure/jiucuo.html?site_code={site.code}&amp;url={quote(site.base, safe='')}"
    return f'<a href="{address}" target="_blank">我为政府网站找错</a>'


def _image_entry(site: Site) -> str:
    address = f"http://{REPORTS}/exposure/jiucuo.html?site_code={site.code}"
    image = f"{_scheme(site)}://{REPORTS}/exposure/images/jiucuo.png?v={site.code}"
    return f'<span id="_span_jiucuo"><a href="{address}"><img src="{image}" alt="我为政府网站找错"></a></span>'


_STYLES = {
    "portal": (_script_mark, _script_entry),
    "table": (_image_mark, _image_entry),
    "art": (_script_mark, _link_entry),
    "modern": (_image_mark, _script_entry),
    "dynamic": (_image_mark, _link_entry),
}
