"""Words for what is said of a site's wordings, identity and neighbours."""

from collections.abc import Mapping

CONTENT_REASONS: Mapping[str, str] = {
    "hidden-frame": "看不见的框架载入别的网站，可能是植入的",
    "no-site-map": "没有找到网站地图（名称不同或由脚本生成的须人工查看）",
    "map-without-entries": "网站地图中没有栏目（可能由脚本生成）",
    "columns-not-on-map": "网站地图缺少部分栏目",
    "map-entry-dead": "网站地图中的栏目打不开",
    "map-entry-renamed": "网站地图中的名称与栏目的名称不同",
    "no-navigation-seen": "首页上没有识别出导航栏",
    "entry-dead": "导航指向的页面打不开",
    "entry-renamed": "导航的名称与栏目的名称不同",
    "parked-domain": "所指域名正在出售、停放或已过期",
    "spam-neighbour": "所指网站有博彩、色情等内容",
    "sent-elsewhere": "所指页面自动转到另一个不相关的网站",
    "title-differs": "所指网站的内容与链接文字不符",
    "no-leaving-prompt": "首页有非政府网站的链接，没有看到离站提示（由外部脚本提示的须人工点击查看）",
    "no-links-to-strangers": "首页没有指向非政府网站的链接",
    "listed-wording": "与词库中的词条相符，请结合上下文核实",
    "no-such-region": "网站标识码前两位不是省级行政区划代码",
    "region-differs": "网站标识码的省份与公安备案、ICP备案的都不一致",
    "site-at-address": "网站以IP地址提供，没有域名",
    "not-government-domain": "域名不是政府网站专用后缀（.gov.cn、.政务）",
    "form-differs": "域名不是该类网站应有的形式（门户 www.□□□.gov.cn，部门 ○○○.□□□.gov.cn）",
    "own-port": "网址带有端口号",
    "home-on-other-domain": "首页跳转到了别的域名",
    "link-to-private-address": "链接指向内部网络的地址，外网打不开",
    "link-to-address": "链接用的是IP地址，没有域名",
}
CONTENT_VALUES: Mapping[str, str] = {
    "wording": "词语",
    "right": "建议",
    "grade": "等级",
    "wording_kind": "类别",
    "around": "上下文",
    "at": "在上下文中的位置",
    "zone": "位置",
    "source": "词库",
    "note": "说明",
    "ways": "提示方式",
}
CONTENT_PARAMS: Mapping[str, str] = {
    "suffixes": "允许的域名后缀",
    "form": "域名形式",
    "exempt": "不查的主机",
    "grades": "查哪些等级",
    "certain": "不须确认的等级",
    "allowed": "允许的词语",
    "letters": "也查网民来信",
    "ways": "算数的提示方式",
}
_GRADES = {"severe": "严重", "common": "一般", "doubtful": "疑似"}
CONTENT_CODES: Mapping[str, Mapping[str, str]] = {
    "form": {"portal": "门户网站", "department": "部门网站"},
    "grade": _GRADES,
    "grades": _GRADES,
    "certain": _GRADES,
    "ways": {
        "script": "脚本询问",
        "click": "链接上的点击处理",
        "redirect": "经由本站中转页",
        "file": "专用脚本文件",
        "notice": "页面文字说明",
    },
    "zone": {"title": "标题", "text": "正文", "attachment": "附件"},
}
