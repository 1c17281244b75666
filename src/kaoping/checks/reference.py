"""Writes the check reference (docs/checks) from the checks themselves: `python -m kaoping.checks.reference DIR`."""

import sys
from collections.abc import Mapping
from pathlib import Path

from kaoping.checks.discovery import all_checks
from kaoping.checks.registry import Check
from kaoping.model.findings import Plain

OUTCOMES = {
    "fail": "不通过",
    "suspected": "疑似（须人工确认）",
    "manual": "待人工",
    "not_measured": "未能检测",
    "not_applicable": "不适用",
    "pass": "通过",
}
STAGES = {"trial": "试用", "counted": "计分", "retired": "停用"}
TYPES = {"int": "整数", "number": "数字", "bool": "是/否", "str": "文字", "strs": "列表"}

HINTS = {
    "due": "每年应在哪一天（月-日）前发布",
    "contents": "报表应有哪些内容",
    "names": "栏目名称中有哪些字样",
    "items": "要转载的信息，每条写作“日期 时间｜标题｜原文地址”",
    "hours": "应在多少小时内转载",
    "monthly": "月度数据：期末后多少天内公布",
    "quarterly": "季度数据：期末后多少天内公布",
    "yearly": "年度数据：期末后多少天内公布",
    "undated": "标题不写时期的：多少天内应有更新",
    "impacts": "只报告影响为哪几级的规则：critical 极严重、serious 严重、moderate 中等、minor 轻微",
    "small_percent": "过小的文字（或链接、按钮）超过百分之多少算问题",
    "covered_percent": "浮层遮住屏幕百分之多少以上算问题",
    "ad_hosts": "商业广告平台的域名，含其下级域名",
    "elements": "应有哪些要素",
    "sample": "是否还要求有填写样表",
    "kinds": "查哪些类别的栏目；空着查全部",
    "exclude_kinds": "不查哪些类别的栏目",
    "days": "期限：超过多少天没有更新算不及时；站点无法访问：看监测时间点前多少天的拨测",
    "level": "栏目级别：1 只查一级栏目，0 不限",
    "levels": "查哪几类标签",
    "n": "抽查多少页",
    "on": "抽查哪种页面：home 首页、column 栏目页、article 内容页",
    "seconds": "首页打开时间（各次的中位数）超过多少秒算慢；站点无法访问：多少秒还没有打开算打不开",
    "seed": "抽查的编号：同一编号抽到同样的页面",
    "types": "查哪几种信息",
    "warn_days": "证书到期前多少天开始提醒",
    "tolerance": "发布日期晚于监测时间点多少天以内不算",
    "warn": "还剩不到多少天就预警",
    "window": "查监测时间点前多少天",
    "least": "至少多少条才算",
    "spread": "日期最多分布在几天",
    "silence": "此前至少多少天没有更新",
    "apart": "两处日期相差多少天以内不算",
    "size": "至少多少字节的正文才比较（一个汉字三个字节）",
    "share": "超过百分之多少算不通过；站点无法访问写小数，达到即不通过（0.05 为 5%）",
    "visits_per_day": "每天至少要有多少次能用的访问",
    "faults": "拨测的哪些结果算打不开",
    "from_hour": "从几时起的访问才算（0 至 24）",
    "until_hour": "到几时为止的访问才算（0 至 24）",
    "workdays": "是否只算工作日的访问",
    "functions": "应有哪些功能；空着只查入口",
    "fields": "查留言的哪些要素：asked 留言时间、replied 答复时间、unit 答复单位、reply 答复内容",
    "consultation": "咨询类留言应在几个工作日内答复",
    "complaint": "投诉类留言应在几个工作日内答复",
    "others": "其他留言应在几个工作日内答复",
    "waiting": "未见答复超过多少天算长期未答复",
    "times": "查看期间内至少应开展几次",
    "within": "结束后应在多少天内反馈结果",
    "tolerated": "允许多少个标题找不到",
    "platforms": "应有哪些平台：weixin、weibo、app、video、matrix；空着有一种即可",
    "suffixes": "允许的域名后缀",
    "form": "域名应为哪种形式：portal 门户网站、department 部门网站；空着不查",
    "exempt": "不查的主机名或 IP 地址",
    "grades": "查哪些等级：severe 严重、common 一般、doubtful 疑似",
    "certain": "哪些等级直接判不通过；空着都须人工确认",
    "allowed": "本单位允许的词语，不再提示",
    "ways": "哪些提示方式算数：script、click、redirect、file、notice",
    "support": "首页和二级页面的站内链接，至少百分之多少应能用 IPv6 打开",
    "letters": "是否也查网民来信栏目中的内容",
}  # of parameters, by name; one name means the same in every check


def render_all(checks: Mapping[str, Check]) -> dict[str, str]:
    """Return the pages of the reference by file name."""
    pages = {f"{each.id}.md": render(each) for each in checks.values()}
    rows = [
        f"| [{each.id}]({each.id}.md) | {each.about.title} | {STAGES[each.about.stage]} | {outcomes_text(each)} |"
        for each in checks.values()
    ]
    head = "# 检查项\n\n本目录由程序生成：`python -m kaoping.checks.reference docs/checks`。\n\n"
    table = "| 检查项 | 名称 | 阶段 | 可能的判定 |\n|---|---|---|---|\n"
    return {"README.md": head + table + "\n".join(rows) + "\n"} | pages


def render(check: Check) -> str:
    """Return one check's page."""
    about = check.about
    lines = [
        f"# {about.title}（{check.id}）",
        "",
        check.purpose,
        "",
        f"**为什么重要**：{about.matters}",
        "",
        f"**整改建议**：{about.advice}",
        "",
        f"**Why**: {check.why}",
        "",
        f"**How to fix**: {check.how_to_fix}",
        "",
        f"- 依据：{basis_text(check)}",
        f"- 阶段：{STAGES[about.stage]}；版本 {about.version}；自 {about.since} 起",
        f"- 可能的判定：{outcomes_text(check)}",
        f"- 问题中的取值（values）：{'、'.join(f'`{name}`' for name in about.values)}",
        "",
        "",
    ]
    return "\n".join(lines) + _params(check)


def basis_text(check: Check) -> str:
    """Return the clauses that a check serves."""
    return check.about.basis


def outcomes_text(check: Check) -> str:
    """Return what a check's findings may be, in words."""
    return "、".join(OUTCOMES[name] for name in check.about.outcomes)


def default_text(value: Plain) -> str:
    """Return a parameter's default."""
    if isinstance(value, tuple):
        return "、".join(str(each) for each in value) or "空"
    return str(value) if value != "" else "空"


def _params(check: Check) -> str:
    if not check.params:
        return "没有参数。\n"
    rows = [
        f"| `{spec.name}` | {TYPES[spec.type]} | {default_text(spec.default)} | {HINTS.get(spec.name, '')} |"
        for spec in check.params
    ]
    return "| 参数 | 类型 | 默认 | 说明 |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"


def main(arguments: list[str]) -> None:
    """Write the reference into the folder named, and remove pages of checks that are gone."""
    folder = Path(arguments[0] if arguments else "docs/checks")
    folder.mkdir(parents=True, exist_ok=True)
    pages = render_all(all_checks())
    for path in folder.glob("*.md"):
        if path.name not in pages:
            path.unlink()
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
