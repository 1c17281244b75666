"""Provider columns: every `from:` name a scheme may use, with its kind and selectors."""

from types import MappingProxyType

from kaoping.model.catalogue import ProviderEntry

_ENQUIRY: dict[str, tuple[str, ...]] = {
    "kind": ("consultation", "suggestion", "complaint", "help", "report", "error_report")
}
_NOTICE: dict[str, tuple[str, ...]] = {"level": ("national", "provincial", "city", "central_media", "provincial_media")}
_ANY_KIND: dict[str, tuple[str, ...]] = {"kind": ()}
_SELECTORS: dict[str, dict[str, tuple[str, ...]]] = {
    "enquiries": _ENQUIRY,
    "notices": _NOTICE,
    "cycles": {"cycle": ()},
    "ledger": _ANY_KIND,
    "key_tasks": _ANY_KIND,
    "media": {"platform": ()},
    "availability": {"days": (), "visits_per_day": (), "seconds": ()},
    "external": {"level": ("national", "provincial", "city")},
}
LEDGER = "ledger.*"  # any `ledger.<name>`: records with proof that an office keeps (热线、数据共享、外网、演练、培训…)

# name, kind, title
_ROWS = (
    ("enquiries.received", "count", "收到网民留言数"),
    ("enquiries.replied", "count", "已答复网民留言数"),
    ("enquiries.open", "count", "未办结网民留言数"),
    ("enquiries.overdue", "count", "超时留言数（逾期答复或逾期仍未答复）"),
    ("enquiries.overdue_consultation", "count", "超时咨询类留言数"),
    ("enquiries.overdue_complaint", "count", "超时投诉类留言数"),
    ("enquiries.on_time_share", "share", "留言按时办结率（按时÷（已办结+逾期未办））"),
    ("enquiries.mean_reply_days", "number", "留言平均答复用时（工作日）"),
    ("enquiries.unpublished", "count", "应公开未公开留言数"),
    ("enquiries.perfunctory", "count", "答复推诿、敷衍数"),
    ("enquiries.satisfaction", "number", "留言满意度"),
    ("enquiries.statistics_published", "bool", "按月公开留言受理反馈统计"),
    ("enquiries.mock_reply", "duration", "模拟咨询答复用时"),
    ("enquiries.mock_reply_accurate", "bool", "模拟咨询答复准确"),
    ("enquiries.error_reports_overdue", "count", "“找错”留言超过3个工作日未答复数"),
    ("workorders.overdue", "count", "整改超期工单数"),
    ("workorders.unrectified", "count", "未整改到位项数"),
    ("workorders.reopened", "count", "整改后复发项数"),
    ("contributions.reported", "count", "信息报送条数"),
    ("contributions.adopted", "count", "信息采用条数"),
    ("contributions.adopted_points", "number", "信息采用积分"),
    ("contributions.interviews", "count", "在线访谈次数"),
    ("contributions.topics", "count", "专题选题计划报送数"),
    ("key_tasks.on_time_share", "share", "重点任务按时完成率"),
    ("key_tasks.late_ratio", "share", "重点任务迟完成折算比例"),
    ("key_tasks.not_started", "count", "未启动重点任务数"),
    ("duty.days_logged", "count", "值班读网登记天数"),
    ("duty.days_missed", "count", "值班读网缺登天数"),
    ("materials.submitted", "count", "已报佐证材料数"),
    ("materials.late", "count", "迟报佐证材料数"),
    ("materials.missing", "count", "缺报佐证材料数"),
    ("self_assessment.submitted", "bool", "已报年度工作报告"),
    ("self_assessment.late", "bool", "迟报年度工作报告"),
    ("surveys.score", "number", "社会评价得分"),
    ("surveys.responses", "count", "社会评价有效样本数"),
    ("panels.mean", "number", "现场评审平均分"),
    (LEDGER, "number", "台账记录"),
    ("media.stale_accounts", "count", "超期未更新政务新媒体账号数"),
    ("media.accounts", "count", "政务新媒体账号数"),
    ("media.zombie", "count", "“僵尸”“睡眠”政务新媒体账号数"),
    ("cycles.score", "number", "所引考评周期得分（按期）"),
    ("cycles.rank", "number", "所引考评周期排名（按期）"),
    ("cycles.size", "count", "所引考评周期参评数（按期）"),
    ("availability.unreachable_share", "share", "拨测中打不开的次数占比"),
    ("external.deduction", "number", "上级考核扣分"),
    ("notices.criticised", "count", "被通报批评次数"),
    ("notices.exposed", "count", "被媒体曝光次数"),
    ("notices.commended", "count", "受表彰宣传次数"),
)

PROVIDERS: tuple[ProviderEntry, ...] = tuple(
    ProviderEntry(name, kind, MappingProxyType(_SELECTORS.get(name.split(".", 1)[0], {})), title)
    for name, kind, title in _ROWS
)


def find_provider(name: str) -> ProviderEntry | None:
    """Return the provider column called `name`, any `ledger.<name>` included; None when there is no such column."""
    prefix, _, rest = name.partition(".")
    wanted = LEDGER if prefix == "ledger" and rest else name
    return next((entry for entry in PROVIDERS if entry.name == wanted), None)
