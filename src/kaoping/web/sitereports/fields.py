"""The fields of 政府网站工作年度报表 in the order of the form; their titles stay Chinese, as the form is published."""

from collections.abc import Iterator
from dataclasses import dataclass

COUNT, NUMBER, YES, CHOICE, TEXT, SEVERAL, DAY = "count", "number", "yes", "choice", "text", "several", "day"
SITE_TYPES = ("政府门户网站", "部门网站", "专项网站")
INNOVATIONS = ("搜索即服务", "多语言版本", "无障碍浏览", "千人千网", "其他")
YES_NO = ("是", "否")
SEPARATOR = "、"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `unit` stands behind the value; `choices` are what may be chosen; optional ones may stay empty."""

    key: str
    title: str
    unit: str = ""
    kind: str = COUNT
    choices: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Fields that stand together in a group; without a title they stand for themselves."""

    fields: tuple[Field, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A row or rows of the form with one heading."""

    title: str
    parts: tuple[Part, ...]

    def fields(self) -> Iterator[Field]:
        """Yield all fields."""
        for part in self.parts:
            yield from part.fields


def _yes(key: str, title: str) -> Field:
    return Field(key, title, kind=YES, choices=YES_NO)


def _text(key: str, title: str, *, optional: bool = False) -> Field:
    return Field(key, title, kind=TEXT, optional=optional)


HEAD = Group("基本信息", (Part((
    _text("filler_unit", "填报单位"),
    _text("site_name", "网站名称"),
    _text("address", "首页网址"),
    _text("sponsor", "主办单位"),
    Field("site_type", "网站类型", kind=CHOICE, choices=SITE_TYPES),
    _text("site_code", "政府网站标识码"),
    _text("icp", "ICP备案号"),
    _text("police", "公安机关备案号"),
)),))  # fmt: skip

TABLE: tuple[Group, ...] = (
    Group("访问量", (Part((
        Field("visitors", "独立用户访问总量", "个"),
        Field("visits", "网站总访问量", "次"),
    )),)),
    Group("信息发布", (Part((
        Field("published", "总数", "条"),
        Field("overview", "概况类信息更新量", "条"),
        Field("news", "政务动态信息更新量", "条"),
        Field("catalogue", "信息公开目录信息更新量", "条"),
    )),)),
    Group("专栏专题", (Part((
        Field("topics", "维护数量", "个"),
        Field("topics_new", "新开设数量", "个"),
    )),)),
    Group("解读回应", (
        Part((
            Field("interpretations", "总数", "条"),
            Field("interpretation_texts", "解读材料数量", "条"),
            Field("interpretation_products", "解读产品数量", "个"),
            Field("commentaries", "媒体评论文章数量", "篇"),
        ), "解读信息发布"),
        Part((Field("responses", "回应公众关注热点或重大舆情数量", "次"),), "回应"),
    )),
    Group("办事服务", (
        Part((
            _yes("services_listed", "是否发布服务事项目录"),
            Field("users", "注册用户数", "个"),
            Field("services", "政务服务事项数量", "项"),
            Field("services_online", "可全程在线办理政务服务事项数量", "项"),
        )),
        Part((
            Field("handled", "总数", "件"),
            Field("handled_persons", "自然人办件量", "件"),
            Field("handled_bodies", "法人办件量", "件"),
        ), "办件量"),
    )),
    Group("互动交流", (
        Part((_yes("one_platform", "是否使用统一平台"),)),
        Part((
            Field("messages", "收到留言数量", "条"),
            Field("messages_closed", "办结留言数量", "条"),
            Field("messages_days", "平均办理时间", "天", NUMBER),
            Field("messages_public", "公开答复数量", "条"),
        ), "留言办理"),
        Part((
            Field("surveys", "征集调查期数", "期"),
            Field("opinions", "收到意见数量", "条"),
            Field("surveys_answered", "公布调查结果期数", "期"),
        ), "征集调查"),
        Part((
            Field("interviews", "访谈期数", "期"),
            Field("interview_messages", "网民留言数量", "条"),
            Field("interview_answers", "答复网民提问数量", "条"),
        ), "在线访谈"),
        Part((_yes("smart_answers", "是否提供智能问答"),)),
    )),
    Group("安全防护", (
        Part((
            Field("security_checks", "安全检测评估次数", "次"),
            Field("security_found", "发现问题数量", "个"),
            Field("security_fixed", "问题整改数量", "个"),
            _yes("security_warning", "是否建立安全监测预警机制"),
            _yes("security_drill", "是否开展应急演练"),
            _yes("security_person", "是否明确网站安全责任人"),
        )),
    )),
    Group("移动新媒体", (
        Part((_yes("media", "是否有移动新媒体"),)),
        Part((
            _text("weibo_name", "名称", optional=True),
            Field("weibo_posts", "信息发布量", "条", optional=True),
            Field("weibo_followers", "关注量", "个", optional=True),
        ), "微博"),
        Part((
            _text("weixin_name", "名称", optional=True),
            Field("weixin_posts", "信息发布量", "条", optional=True),
            Field("weixin_followers", "订阅数", "个", optional=True),
        ), "微信"),
        Part((_text("media_other", "其他", optional=True),)),
    )),
    Group("创新发展", (Part((
        Field("innovations", "创新做法", kind=SEVERAL, choices=INNOVATIONS, optional=True),
        _text("innovations_other", "其他（具体内容）", optional=True),
    )),)),
)  # fmt: skip

SIGNED = Group("落款", (Part((
    _text("leader", "单位负责人"),
    _text("reviewer", "审核人"),
    _text("filler", "填报人"),
    _text("phone", "联系电话"),
    Field("filled_on", "填报日期", kind=DAY),
)),))  # fmt: skip

REMARK = Field("remark", "情况说明", kind=TEXT, optional=True)
"""Why figures are unusual: for the assessing body, not published."""

GROUPS = (HEAD, *TABLE, SIGNED)
FIELDS = {field.key: field for group in GROUPS for field in group.fields()}


def _titles() -> Iterator[tuple[str, str]]:
    for group in GROUPS:
        above = "" if group in (HEAD, SIGNED) else f"{group.title}·"
        for part in group.parts:
            below = f"{part.title}·" if part.title else ""
            yield from ((field.key, f"{above}{below}{field.title}") for field in part.fields)


_TITLES = {REMARK.key: REMARK.title, **dict(_titles())}


def full_title(key: str) -> str:
    """Return a field's title with those it stands under."""
    return _TITLES.get(key, key)
