"""The tables of an assessment as a spreadsheet: ranking, indicators, findings, what is open, how to read it."""

from collections.abc import Iterator
from decimal import Decimal

from kaoping.model.outcomes import Outcome
from kaoping.reports.changes_grid import changes_grid
from kaoping.reports.dossier import Dossier, Group
from kaoping.reports.draw_words import EVERYONE
from kaoping.reports.evidence import Evidence
from kaoping.reports.figures import number_text, score_text, still_open
from kaoping.reports.grid import Cell, Column, Grid, Open, write_workbook
from kaoping.reports.leaf_rates import walk
from kaoping.reports.pages import beijing
from kaoping.reports.ranking_grid import POINTS, ranking_grid, score_cell
from kaoping.reports.reading_words import open_reasons
from kaoping.reports.reasons import reason_text
from kaoping.reports.registry import Document, report
from kaoping.reports.unit_words import bar_text, overriding, veto_titles
from kaoping.reports.wording import decision_name, fault_name, full_width, kind_name, outcome_name, values_text
from kaoping.scoring.results import UnitResult
from kaoping.scoring.trace import ScoreNode


@report("结果表格（Excel）", path="results.xlsx", order=30)
def workbook(dossier: Dossier) -> Iterator[Document]:
    """Yield `results.xlsx`."""
    grids = [
        *(ranking_grid(dossier, group) for group in dossier.groups),
        *filter(None, [changes_grid(dossier)]),
        _matrix(dossier),
        _findings(dossier),
        _vetoes(dossier),
        _waiting(dossier),
        *([_draws(dossier)] if dossier.view.draws else []),
        _coverage(dossier),
        _manual(dossier),
    ]
    created = dossier.view.generated_at
    yield Document("results.xlsx", lambda path: write_workbook(path, grids, dossier.title, created))


def _matrix(dossier: Dossier) -> Grid:
    """Unit × indicator: points, or the range; what does not apply to a unit is said so."""
    leaves = dossier.leaves()
    nodes = {unit: {line.id: line for line in walk(tree)} for unit, tree in dossier.traces.items()}
    columns = [Column("分组", 14), Column("单位", 22)]
    for leaf in leaves:
        full = [found.of for lines in nodes.values() if (found := lines.get(leaf.id)) and found.of is not None]
        most = max(full, default=Decimal(0))
        columns.append(Column(f"{leaf.title}（{number_text(most)}分）" if most else leaf.title, 12, POINTS))
    rows = (
        [group.title, unit.name, *(_matrix_cell(nodes[unit.unit].get(leaf.id)) for leaf in leaves)]
        for group in dossier.groups
        for unit in group.units
    )
    return Grid("指标得分", columns, list(rows), frozen=2, header_height=64)


def _matrix_cell(node: ScoreNode | None) -> Cell:
    if node is None or not node.applicable:
        return "不适用"
    return score_cell(node.points, node.low, node.high)


def _findings(dossier: Dossier) -> Grid:
    columns = [
        Column("单位", 18),
        Column("检查项", 18),
        Column("判定", 9),
        Column("计分", 16),
        Column("位置", 9),
        Column("页面", 44),
        Column("说明", 30),
        Column("测得", 44),
        Column("佐证文字", 36),
        Column("用于的测评值", 34),
        Column("人工决定", 24),
        Column("原因方", 10),
        Column("发现时间", 17),
        Column("WARC文件", 24),
        Column("偏移", 12),
        Column("摘要", 24),
        Column("编号", 28),
        Column("网站", 34),
    ]
    shown = (Outcome.FAIL, Outcome.SUSPECTED, Outcome.MANUAL, Outcome.NOT_MEASURED)
    order = {unit.id: place for place, unit in enumerate(dossier.view.roster.units)}
    found = [one for one in dossier.evidence.by_key.values() if one.finding.outcome in shown]
    found.sort(key=lambda one: (order[one.unit.id], one.title, shown.index(one.finding.outcome), one.finding.key))
    return Grid("问题清单", columns, [_finding_row(dossier, one) for one in found], frozen=2)


def _finding_row(dossier: Dossier, one: Evidence) -> list[Cell]:
    finding = one.finding
    offset = finding.evidence.get("offset")
    decisions = "；".join(
        f"{decision_name(each.kind)}（{'，'.join(part for part in (each.by, each.reason) if part)}）"
        for each in one.decisions
    )
    return [
        one.unit.name,
        one.title,
        outcome_name(finding.outcome.value),
        dossier.standings.words(finding.key),
        kind_name(finding.page.value),
        finding.url,
        reason_text(finding.reason),
        values_text(finding.values),
        finding.snippet,
        "；".join(dossier.standings.measures.get(finding.key, ())),
        decisions,
        fault_name(finding.fault.value if finding.fault else None),
        beijing(finding.at),
        str(finding.evidence.get("warc") or ""),
        offset if isinstance(offset, int) else None,
        str(finding.evidence.get("digest") or ""),
        finding.key,
        finding.site,
    ]


