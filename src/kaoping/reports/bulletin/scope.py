"""检查范围和未能检测的情况: what was looked at, what could not be, and that it cost nobody a mark."""

from collections import Counter
from datetime import datetime

from kaoping.model.outcomes import Fault, Outcome
from kaoping.model.pages import Coverage
from kaoping.reports.bulletin.blocks import Block, Paragraph
from kaoping.reports.dossier import Dossier
from kaoping.reports.figures import joined
from kaoping.reports.pages import beijing_date
from kaoping.reports.reasons import reason_text
from kaoping.reports.view import InspectedSite
from kaoping.reports.wording import fault_name

MOST = 5  # reasons named


def scope(dossier: Dossier) -> list[Block]:
    """Return the blocks of the section."""
    view = dossier.view
    coverages = [site.coverage for site in view.sites if site.coverage is not None]
    if not view.sites:
        return [Paragraph("本次没有进行网站巡检，得分依据填报和导入的数据。")]
    blocks: list[Block] = [Paragraph(_seen(len(view.sites), coverages))]
    blocks += [
        Paragraph(text)
        for text in (_unreachable(dossier), _partial(dossier), _skipped(coverages), _missed(view.sites))
        if text
    ]
    waiting = sum(len(problem.pending) for problem in dossier.problems)
    if waiting:
        blocks.append(Paragraph(f"有{waiting}处疑似问题等待人工确认，确认前不扣分。"))
    return blocks


def _seen(sites: int, coverages: list[Coverage]) -> str:
    said = f"共巡检网站{sites}个，抓取页面{sum(each.pages for each in coverages)}个，"
    said += f"检查链接{sum(each.links_checked for each in coverages)}条"
    return said + (f"，时间为{_days(coverages)}。" if coverages else "。")


def _days(coverages: list[Coverage]) -> str:
    first = _day(min(each.started for each in coverages))
    last = _day(max(each.finished for each in coverages))
    return first if first == last else f"{first}至{last}"


def _day(moment: datetime) -> str:
    day = beijing_date(moment)
    return f"{day.year}年{day.month}月{day.day}日"


def _unreachable(dossier: Dossier) -> str:
    failed = [site for site in dossier.view.sites if site.note or site.coverage is None or site.coverage.pages == 0]
    names = joined((f"{dossier.units[site.unit].name}（{site.url}）" for site in failed), most=20)
    return f"检查期间打不开或没有完成检查的网站{len(failed)}个：{names}。" if failed else ""


def _partial(dossier: Dossier) -> str:
    cut = [site for site in dossier.view.sites if site.coverage and site.coverage.cut_short]
    names = joined((dossier.units[site.unit].name for site in cut), most=20)
    return f"页面较多或打开较慢、按页数或时间上限只检查了一部分的网站{len(cut)}个：{names}。" if cut else ""


def _skipped(coverages: list[Coverage]) -> str:
    counts: Counter[str] = Counter()
    for coverage in coverages:
        counts.update(dict(coverage.skipped))
    said = "；".join(f"{reason_text(reason)}（{count}个）" for reason, count in counts.most_common(MOST))
    return f"没有访问的地址{sum(counts.values())}个，主要原因：{said}。" if counts else ""


def _missed(sites: tuple[InspectedSite, ...]) -> str:
    missed = [f for site in sites for f in site.findings if f.outcome is Outcome.NOT_MEASURED]
    if not missed:
        return ""
    faults = Counter(finding.fault or Fault.US for finding in missed)
    said = joined(f"{fault_name(fault.value)}{count}处" for fault, count in faults.most_common())
    return f"未能检测的{len(missed)}处（{said}），一律不扣分。"
