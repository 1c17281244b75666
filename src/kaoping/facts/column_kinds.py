"""The kinds of columns (栏目类别) and the words by which labels, breadcrumbs and names tell them."""

import re
from collections.abc import Sequence

KINDS = (
    "overview", "leaders", "organisation", "news", "notices", "policy", "interpretation", "services", "statistics",
    "consultation", "survey", "interview", "personnel", "planning", "finance", "bids", "topics", "annual_report",
    "other",
)  # fmt: skip

# The first that matches wins, so the narrow ones come first (政策解读 before 政策, 意见征集 before 意见).
_WORDS = (
    ("overview", "概况|概览|基本情况|[县市区省乡镇]情"),
    ("annual_report", "年度?报告|年报|年度报表|工作报表"),
    ("interpretation", "解读|一图读懂|图解|政策问答|新闻发布会|回应关切"),
    ("survey", "征集|网上调查|问卷|民意调查|调查征集|在线调查|意见反馈结果"),
    ("interview", "访谈|嘉宾|直播间"),
    ("consultation", "信箱|咨询|留言|互动|问政|来信|信件|投诉|建言|诉求|百姓|问答|12345|政民"),
    ("news", "领导(?:活动|动态|讲话|调研)|政务活动"),
    ("leaders", "领导|书记|局长|县长|市长|区长|班子"),
    ("organisation", "机构|内设|职能|部门设置|处室|科室|直属单位|组织架构"),
    ("personnel", "人事|任免|招聘|招考|公务员|录用|考录|事业单位招"),
    ("bids", "采购|交易|招标|投标|中标|招投标|工程建设|交易公告|成交|标讯"),
    ("finance", "财政|预算|决算|预决算|三公|资金|收费|审计"),
    ("planning", "规划|计划|纲要|工作要点|总结"),
    ("statistics", "统计|数据|经济运行|月报|季报|公报(?!告)"),
    ("notices", "通知|公告|公示|通报|告示|启事|提示"),
    ("policy", "政策|法规|规章|法律|规范性|文件|条例|办法|令$|标准规范"),
    ("services", "办事(?!处)|服务|指南|下载|表格|审批|许可|办理|事项"),
    ("topics", "专题|专栏|主题教育|活动$|学习贯彻"),
    ("news", "新闻|动态|要闻|资讯|快讯|报道|时政|工作简报|简讯|关注|头条|热点|图片|视频|讯$|播报"),
    ("overview", "简介|走进|介绍|历史|人文|风光"),
    ("news", "(?<!信用)(?<!企业)(?<!主体)(?<!基本)信息$"),
    ("other", "章程|制度$"),  # of the body itself: what stands above it in a breadcrumb tells nothing of it
)
_ANSWER = re.compile("(?:回复|答复)(?:人|时间|日期|单位|部门)")
_LETTERS = 3  # lines that tell of an answer, from which on a list may be one of letters
# A collection of rules or guides may be parted by subject: 政策法规 > 政府采购 holds rules, not purchases.
COLLECTIONS = ("policy", "interpretation", "services")
SUBJECTS = ("bids", "finance", "personnel", "planning", "statistics")
_PATTERNS = tuple((kind, re.compile(words)) for kind, words in _WORDS)


def column_kind(*names: str) -> tuple[str, int]:
    """Return the kind that the first telling name tells, and that name's place (len(names) when none does)."""
    for place, name in enumerate(names):
        if not name:
            continue
        for kind, words in _PATTERNS:
            if words.search(name):
                return kind, place
    return "other", len(names)


def lists_letters(lines: Sequence[str]) -> bool:
    """Tell whether most lines of a list say who answered or when: a list of letters, whatever its name."""
    answered = sum(_ANSWER.search(line) is not None for line in lines)
    return answered >= _LETTERS and 2 * answered > len(lines)


def part_kind(kind: str, parent: str) -> str:
    """Return the kind of a column below another, whose own name says `kind`."""
    if kind == "other" or (kind in SUBJECTS and parent in COLLECTIONS):
        return parent
    return kind
