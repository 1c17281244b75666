"""Readers of what people hand in: assessment file, roster, marks, decisions, imports and measure tables."""

from kaoping.runs.inputs.assessment import Assessment, InspectOptions, read_assessment
from kaoping.runs.inputs.decisions import read_decisions
from kaoping.runs.inputs.imports import read_imports
from kaoping.runs.inputs.marks import read_marks
from kaoping.runs.inputs.marks_template import write_template
from kaoping.runs.inputs.measure_values import read_measure_table, read_measure_values
from kaoping.runs.inputs.problems import BadInputError
from kaoping.runs.inputs.roster import read_roster

__all__ = [
    "Assessment",
    "BadInputError",
    "InspectOptions",
    "read_assessment",
    "read_decisions",
    "read_imports",
    "read_marks",
    "read_measure_table",
    "read_measure_values",
    "read_roster",
    "write_template",
]
