"""The pages about a cycle's draws: commit, seal, draw, reveal, and check."""

import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kaoping.draws.fitting import compare_with_scheme
from kaoping.draws.plans import OF_TITLES, samples_of
from kaoping.draws.sealed_text import read_sealed
from kaoping.draws.values import SAMPLE, Pool
from kaoping.draws.verify import Remark, verify
from kaoping.model.errors import InputError
from kaoping.runs.inputs.candidates import NOTHING, read_candidates
from kaoping.schemes.model import Scheme
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.actions import RefusedError
from kaoping.web.cycles import draw_forms as forms
from kaoping.web.cycles.actions.commit_draw import commit_draw
from kaoping.web.cycles.actions.draw_round import draw_round
from kaoping.web.cycles.actions.reveal_draw import reveal_draw
from kaoping.web.cycles.actions.seal_round import Sealing, draws_within, seal_round
from kaoping.web.cycles.drawing import (
    asks_for_draws,
    open_plans,
    own_pools,
    plans_of,
    pools_by_sample,
    published,
    published_files,
    result_of,
    revealed_of,
)
from kaoping.web.cycles.models import Cycle, Draw, DrawRound
from kaoping.web.cycles.queries import cycles_for
from kaoping.web.cycles.rules import may_manage
from kaoping.web.cycles.scheme_copies import scheme_of
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.acts import answered
from kaoping.web.pages.editing import Editing, show_form
from kaoping.web.pages.export import workbook

P = Permission
SHOWN = 100  # pools on one page
HEADER = ("抽样编号", "单位编号", "期次", "对象", "名称")


@page(P.VIEW_CYCLES)
def draws(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a cycle's draws have come, with everything that may be published."""
    cycle = row_of(cycles_for(request), pk)
    draw = Draw.objects.filter(cycle=cycle).first()
    scheme = scheme_of(cycle)
    manages = may_manage(scope_of(request.user, P.MANAGE_CYCLES), cycle)
    rows = _rounds(draw) if draw else ()
    context = {
        "cycle": cycle,
        "draw": draw,
        "rounds": rows,
        "manages": manages,
        "asked": asks_for_draws(scheme),
        "secret": getattr(revealed_of(draw), "secret", "") if draw else "",
        "files": list(published_files(draw)) if draw else (),
        "may_reveal": manages and draw and not draw.revealed_at and rows and all(one.drawn_at for one in rows),
    }
    return render(request, "cycles/draws.html", context)


@page(P.MANAGE_CYCLES)
def commit(request: HttpRequest, pk: int) -> HttpResponse:
    """Commit to a secret."""
    cycle = row_of(cycles_for(request, P.MANAGE_CYCLES), pk)
    back = _address(cycle)

    def save(form: forms.CommitForm) -> str:
        commit_draw(actor_of(request), pk, form.cleaned_data["public_source"], timezone.now())
        return back

    note = _(
        "系统生成密钥并加密保存，公布之前谁也看不到；承诺随公告公布。不用公开值也能抽，但那样管理服务器的人可能预知结果。"
    )
    editing = Editing(
        _("%s：承诺抽查密钥") % cycle, save, _("已承诺。请随考评通知公布承诺。"), back, note, _("生成密钥并承诺")
    )
    return show_form(request, forms.CommitForm(request.POST or None), editing)


@page(P.MANAGE_CYCLES)
def seal(request: HttpRequest, pk: int) -> HttpResponse:
    """Seal a list of candidates."""
    cycle, draw = _cycle_and_draw(request, pk)
    plans = open_plans(cycle, draw)
    form = forms.SealForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            pools = _listed(cycle, draw, form)
            made = seal_round(actor_of(request), draw.pk, Sealing(form.cleaned_data["name"], pools), timezone.now())
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("名单已封存。请在抽取前公布名单或封存值。"))
            return HttpResponseRedirect(reverse("cycles:draw-round", kwargs={"pk": made.pk}))
    scheme, own = scheme_of(cycle), list(own_pools(cycle, plans))
    known = Counter(pool.name.id for pool in own)
    context = {
        "cycle": cycle,
        "form": form,
        "asked": [
            (_title(scheme, kind, name), count, known[name], listed)
            for kind, name, count, listed in pools_by_sample(plans)
        ],
    }
    return render(request, "cycles/seal.html", context, status=422 if form.is_bound and form.errors else 200)


