"""Findings, decisions, marks and imports become one table: unit × measure × period → value and state (pure, no I/O)."""

from kaoping.measures.inputs import Decision, DecisionKind, Draw, Given, Inspection, MeasureInputs
from kaoping.measures.plan import ProviderRequest, SitePlan, plan_checks, plan_providers
from kaoping.measures.providers import PROVIDERS, find_provider
from kaoping.measures.questions import Question, questions
from kaoping.measures.table import build_table, table_from_values

__all__ = [
    "PROVIDERS",
    "Decision",
    "DecisionKind",
    "Draw",
    "Given",
    "Inspection",
    "MeasureInputs",
    "ProviderRequest",
    "Question",
    "SitePlan",
    "build_table",
    "find_provider",
    "plan_checks",
    "plan_providers",
    "questions",
    "table_from_values",
]
