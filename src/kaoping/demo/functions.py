"""What the city's sites offer at their heads: accessibility, a version for elders, smart answers, login, new media."""

from kaoping.demo.city import Site
from kaoping.demo.search import BOXES

ANSWERS_HOST = "znwd.yunze.example"
LOGIN_HOST = "sso.yunze.example"
OTHER_LOGIN_HOST = "banshi.yunze.example"
MAIL_HOST = "mail.yunze.example"
FUNCTION_HOSTS = (ANSWERS_HOST, LOGIN_HOST, OTHER_LOGIN_HOST, MAIL_HOST)  # connected to the stand-in server
CODE_PICTURE = "/images/ewm-weixin.png"
_WORDS = {
    "portal": ("无障碍", "长者版", "智能问答"),
    "table": ("无障碍浏览", "关怀版", "智能客服"),
    "art": ("无障碍", "长者助手", "智能问答"),
    "modern": ("网站无障碍", "长者模式", "智能问答机器人"),
    "dynamic": ("无障碍阅读", "适老版", "政务机器人"),
}


def furnish_head(site: Site) -> None:
    """Give `site` every entry, in the words its theme's makers would use."""
    access, elder, answers = _WORDS[site.unit.theme]
    site.tools = {
        "accessibility": f'<a href="javascript:;" onclick="aria.start()">{access}</a>',
        "elder": f'<a href="javascript:;" onclick="aria.elder()">{elder}</a>',
        "answers": f'<a href="http://{ANSWERS_HOST}/robot?site={site.code}" target="_blank">{answers}</a>',
        "login": f'<a href="http://{LOGIN_HOST}/login?site={site.code}">登录</a>',
        "media": f'<span class="code"><img src="{CODE_PICTURE}" width="20" height="20" alt="微信公众号二维码"></span>',
    }
    site.search_box = BOXES[site.unit.theme]
    if site.unit.id == "minzheng":
        site.tools["mail"] = f'<a href="http://{MAIL_HOST}/">邮箱登录</a>'  # for staff: no second login
