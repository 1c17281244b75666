"""What hangs on a check follows from the rules that read its measures."""

from kaoping.measures.params import params_key
from kaoping.measures.plan import plan_checks
from kaoping.measures.stakes import Stake, readers_of, stakes_of
from kaoping.model.roster import Roster, RosterUnit
from kaoping.runs.catalogue import build_catalogue
from kaoping.runs.usable import usable_scheme


def test_every_check_that_a_scheme_executes_has_its_stake() -> None:
    catalogue = build_catalogue()
    scheme = usable_scheme("suqian-2022", catalogue)
    roster = Roster(
        (RosterUnit(id="muyang", name="沭阳县", group="county", class_="county", sites=("https://a.cn/",)),)
    )
    stakes = stakes_of(scheme, roster, catalogue)
    executed = {
        (one.check, params_key(one.params)) for plan in plan_checks(scheme, roster, catalogue) for one in plan.checks
    }
    assert executed <= stakes.keys()
    by_check = {check: stake for (check, _), stake in stakes.items()}
    assert by_check["dead-link"] is Stake.SCORED
    assert Stake.VETO in stakes.values()


def test_every_check_that_a_unit_is_asked_leads_to_what_reads_it() -> None:
    catalogue = build_catalogue()
    scheme = usable_scheme("suqian-2022", catalogue)
    unit = RosterUnit(id="muyang", name="沭阳县", group="county", class_="county", sites=("https://a.cn/",))
    stakes = stakes_of(scheme, Roster((unit,)), catalogue)
    for pair, stake in stakes.items():
        nodes, vetoes = readers_of(scheme, unit, catalogue, pair)
        assert bool(vetoes) == (stake is Stake.VETO)
        assert nodes or vetoes
        assert all(not node.children or node.zero_if or node.full_if for node in nodes)


def test_other_parameters_than_the_scheme_asks_for_cost_nothing() -> None:
    catalogue = build_catalogue()
    scheme = usable_scheme("suqian-2022", catalogue)
    unit = RosterUnit(id="muyang", name="沭阳县", group="county", class_="county", sites=("https://a.cn/",))
    assert readers_of(scheme, unit, catalogue, ("dead-link", params_key({"pages": "nowhere"}))) == ((), ())
