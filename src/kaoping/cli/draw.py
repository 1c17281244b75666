"""`kaoping draw`: random draws that nobody can steer and anybody can repeat, step by step."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kaoping.runs.draw_files import DrawFolder
    from kaoping.runs.drawing import RoundChecked
    from kaoping.runs.inputs.assessment import Assessment

_MARKS = {"good": "符合", "bad": "不符", "open": "待查"}
_FOLDER = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
_ASSESSMENT = click.option(
    "--assessment",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    required=True,
    help="考评文件：抽什么、各抽几个由其中的方案和单位得出。",
)
_ROUND = click.option("--round", "round_", default="", help="多轮抽查中的哪一轮，如 2022-03；只抽一次的不用写。")
_SECRET = click.option(
    "--secret",
    type=click.Path(path_type=Path, dir_okay=False),
    help="密钥文件，只有本人可读；默认为目录旁的 DIR.secret.json，不在目录里。",
)


@click.group()
def draw() -> None:
    """随机抽查：承诺、封存名单、抽取、公布密钥、核对。

    目录 DIR 中的文件都可以公布；密钥文件在目录之外，抽取完毕后才公布。算法和各文件的格式见说明 docs/draws.md。
    """


command = draw


@draw.command("commit")
@_FOLDER
@click.option(
    "--public-source",
    default="",
    help="抽取时再用的公开值取自哪里、怎样写，如“某日某彩票开奖号码，按开奖顺序，空格分开”。",
)
@_SECRET
def commit_secret(folder: Path, public_source: str, secret: Path | None) -> None:
    """生成密钥并公布对它的承诺（在下发考评通知时）。"""
    from kaoping.runs.drawing import commit

    place = _folder(folder)
    made = commit(place, public_source, datetime.now(UTC), secret_file=secret)
    click.echo(f"承诺 {made.hash}")
    click.echo(f"请随考评通知公布：{place.commitment}")
    if made.public_source:
        click.echo(f"抽取时还要用公开值：{made.public_source}")
    else:
        click.echo("没有规定公开值：掌握密钥的人能预知每一份名单的抽取结果。要防这一点，请用 --public-source。")
    click.echo(f"密钥在 {secret or place.secret}，只有本人可读；抽取前不要给任何人看，也不要丢失。")


@draw.command("candidates")
@_ASSESSMENT
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="候选名单（.xlsx）。")
@click.option(
    "--results",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="kaoping assess 的结果目录，从中找候选。",
)
@click.option("--force", is_flag=True, help="文件已存在时覆盖。")
def draft_list(assessment: Path, out: Path, results: Path | None, force: bool) -> None:
    """起草候选名单：方案要抽的每个单位一段，巡检找到的列上，其余由人填。

    办事服务、政策文件、解读、留言、内容页面取自巡检结果的门户网站，必须由人核对增删；乡镇、部门等由人列出。
    """
    from kaoping.model.errors import InputError
    from kaoping.runs.candidate_draft import draft_candidates

    if out.suffix.lower() != ".xlsx":
        raise InputError(f"{out}：候选名单写成 Excel 文件，文件名请以 .xlsx 结尾。")
    if out.exists() and not force:
        raise InputError(f"文件 {out} 已存在，里面可能有填好的内容；请换一个 --out，或加 --force 覆盖。")
    found, blank = draft_candidates(out, _read_assessment(assessment), results)
    click.echo(f"已起草 {out}：找到 {found} 个候选，还有 {blank} 份名单待填。核对后用 kaoping draw seal 封存。")


@draw.command("seal")
@_FOLDER
@click.argument("candidates", metavar="CANDIDATES", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_ASSESSMENT
@_ROUND
def seal_list(folder: Path, candidates: Path, assessment: Path, round_: str) -> None:
    """封存候选名单 CANDIDATES（.csv 或 .xlsx：sample,unit,item,name,period）。

    封存之后名单不能再改。某单位没有可抽查的，对象填“无”；没有写到的单位这一轮不抽，得分不定。
    """
    from kaoping.runs.drawing import seal

    done = seal(_folder(folder), _read_assessment(assessment), candidates, now=datetime.now(UTC), round_=round_)
    pools = done.sealed.pools
    count = sum(len(pool.candidates) for pool in pools)
    click.echo(f"已封存 {len(pools)} 份名单、{count} 个对象：{done.path}")
    click.echo(f"封存值（SHA-256） {done.seal}")
    click.echo("请在抽取前公布名单或封存值。")
    for pool in pools:
        if not pool.candidates:
            click.echo(f"  没有可抽查的：{pool.title}（{pool.name.id}）", err=True)
    for plan in done.missing:
        click.echo(f"  名单中没有，本轮不抽：{plan.title}（{plan.name.id}，{plan.name.unit}）", err=True)


@draw.command("run")
@_FOLDER
@click.option("--public", default="", help="公开值，写法与承诺时规定的一致。")
@_ROUND
@_SECRET
def run_draw(folder: Path, public: str, round_: str, secret: Path | None) -> None:
    """由密钥、封存名单和公开值抽取，结果写入 draws.json。"""
    from kaoping.draws.documents import result_object
    from kaoping.runs.draw_files import readable_by_others
    from kaoping.runs.drawing import run

    place = _folder(folder)
    if (kept := secret or place.secret).exists() and readable_by_others(kept):
        click.echo(f"提示：{kept} 别人也能读；请执行 chmod 600 {kept}，并考虑密钥是否已经泄露。", err=True)
    done = result_object(run(place, now=datetime.now(UTC), round_=round_, public=public, secret_file=secret))
    for pool in done["draws"]:
        names = "、".join(item["name"] for item in pool["chosen"]) or "没有可抽查的"
        click.echo(f"{pool['title']}（{pool['candidates']} 抽 {pool['n']}）：{names}")
    click.echo(f"种子 {done['seed']}")
    click.echo(f"结果：{place.result(round_)}。在考评文件中写 draws: {place.result(round_)}")


@draw.command("reveal")
@_FOLDER
@_SECRET
def reveal_secret(folder: Path, secret: Path | None) -> None:
    """公布密钥（全部抽取之后），任何人就都能核对抽取是否属实。"""
    from kaoping.runs.drawing import reveal

    place = _folder(folder)
    done = reveal(place, datetime.now(UTC), secret_file=secret)
    click.echo(f"密钥 {done.secret}")
    click.echo(f"请公布：{place.reveal}。这个密钥不能再用。")


@draw.command("verify")
@_FOLDER
@click.option("--round", "round_", default=None, help="只核对这一轮；默认核对全部。")
@click.option("--commitment", default="", metavar="HEX", help="您在考评通知公布时记下的承诺。")
@click.option("--seal", default="", metavar="HEX", help="您在抽取前记下的封存值。")
@click.option(
    "--assessment",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="考评文件；给出时还核对抽什么、各抽几个是否与方案一致。",
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def verify_draw(
    folder: Path, round_: str | None, *, commitment: str, seal: str, assessment: Path | None, as_json: bool
) -> None:
    """核对公布的抽查文件是否前后相符；只用公布的文件，不需要密钥文件。

    有不符的，逐处说明，退出码为 1。
    """
    from kaoping.runs.drawing import check

    asked = _read_assessment(assessment) if assessment else None
    checked = check(_folder(folder), round_, noted_commitment=commitment, noted_seal=seal, assessment=asked)
    if as_json:
        click.echo(json.dumps([_round_object(one) for one in checked], ensure_ascii=False, indent=1))
    else:
        for one in checked:
            _show_round(one)
    if not all(one.fits for one in checked):
        sys.exit(1)


def _read_assessment(path: Path) -> "Assessment":
    from kaoping.runs.catalogue import build_catalogue
    from kaoping.runs.inputs.assessment import read_assessment
    from kaoping.runs.usable import usable_scheme

    catalogue = build_catalogue()
    return read_assessment(path, lambda name: usable_scheme(name, catalogue), files_needed=False)


def _folder(path: Path) -> "DrawFolder":
    from kaoping.runs.draw_files import DrawFolder

    return DrawFolder(path)


def _round_object(one: "RoundChecked") -> dict[str, object]:
    remarks = [{"state": remark.state, "code": remark.code, "text": remark.text} for remark in one.remarks]
    return {"round": one.round, "fits": one.fits, "remarks": remarks}


def _show_round(one: "RoundChecked") -> None:
    from kaoping.draws.plain_text import plain

    if one.round:
        click.echo(f"轮次 {one.round}")
    for remark in one.remarks:
        click.echo(f"{_MARKS[remark.state]}  {plain(remark.text)}。")  # the files may be anybody's
    bad = sum(remark.state == "bad" for remark in one.remarks)
    click.echo(f"有 {bad} 处不符。" if bad else "没有发现不符。")
