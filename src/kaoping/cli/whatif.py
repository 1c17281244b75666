"""`kaoping whatif RESULTS`: try changes on results that are there, and see who would stand where, and why."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from kaoping.analysis.analyse import Analysis
    from kaoping.analysis.changes import Change, Siblings
    from kaoping.analysis.effects import Effect
    from kaoping.analysis.trial import Trial
    from kaoping.runs.inputs.changes import TypedChanges
    from kaoping.runs.kept_scoring import KeptScoring

MOST_ROWS = 50
_SEVERAL: dict[str, Any] = {"multiple": True, "metavar": "名称=值"}


@click.command("whatif")
@click.argument("results", metavar="RESULTS", type=click.Path(path_type=Path, exists=True))
@click.option("--set", "points", **_SEVERAL, help="指标改为多少分，如 可用性=4；只对一部分单位写 名称@分组=分值。")
@click.option("--weight", "weights", **_SEVERAL, help="部分的权重，如 website=75%；可写 website@county=75%。")
@click.option("--param", "parameters", **_SEVERAL, help="方案参数，如 survey_target=8；可写 参数@分组=值。")
@click.option("--remove", "removed", multiple=True, metavar="名称", help="去掉一个指标、部分、加减分或单项否决。")
@click.option("--unit", default="", metavar="单位", help="后面的 --measure 说的是哪个单位。")
@click.option(
    "--measure", "measures", **_SEVERAL, help="该单位的测评值或评分，如 surveys_held=6；期次写 名称@2022Q1=值。"
)
@click.option("--confirm", "confirmed", multiple=True, metavar="问题编号", help="认定是问题。")
@click.option("--dismiss", "dismissed", multiple=True, metavar="问题编号", help="认定不是问题。")
@click.option("--waive", "waived", multiple=True, metavar="问题编号", help="予以豁免。")
@click.option(
    "--siblings",
    type=click.Choice(["scale", "keep"]),
    default="scale",
    show_default=True,
    help="同级其余的分值或权重：scale 按比例调整，合计不变；keep 不动，合计随之变化。",
)
@click.option("--analyse", is_flag=True, help="分析（试改后的）结果：哪些指标有区分度、名次由什么决定、名次稳不稳。")
@click.option("--draws", type=click.IntRange(1), default=1000, show_default=True, help="分析时分值随机变动的次数。")
@click.option("--spread", default="20%", show_default=True, help="分析时分值上下变动的幅度。")
@click.option("--seed", type=int, default=1, show_default=True, help="分析时的随机种子；同样的种子结果相同。")
@click.option("--pass-mark", default="", metavar="分数", help="分析时的及格线；不写用方案“合格”等次的分数。")
@click.option("--all", "everybody", is_flag=True, help="没有变化的单位、有区分度的指标也列出。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def command(results: Path, siblings: str, everybody: bool, as_json: bool, **typed: Any) -> None:
    """试算：改一改分值、权重、参数、测评值或认定，看名次、等次、否决会怎样变、为什么变。

    RESULTS 是 kaoping assess 或 score 的结果目录。只是试算，不改动任何结果。
    指标、部分、否决、测评值、单位、分组写名称或编号。--analyse 可以单独用，也可以与试改一起用。
    """
    from kaoping.analysis.changes import Siblings
    from kaoping.model.errors import InputError
    from kaoping.runs.inputs.changes import TypedChanges, read_changes
    from kaoping.runs.kept_scoring import read_scoring

    wanted = {name: typed.pop(name) for name in ("analyse", "draws", "spread", "seed", "pass_mark")}
    kept = read_scoring(results)
    asked = TypedChanges(**typed)
    changes = read_changes(asked, kept.case.scheme, kept.case.roster)
    if not changes and not wanted["analyse"]:
        raise InputError("没有说明要试改什么。例如：--set 指标=分值，或 --analyse。用法见 kaoping whatif --help。")
    trial = _trial(kept, asked, changes, Siblings(siblings))
    shown = _Shown(trial, (changes, Siblings(siblings)), everybody)
    analysis = _analysis(trial, wanted) if wanted["analyse"] else None
    if as_json:
        click.echo(json.dumps(shown.as_json(analysis), ensure_ascii=False, indent=1))
    else:
        shown.print(Console(), analysis)


def _trial(kept: "KeptScoring", asked: "TypedChanges", changes: "Sequence[Change]", siblings: "Siblings") -> "Trial":
    from kaoping.analysis.trial import try_changes
    from kaoping.cli.worktime import operator_worktime

    decides = bool(asked.confirmed or asked.dismissed or asked.waived)
    return try_changes(kept.with_inputs(operator_worktime()) if decides else kept.case, changes, siblings)


def _analysis(trial: "Trial", wanted: Mapping[str, Any]) -> "Analysis":
    from kaoping.analysis.analyse import analyse
    from kaoping.analysis.perturbation import Perturbation
    from kaoping.schemes.numbers_text import MiswrittenError, parse_fraction, parse_number

    try:
        how = Perturbation(wanted["draws"], parse_fraction(wanted["spread"]), wanted["seed"])
        pass_mark = parse_number(wanted["pass_mark"]) if wanted["pass_mark"] else None
    except MiswrittenError as error:
        raise click.UsageError(f"--spread 或 --pass-mark 的值不对：{error}。") from error
    with Console(stderr=True).status(f"正在随机变动分值{how.draws}次…"):
        return analyse(trial.after, how, pass_mark)


class _Shown:
    """A trial on the terminal or as JSON, with the analysis where one is wanted."""

    def __init__(self, trial: "Trial", asked: "tuple[Sequence[Change], Siblings]", everybody: bool) -> None:
        from kaoping.analysis.effects import effects

        self.scheme, self.names = trial.changed.scheme, trial.base.names()
        self.before = trial.base.scheme  # what was removed has its title there
        self.changes, self.siblings = asked
        self.everybody = everybody
        found = effects(trial) if self.changes else {}
        self.effects = {
            group: [effect for effect in of_group if everybody or effect.any] for group, of_group in found.items()
        }
        self.all = [effect for of_group in found.values() for effect in of_group]

    def print(self, console: Console, analysis: "Analysis | None") -> None:
        """Print the changes, one table per group, how many units are touched, and the analysis."""
        from kaoping.cli._analysis import show_analysis
        from kaoping.reports.trial_words import change_words, siblings_words

        for change in self.changes:
            console.print(f"试改：{change_words(change, self.before, self.names)}", highlight=False, soft_wrap=True)
        if said := siblings_words(self.changes, self.siblings, self.before):
            console.print(said, highlight=False, soft_wrap=True)
        for group, found in self.effects.items():
            self._print_group(console, group, found)
        if self.changes:
            console.print(self._counted(), highlight=False, soft_wrap=True)
        if analysis is not None:
            show_analysis(console, analysis, self.scheme, everything=self.everybody)

    def _print_group(self, console: Console, group: str, found: "Sequence[Effect]") -> None:
        from kaoping.reports.trial_words import effect_cells

        if not found:
            return
        graded = bool(self.scheme.grades)
        table = Table(title=self.scheme.groups.get(group, group))
        for heading in ("单位", "名次", "总分", *(["等次"] if graded else []), "原因"):
            table.add_column(heading, overflow="fold")
        for effect in sorted(found, key=_importance)[:MOST_ROWS]:
            rank, total, grade, why = effect_cells(effect, self.before, self.names)
            table.add_row(effect.before.name, rank, total, *([grade] if graded else []), why)
        console.print(table)
        if len(found) > MOST_ROWS:
            console.print(f"另有 {len(found) - MOST_ROWS} 个单位也有变化，全部见 --json。")

    def _counted(self) -> str:
        counts = self.summary()
        return (
            f"共 {counts['units']} 个单位：名次变化 {counts['moved']} 个，"
            f"等次或否决变化 {counts['judged_otherwise']} 个，得分变化 {counts['scored_otherwise']} 个。"
        )

    def summary(self) -> dict[str, int]:
        """Return how many units are touched, and how."""
        return {
            "units": len(self.all),
            "moved": sum(effect.moved for effect in self.all),
            "judged_otherwise": sum(effect.judged_otherwise for effect in self.all),
            "scored_otherwise": sum(effect.scored_otherwise for effect in self.all),
        }

    def as_json(self, analysis: "Analysis | None") -> dict[str, Any]:
        """Return the trial, and the analysis, as data."""
        from kaoping.analysis.contract import effect_to_json
        from kaoping.cli._analysis import analysis_as_json
        from kaoping.reports.trial_words import change_words, effect_words

        return {
            "scheme": {"id": self.before.id, "edition": self.before.edition, "digest": self.before.digest},
            "changes": [change_words(change, self.before, self.names) for change in self.changes],
            "siblings": self.siblings.value,
            "summary": self.summary(),
            "groups": {
                group: [
                    {**effect_to_json(effect), "why": list(effect_words(effect, self.before, self.names))}
                    for effect in found
                ]
                for group, found in self.effects.items()
            },
            **({} if analysis is None else {"analysis": analysis_as_json(analysis)}),
        }


def _importance(effect: "Effect") -> tuple[bool, int, int]:
    """Order: judged otherwise first, then the largest moves, then by rank."""
    before, after = effect.before, effect.after
    return not effect.judged_otherwise, -abs((before.rank or 0) - (after.rank or 0)), before.rank or before.rank_best
