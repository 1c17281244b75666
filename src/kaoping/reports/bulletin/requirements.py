"""下一步工作要求: rectification with its deadline, which the office confirms or changes."""

from kaoping.reports.bulletin.blocks import Block, Paragraph
from kaoping.reports.dossier import Dossier
from kaoping.reports.figures import joined


def requirements(dossier: Dossier) -> list[Block]:
    """Return the blocks of the section."""
    days = dossier.view.letter.rectify_days
    affected = dict.fromkeys(name for problem in dossier.problems for name in problem.units)
    named = f"附件所列{len(affected)}个单位" if affected else "各单位"
    blocks: list[Block] = [
        Paragraph(
            f"{named}要对照{'问题清单' if affected else '评分表'}逐项整改，自本通报印发之日起{days}个工作日内完成，"
            "并将整改情况报【受理单位】；短期内确实不能完成的，说明原因和完成时限。",
            "（一）限期整改。",
        ),
        Paragraph(
            "各单位要举一反三，对本单位网站全面自查，健全内容更新、链接检查、信息审核和留言办理的日常工作机制。",
            "（二）举一反三。",
        ),
    ]
    if dossier.no_site:
        names = joined((unit.name for unit in dossier.no_site), most=20)
        blocks.append(Paragraph(f"{names}要按规定建设网站或依托上级门户网站开设页面。", "（三）补齐缺项。"))
    if not dossier.final:
        blocks.append(
            Paragraph(
                "对本稿有异议的，请于【反馈截止日期】前书面反馈并附证明材料；逾期未反馈的视为无异议。", "反馈意见。"
            )
        )
    return blocks