@page(P.MANAGE_CYCLES)
def candidates(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand over the list to fill in: a line for each unit and sample, bodies of the registry filled in."""
    cycle, draw = _cycle_and_draw(request, pk)
    return workbook(_("候选名单"), _lines(cycle, draw))


@page(P.VIEW_CYCLES)
def round_(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a sealed list and what was drawn from it; draw it."""
    one = row_of(DrawRound.objects.select_related("draw").filter(draw__cycle__in=cycles_for(request).values("pk")), pk)
    cycle = row_of(cycles_for(request), one.draw.cycle_id)
    manages = may_manage(scope_of(request.user, P.MANAGE_CYCLES), cycle)
    form = forms.DrawForm(request.POST or None, source=one.draw.public_source) if manages and not one.drawn_at else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            draw_round(actor_of(request), pk, form.cleaned_data.get("public", ""), timezone.now())
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已抽取。"))
            return HttpResponseRedirect(request.path)
    pools, result = read_sealed(one.sealed_text).pools, result_of(one)
    chosen = {pick.pool: pick.items for pick in result.chosen} if result else {}
    context = {
        "cycle": cycle,
        "one": one,
        "form": form,
        "page": Paginator([_drawn(pool, chosen) for pool in pools], SHOWN).get_page(request.GET.get("page")),
    }
    return render(request, "cycles/round.html", context, status=422 if form and form.errors else 200)


@require_POST
@page(P.MANAGE_CYCLES)
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish the secret."""
    cycle, draw = _cycle_and_draw(request, pk)

    def act() -> str:
        reveal_draw(actor_of(request), draw.pk, timezone.now())
        return _("密钥已公布，任何人都可以核对。")

    return answered(request, act, _address(cycle))


@page(P.VIEW_CYCLES)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Check every round, also against hashes that the person wrote down."""
    cycle = row_of(cycles_for(request), pk)
    draw = Draw.objects.filter(cycle=cycle).first()
    commitment, seal_value = (request.GET.get(name, "").strip()[:80] for name in ("commitment", "seal"))
    context = {
        "cycle": cycle,
        "draw": draw,
        "commitment": commitment,
        "seal": seal_value,
        "checked": _checked(cycle, draw, commitment, seal_value) if draw else [],
    }
    return render(request, "cycles/verify.html", context)


@page(P.VIEW_CYCLES)
def published_file(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Hand over one of the files that may be published, as `kaoping draw verify` reads them."""
    cycle = row_of(cycles_for(request), pk)
    draw = Draw.objects.filter(cycle=cycle).first()
    files = published_files(draw) if draw else {}
    if name not in files:
        raise Http404
    held = files[name]()
    text = held if isinstance(held, str) else json.dumps(held, ensure_ascii=False, indent=1) + "\n"
    response = HttpResponse(text.encode(), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _rounds(draw: Draw) -> "QuerySet[DrawRound]":
    return draw.rounds.defer("sealed_text", "result")


def _checked(cycle: Cycle, draw: Draw, commitment: str, seal_value: str) -> list[tuple[DrawRound, list[Remark]]]:
    """What is found of each round; a noted seal is held against the only round, or the one that has it."""
    plans, found = plans_of(cycle), []
    rounds = list(draw.rounds.all())
    known = {one.seal for one in rounds}
    for one in rounds:
        noted = seal_value if one.seal == seal_value.lower() or seal_value.lower() not in known else ""
        remarks = verify(published(draw, one, commitment, noted))
        compared = compare_with_scheme(read_sealed(one.sealed_text), scheme_of(cycle), plans)
        found.append((one, [*remarks, *compared]))
    return found


def _listed(cycle: Cycle, draw: Draw, form: forms.SealForm) -> list[Pool]:
    """The pools to be sealed: those of an uploaded list, and those that need none."""
    plans, file = open_plans(cycle, draw), form.cleaned_data["file"]
    pools: dict[Any, Pool] = {pool.name: pool for pool in own_pools(cycle, plans)}
    if not form.cleaned_data["own"]:
        pools = {}
    if file:
        with tempfile.TemporaryDirectory(prefix="kaoping-draw-") as folder:
            path = Path(folder) / f"候选名单{Path(file.name).suffix.lower()}"
            path.write_bytes(file.read())
            try:
                listed = read_candidates(path, [plan for plan in plans if not plan.children])
            except InputError as error:
                raise RefusedError(str(error).replace(f"{folder}/", "")) from error
        pools |= {pool.name: pool for pool in listed.pools}
    return list(pools.values())


def _lines(cycle: Cycle, draw: Draw) -> Iterator[tuple[str, ...]]:
    plans = open_plans(cycle, draw)
    own = {pool.name: pool for pool in own_pools(cycle, plans)}
    yield HEADER
    for plan in (plan for plan in plans if not plan.children):
        known = own.get(plan.name)
        if known is None:
            yield (
                plan.name.id,
                plan.name.unit,
                "",
                "",
                _("%s：请填写，一行一个；没有可抽查的，对象填“%s”") % (plan.title, NOTHING),
            )
        else:
            yield from ((plan.name.id, plan.name.unit, "", one.id, one.name) for one in known.candidates)


def _drawn(pool: Pool, chosen: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    names = {one.id: one.name for one in pool.candidates}
    picked = chosen.get(pool.name.label)
    return {"pool": pool, "names": None if picked is None else [names[item] for item in picked]}


def _title(scheme: Scheme, kind: str, name: str) -> str:
    """What is drawn, as people call it."""
    if kind != SAMPLE:
        return next((node.title for node in scheme.nodes() if node.id == name), name)
    sample = samples_of(scheme)[name]
    return f"{scheme.bodies.get(sample.bodies) or OF_TITLES.get(sample.of, sample.of)}（{name}）"


def _cycle_and_draw(request: HttpRequest, pk: int) -> tuple[Cycle, Draw]:
    cycle = row_of(cycles_for(request, P.MANAGE_CYCLES), pk)
    draw = draws_within(scope_of(request.user, P.MANAGE_CYCLES)).filter(cycle=cycle).first()
    if draw is None:
        raise Http404
    return cycle, draw


def _address(cycle: Cycle) -> str:
    return reverse("cycles:cycle-draws", kwargs={"pk": cycle.pk})
