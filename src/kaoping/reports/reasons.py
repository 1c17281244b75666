"""Reason codes turned into sentences: why something is a fault, could not be measured, or was left out."""

import re
from collections.abc import Mapping

from kaoping.reports.attachment_words import ATTACHMENT_REASONS
from kaoping.reports.browser_words import BROWSER_REASONS
from kaoping.reports.content_words import CONTENT_REASONS
from kaoping.reports.disclosure_words import DISCLOSURE_REASONS
from kaoping.reports.function_words import FUNCTION_REASONS

_ANSWERS = {
    "not-found": "页面不存在（404或410）",
    "client-error": "服务器拒绝请求（4xx错误）",
    "server-error": "服务器内部错误（5xx错误）",
    "soft-404": "返回“页面不存在”的提示页，却标成正常",
    "redirect-loop": "循环跳转，打不开",
    "redirect-endless": "跳转次数过多，打不开",
    "redirect-without-location": "跳转没有给出目标地址",
    "bad-response": "服务器的应答无法识别",
    "incomplete-body": "内容没有传完，只收到一部分",
    "empty-reply": "服务器没有返回内容",
    "login-required": "需要登录，无法检测",
    "forbidden": "网站拒绝了检测访问，无法判定",
    "rate-limited": "网站限制了访问频率，无法判定",
    "robot-wall": "网站的防护系统拦截了检测访问，无法判定",
    "nxdomain": "域名不存在",
    "dns-failure": "域名解析失败",
    "connection-refused": "服务器拒绝连接",
    "connection-reset": "连接被中断",
    "connect-failed": "连接不上服务器",
    "connect-timeout": "连接超时",
    "timeout": "15秒内没有打开",
    "tls-expired": "HTTPS证书已过期",
    "tls-wrong-name": "HTTPS证书与域名不符",
    "tls-untrusted": "HTTPS证书不受信任",
    "tls-handshake": "HTTPS握手失败",
    "malformed-url": "链接地址写错，无法访问",
}
_OURS = {
    "address-refused": "指向内部网络地址，按安全规则不访问",
    "port-refused": "端口不在允许范围，按安全规则不访问",
    "scheme-refused": "不是网页地址（如mailto、javascript），不检测",
    "body-too-large": "内容超过检测上限，没有读完",
    "decompression-limit": "压缩内容展开后超过上限，没有读完",
    "headers-too-large": "应答头超过上限，没有读完",
    "nested-too-deeply": "页面标签嵌套过深，只读了前面部分",
    "client-failure": "检测程序出错，未能判定",
    "no-canary": "当时我方网络不通，站外链接未能判定",
    "robots": "网站的robots.txt不允许访问",
    "not-checked": "没有检查",
    "max-targets": "链接数超过上限，其余没有检查",
    "max-pages": "达到页数上限，其余页面没有访问",
    "max_pages": "达到页数上限",
    "max-time": "达到时间上限，其余没有检查",
    "max_time": "达到时间上限",
    "duplicate": "与已访问的页面相同",
    "trap-calendar": "日历类页面没有尽头，不再跟进",
    "trap-parameters": "地址参数变化没有尽头，不再跟进",
    "trap-repetition": "地址中路径重复，不再跟进",
    "trap-depth": "地址层级过深，不再跟进",
    "trap-length": "地址过长，不再跟进",
    "done": "全部访问完毕",
    "unreachable": "网站打不开",
    "error": "巡检程序出错",
    "check-error": "检查程序出错，未能判定",
    "check_error": "检查程序出错，未能判定",
}
_CHECKS = {
    "no-pages": "没有读到任何页面",
    "home-not-opened": "首页打不开",
    "no-home-pages": "没有可查的首页",
    "no-column-pages": "没有可查的栏目页",
    "no-article-pages": "没有可查的内容页",
    "no-inner-pages": "没有可查的其他页",
    "no-site-pages": "没有可查的页面",
    "no-kinds-asked-for": "方案没有指定要检查的栏目",
    "linked-but-not-visited": "有同名链接，但没有访问到该栏目",
    "no-such-column": "没有找到该栏目",
    "placeholder": "栏目中只有“建设中”之类的占位文字",
    "nothing-of-its-own": "栏目中没有内容",
    "no-date-shown": "没有标注发布时间，按规定视为不更新，需人工确认",
    "stale": "超过规定期限没有更新",
    "may-stand": "内容不常变动的栏目，是否需要更新由人工确认",
    "stale-unsure": "疑似超过规定期限没有更新（栏目识别把握不大）",
    "expiring": "还没有超期，期限临近",
    "burst": "长期没有更新，监测前几天集中出现多条信息",
    "list-later": "列表上的日期晚于正文中的发布日期",
    "list-earlier": "列表上的日期早于正文中的发布日期",
    "same-text": "同一信息在本站不同地址重复出现",
    "no-alt": "有含义的图片没有替代文字的比例过高",
    "no-pictures": "没有含义需要说明的图片",
    "missing": "没有找到",
    "missing-on-some": "部分页面没有",
    "malformed": "格式不正确",
    "mark-withdrawn": "党政机关网站标识已被注销或显示异常",
    "search-entry-only": "只链接到标识查询入口，没有本站的标识",
    "differs-from-label": "网站标识码与页面标签中的不一致",
    "differs-from-error-entry": "网站标识码与“找错”入口中的不一致",
    "code-of-another-site": "“找错”入口中的网站标识码是别的网站的",
    "no-code": "“找错”入口中没有网站标识码",
    "future": "发布日期晚于监测时间（可能是时区或预设时间）",
    "far-future": "发布日期远晚于监测时间",
    "spam-words": "隐藏的链接中有违规词语",
    "spam-words-own-links": "隐藏的站内链接中有违规词语",
    "hidden-unrelated-links": "有隐藏的、与本站无关的链接",
    "http-only": "网站没有启用HTTPS",
    "some-pages-over-http": "部分页面没有使用HTTPS",
    "in-title": "标题中有违规词语",
    "defaced": "页面被植入大量违规内容",
    "in-content": "正文中有违规词语",
    "few-words": "出现个别可疑词语",
    "kana-title": "标题中有大量日文假名",
    "declaration": "声明的编码与实际不符",
    "labels-missing": "缺少页面标签",
    "same-on-all": "多个页面标题相同",
    "garbled": "页面文字成为乱码",
    "broken": "页面中有无法显示的字符",
    "default": "使用默认标题",
    "not-gathered": "巡检时没有查域名、证书等（已关闭该项，或我方出错）",
    "address-not-name": "网址用的是IP地址，没有域名",
    "diverted": "请求被 connect_to 转到指定地址，未查真实域名和端口",
    "no-https": "网站没有启用HTTPS",
    "no-http-address": "网站只有HTTPS地址",
    "no-https-address": "网站使用自定端口，没有对应的HTTPS地址",
    "no-https-pages": "没有HTTPS页面",
    "https-not-usable": "HTTPS打不开或证书有问题",
    "http-closed": "HTTP已关闭",
    "not-redirected": "HTTP访问没有跳转到HTTPS",
    "https-sent-back": "HTTPS访问被跳回HTTP",
    "about-to-expire": "HTTPS证书即将到期",
    "tls-not-yet-valid": "HTTPS证书尚未生效",
    "no-aaaa": "域名没有IPv6地址（AAAA记录）",
    "no-ipv6-here": "巡检机没有IPv6网络，未能检测",
    "ipv6-unreachable": "域名有IPv6地址，但用IPv6打不开",
    "second-links-without-ipv6": "首页上的站内链接（二级链接）支持IPv6的比例过低",
    "third-links-without-ipv6": "二级页面上的站内链接（三级链接）支持IPv6的比例过低",
    "hosts-not-asked": "链接到的一些网站没有能用IPv6查看",
    "file-older": "网页文件的最后修改时间早于所标的发布日期",
    "seen-before": "所标发布日期之前的巡检就已见到该网页",
    "appeared-later": "上次巡检时列表中没有，所标日期却更早",
    "slow": "首页打开时间过长",
    "often-unreachable": "多次访问在时限内打不开",
    "not-probed": "没有拨测记录（考评文件未写 probes，或其中没有该网站）",
    "too-few-visits": "能用的拨测次数不够",
    "probed-behind-wall": "网站拒绝程序访问，拨测不能判断能否打开",
    "no-calendar": "没有该年的工作日安排",
    "loaded-over-http": "HTTPS页面引用了HTTP的脚本或样式，浏览器会拦截",
    "picture-over-http": "HTTPS页面引用了HTTP的图片",
    "root": "首页",
    "robots.txt": "网站的robots.txt读不出来，按不允许访问处理",
    "phone": "疑似手机号",
    "id_number": "疑似身份证号",
    "bank_card": "疑似银行卡号",
}
_LEFT_OUT = {
    "waived": "已豁免，不计",
    "dismissed": "经人工核实不是问题，不计",
    "not_measured": "未能检测，不计",
    "counted_elsewhere": "已在别的指标中扣分，不重复计",
}
_STANDING = {
    "exempt": "免予考评",
    "no_site": "没有网站",
    "excluded": "没有网站，不参加考评",
}
REASONS: Mapping[str, str] = {
    "": "",
    **_ANSWERS,
    **_OURS,
    **_CHECKS,
    **FUNCTION_REASONS,
    **DISCLOSURE_REASONS,
    **BROWSER_REASONS,
    **ATTACHMENT_REASONS,
    **CONTENT_REASONS,
    **_LEFT_OUT,
    **_STANDING,
}


def reason_text(code: str) -> str:
    """Return a reason code as a sentence; several codes joined by ； one by one.

    Codes in brackets behind a remark, as measures note them (`未能测得（no-pages）`), and behind a colon
    (`root: not-found`) are put in words as well. A text that is no code is shown as it is rather than hidden.
    """
    if code in REASONS:
        return REASONS[code]
    if "；" in code:
        return "；".join(reason_text(part) for part in code.split("；"))
    if remark := _REMARK.fullmatch(code):
        return f"{reason_text(remark[1])}（{reason_text(remark[2])}）"
    head, colon, detail = code.partition(":")
    return f"{REASONS[head]}（{_detail(detail.strip())}）" if colon and head in REASONS else code


def _detail(detail: str) -> str:
    """What follows a code: another code, a status or a class of statuses, or what a program said."""
    return f"状态码{detail}" if _STATUS.fullmatch(detail) else reason_text(detail)


_REMARK = re.compile(r"([^（）]+)（([^（）]+)）")
_STATUS = re.compile("[1-5](?:[0-9]{2}|xx)")
