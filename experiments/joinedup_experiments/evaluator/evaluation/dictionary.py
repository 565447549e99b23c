"""What each column of an evaluation's tables holds, for ``data_dictionary``."""

from __future__ import annotations

from typing import NamedTuple

IN_UNIT = "per 1,000 people a year; cost in pounds a person a year"
WORLDS, SHARE = "worlds", "share of worlds"
EXCHANGED = "with another place of the pool instead of each of its comparators in turn"
EITHER_END = {"_low": "the lower end of its 95% interval: ", "_high": "the upper end: "}


class Described(NamedTuple):
    """A column of a table, its unit, and what it holds."""

    table: str
    column: str
    unit: str
    meaning: str


_CELL = {
    "design": ("", "the design, as --design names it"),
    "outcome": ("", "the outcome, as --outcome names it"),
    "window": ("months", "of follow-up, from enrolment or from when the programme goes live"),
}
_MEANS = {
    "estimate": (IN_UNIT, "mean over worlds of what the design finds"),
    "truth": (IN_UNIT, "mean over worlds of the same people or areas less the same without it"),
    "bias": (IN_UNIT, "mean over worlds of estimate less truth"),
}
_SHARES = {
    "coverage": (SHARE, "in which the estimate's 95% interval holds the truth"),
    "falls": (SHARE, "in which a fall is claimed: the whole interval is below nought"),
    "rises": (SHARE, "in which a rise is claimed: the whole interval is above nought"),
    "right_sign": (SHARE, "in which the sign of the mean truth is claimed; empty if not known"),
    "wrong_sign": (SHARE, "in which the other sign is claimed; empty if not known"),
    "false_claims": (SHARE, "in which either is claimed of the place without its programme"),
}
_PERFORMANCE = _CELL | {
    "of": ("", "whether the design is of people enrolled, the area or neighbourhoods"),
    "worlds": (WORLDS, "in which the design could be had"),
    "units": ("people, months or areas", "of which the estimate is, on average"),
    "counterfactual": (IN_UNIT, "use without the programme, on average"),
    "central_low": (IN_UNIT, "nine in ten estimates lie above this and below central_high"),
    "central_high": (IN_UNIT, "nine in ten estimates lie below this and above central_low"),
    "half_width": (IN_UNIT, "half the width of the estimate's 95% interval, the median"),
    "smallest_seen": (IN_UNIT, "the effect that four of five such evaluations would see"),
    "verdict": ("", "trusted, not trusted, or too few worlds to say; by the rule on the page"),
}
_POWER = {
    "outcome": _CELL["outcome"],
    "of": ("", "whether areas are counted, or enrolled people"),
    "fall": ("share of use", "the fall that is to be seen"),
    "months": ("months", "of follow-up"),
    "number": ("areas or people", "with the programme"),
    "power": ("share of evaluations", "that would see the fall"),
}
_LEFT_OUT = {
    "design": _CELL["design"],
    "outcome": ("", "the outcome; empty where all lack the same"),
    "window": _CELL["window"],
    "worlds": (WORLDS, "in which the design could be had; below 10 nothing is said of it"),
    "where": ("", "the run whose reason it is; empty where it is the same in all"),
    "reason": ("", "why it could not be had"),
}
_ESTIMATES = {
    "world": ("", "number of the plausible world; 0 is the model's own values"),
    "seed": ("", "of the world's run"),
    "arm": ("", "programme; or placebo, the place without it"),
    **_CELL,
    "estimate": (IN_UNIT, "what the design finds; empty where it cannot be had"),
    "low": (IN_UNIT, "the lower end of the estimate's 95% interval"),
    "high": (IN_UNIT, "the upper end of the estimate's 95% interval"),
    "truth": (IN_UNIT, "the same people or areas less the same without the programme"),
    "counterfactual": (IN_UNIT, "use without the programme"),
    "units": ("people, months or areas", "of which the estimate is"),
    "comparators": ("", "numbers of its comparator places, from 1; empty for other designs"),
    "estimate_exchanged": (IN_UNIT, f"estimate {EXCHANGED}"),
    "low_exchanged": (IN_UNIT, f"low {EXCHANGED}"),
    "high_exchanged": (IN_UNIT, f"high {EXCHANGED}"),
}


def data_dictionary() -> list[Described]:
    """Every column of ``performance``, ``power``, ``left_out`` and ``estimates``."""
    performance = dict(_PERFORMANCE)
    for name, (unit, meaning) in (_MEANS | _SHARES).items():
        performance[name] = unit, meaning
        for end, words in EITHER_END.items():
            performance[name + end] = unit, f"{words}{meaning}"
    tables = {
        "performance": performance, "power": _POWER, "left_out": _LEFT_OUT, "estimates": _ESTIMATES
    }  # fmt: skip
    return [
        Described(table, column, unit, meaning)
        for table, columns in tables.items()
        for column, (unit, meaning) in columns.items()
    ]
