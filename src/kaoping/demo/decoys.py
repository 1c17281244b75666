"""What looks like a fault and is none, on every site: odd but good links, hidden menus, reports of crime fought."""

from urllib.parse import quote

from kaoping.demo import files
from kaoping.demo.answers import Answer, Host
from kaoping.demo.city import Site
from kaoping.demo.marks import GOVERNMENT
from kaoping.demo.plant.bed import Bed
from kaoping.demo.plant.interviews import ENOUGH, interview_column
from kaoping.demo.plant.wordings import RIGHT
from kaoping.demo.themes import THEMES

GUARDED_HOST = "zwfw.yunze.example"  # connected to the stand-in server, whose gate lets no robot in
GUARDED = f"http://{GUARDED_HOST}/guarded/"
CHINESE_FILE = "file/附件（一） 办事说明.pdf"
CRIME = (
    "近日，公安机关开展打击网络赌博专项行动，依法查处百家乐、老虎机等非法赌博案件，抓获犯罪嫌疑人多名。",
    "警方提醒：所谓“彩票投注”“棋牌游戏”平台多为诈骗骗局，请广大群众警惕，发现线索及时举报。",
)


def scatter(bed: Bed) -> None:
    """Put every decoy on the bed's site."""
    site = bed.site
    _hidden_menu(site)
    _odd_links(site)
    (item,) = bed.items("news", 1, skip=7)
    item.paragraphs[1:1] = (*CRIME, *RIGHT)
    site.friends.append(("中国政府网", f"http://{GOVERNMENT}/"))
    if site.unit.id == "linxi":
        interview_column(site, ENOUGH)
    if site.unit.id == "chengguan":
        site.quick_links.append(("政务服务网", GUARDED))
    if site.unit.id == "dangan":
        site.quick_links.append(("查档大厅", "/chadang.html"))


def furnish(site: Site, host: Host) -> None:
    """Make the site's server answer what its decoys need."""
    path = quote(THEMES[site.unit.theme].assets + CHINESE_FILE, safe="/()")
    host.answers[path] = Answer(200, files.pdf(["Guide"]), "application/pdf", head_status=405)
    if site.unit.id == "dangan":
        page = host.answers[site.plain_path("gywm")]
        host.answers["/chadang.html"] = Answer(200, page.body, page.content_type, failures=1)


def _hidden_menu(site: Site) -> None:
    """Menus and lists of offices are hidden until somebody points at them."""
    own = "".join(f'<a href="{column.path}">{column.name}</a>' for column in site.columns[:6])
    public = f'<a href="http://{GOVERNMENT}/zhengce/">国务院政策文件库</a><a href="http://{GOVERNMENT}/">中国政府网</a>'
    site.tweak("/").bottom.append(f'<div class="drop" id="menu1" style="display:none">{own}</div>')
    site.tweak("/").bottom.append(f'<div class="drop" id="menu2" style="display:none">{public}</div>')


def _odd_links(site: Site) -> None:
    """Addresses that browsers put right (blanks, capitals, dot segments, entities, Chinese names), and no links."""
    about, news = site.plain_path("gywm"), site.column("news").path
    scheme, _, rest = site.base.partition(":")
    upper = f"{scheme.upper()}:{rest}{news.removeprefix('/')}"
    links = (
        f'<a href="  {news}  ">要闻</a>',
        f'<a href="{upper}">要闻</a>',
        f'<a href="/x/../{news.removeprefix("/")}">要闻</a>',
        f'<a href="{news.replace("=", "&#61;")}">要闻</a>',
        f'<a href="{about}#top">顶部</a>',
        '<a href="#">返回</a>',
        f'<a href="{THEMES[site.unit.theme].assets}{CHINESE_FILE}">办事说明</a>',
        '<a href="tel:12345">12345热线</a>',
        '<a href="">刷新</a>',
        '<a href="javascript:;">展开</a>',
        '<a name="top">锚点</a>',
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==" alt="">',
    )
    site.tweak(about).body.append(f"<p>{' '.join(links)}</p>")