def _vetoes(dossier: Dossier) -> Grid:
    titles, acting = veto_titles(dossier.view.scheme), overriding(dossier.view.scheme)
    rows: list[list[Cell]] = []
    for group in dossier.groups:
        for unit in group.units:
            kinds = {veto: "单项否决" if veto in acting else "情形" for veto in (*unit.vetoes, *unit.open_vetoes)}
            said = [(kinds[veto], titles.get(veto, veto)) for veto in unit.vetoes]
            said += [(f"{kinds[veto]}（未定）", titles.get(veto, veto)) for veto in unit.open_vetoes]
            said += [("判定", label) for label in unit.labels]
            said += [("评优限制", bar_text(name)) for name in unit.bars]
            rows += [[group.title, unit.name, kind, what] for kind, what in said]
    columns = [Column("分组", 18), Column("单位", 24), Column("类别", 18), Column("内容", 60)]
    return Grid("否决与判定", columns, rows, frozen=2)


def _waiting(dossier: Dossier) -> Grid:
    rows = [row for group in dossier.groups for unit in group.units for row in _waiting_rows(dossier, group, unit)]
    columns = [Column("分组", 18), Column("单位", 24), Column("指标", 24), Column("得分", 14), Column("为什么未定", 80)]
    return Grid("未定事项", columns, rows, frozen=2)


def _waiting_rows(dossier: Dossier, group: Group, unit: UnitResult) -> Iterator[list[Cell]]:
    for line in walk(dossier.traces[unit.unit]):
        if line.measures and still_open(line.points, line.low, line.high):
            score = Open(score_text(line.points, line.low, line.high))
            for why in open_reasons(tuple(line.measures.values())):
                yield [group.title, unit.name, line.title, score, full_width(why)]


def _draws(dossier: Dossier) -> Grid:
    columns = [
        Column("单位", 24),
        Column("抽查", 40),
        Column("编号", 24),
        Column("期次", 10),
        Column("候选", 8),
        Column("抽取的次序", 10),
        Column("抽中", 40),
        Column("网址或编号", 60),
        Column("种子", 68),
        Column("封存值", 68),
    ]
    names = {unit.id: unit.name for unit in dossier.view.roster.units} | {EVERYONE: "全部单位"}
    rows: list[list[Cell]] = []
    for note in dossier.view.draws:
        head: list[Cell] = [names.get(note.unit, note.unit), note.title, note.id, note.period, note.candidates]
        items = note.items or (("", "没有可抽查的对象"),)
        for place, (item, name) in enumerate(items, 1):
            rows.append([*head, place if note.items else None, name, item, note.seed, note.seal])
    return Grid("随机抽查", columns, rows, frozen=2)


def _coverage(dossier: Dossier) -> Grid:
    columns = [
        Column("单位", 22),
        Column("网站", 40),
        Column("页面", 9),
        Column("链接", 9),
        Column("停止原因", 20),
        Column("开始", 17),
        Column("结束", 17),
        Column("没有访问的地址", 60),
    ]
    rows: list[list[Cell]] = []
    for site in dossier.view.sites:
        name, coverage = dossier.units[site.unit].name, site.coverage
        if coverage is None:
            rows.append([name, site.url, None, None, full_width(site.note) or "没有巡检"])
            continue
        skipped = "；".join(f"{reason_text(reason)} {count}" for reason, count in coverage.skipped)
        times = (beijing(coverage.started), beijing(coverage.finished))
        stopped = full_width(site.note) or reason_text(coverage.stopped_because)
        rows.append([name, site.url, coverage.pages, coverage.links_checked, stopped, *times, skipped])
    return Grid("巡检范围", columns, rows)


def _manual(dossier: Dossier) -> Grid:
    view = dossier.view
    said = [
        ("考评", dossier.title),
        ("方案", f"{view.scheme.title}（{view.scheme.id}）{view.scheme.basis.get('document', '')}"),
        ("方案校验码", view.scheme.digest),
        ("监测时间点", view.as_of.isoformat()),
        ("生成时间", f"{beijing(view.generated_at)}（北京时间）"),
        (
            "排名",
            "每个分组一张表。并列的名次相同。结果为“暂定”的，总分写成“最低～最高”；"
            "最低、最高两列是未定事项全部按最差、最好结果计算的总分。",
        ),
        *_compared(dossier),
        (
            "指标得分",
            "一行一个单位，一列一个指标。底色为浅黄的还没有定：有测评值没有提供，或有疑似问题没有人工确认。",
        ),
        (
            "问题清单",
            "自动检查发现的全部问题。“计分”一列说明怎样计入：计入、待人工确认、未计入及原因；"
            "“未能检测”的一律不扣分。页面、WARC文件和偏移可用来查证。",
        ),
        ("否决与判定", "适用单项否决的、判定为不合格网站的、不得参加评优的单位。"),
        ("未定事项", "每个未定的指标为什么未定、要谁提供什么。"),
        ("巡检范围", "每个网站看了多少、为什么停、没有访问什么。"),
        ("数据文件", "results.json、units/*.json 是同样内容的机器可读格式。"),
    ]
    if view.draws:
        said.append(("随机抽查", "抽中了什么、按什么次序；种子和封存值用来核对（kaoping draw verify）。"))
    rows: list[list[Cell]] = [[name, text] for name, text in said]
    return Grid("怎样看这份表", [Column("项目", 16), Column("说明", 110)], rows, filters=False)


def _compared(dossier: Dossier) -> list[tuple[str, str]]:
    if dossier.view.previous is None:
        return []
    return [("与上次比较", "与上次结果相比的名次和得分变化，名次变化为正的是上升；方案不同时只比较名次。")]
