"""What becomes of the people enrolled in case management, against whom: measures of a study."""

from __future__ import annotations

import numpy as np

from joinedup.outcomes.measure import Measure
from joinedup.run import Run
from joinedup_experiments.evaluator.hospital_use import USES
from joinedup_experiments.studies.in_years import Values, in_year
from joinedup_experiments.studies.matched_controls import COVARIATES, evaluate

CONTROLS = {
    "before": "their own half year before",
    "everybody": "everybody who was not enrolled",
    "matched": "their matched controls",
    "themselves": "the same people without",
}


def key_of(use: str, of: str = "") -> str:
    """The measure of a use of the enrolled, or of what some controls let expect of them."""
    return f"enrolled_{use}_{of}" if of else f"enrolled_{use}"


def unlike_key(covariate: int, of: str) -> str:
    """The measure of how far the enrolled differ in a covariate from some controls."""
    return f"unlike_{covariate}_{of}"


def _measures() -> list[Measure]:
    found = []
    for use, (label, _) in USES.items():
        unit = "GBP" if use == "cost" else "a head in half a year"
        for of in ("", *CONTROLS):
            text = f"{label} of the enrolled" + (f", {of}" if of else "")
            found.append(Measure(key_of(use, of), text, unit, "people", mean_of="people"))
    alike = [
        ("unlike", "largest difference"),
        ("unlike_everybody", "largest difference, everybody"),
    ]
    alike += [(unlike_key(n, of), f"{name}, {of}") for n, name in enumerate(COVARIATES)
              for of in ("everybody", "matched")]  # fmt: skip
    for key, label in alike:
        text = f"Standardised difference of the enrolled: {label}"
        found.append(Measure(key, text, "standard deviations", "people", mean_of="people"))
    text = "Enrolled people with a matched control"
    found.append(
        Measure("share_matched", text, "share of the enrolled", "people", mean_of="people")
    )
    return found


ENROLLED = _measures()


def enrolled(run: Run, base: Run) -> Values:
    """The evaluation of a run beside the base's, all of it in year 1; NaN where it finds nobody."""
    values = {one.key: np.nan for one in ENROLLED}
    if (found := evaluate(run, base)) is not None:
        groups = {
            "": found.mine.after,
            "before": found.mine.before,
            "everybody": found.expected(found.everybody),
            "matched": found.expected(found.controls),
            "themselves": found.themselves,
        }
        for of, heads in groups.items():
            values |= {key_of(use, of): x for use, x in zip(USES, heads, strict=True)}
        for of, apart in zip(("everybody", "matched"), found.unlike, strict=True):
            values |= {unlike_key(n, of): x for n, x in enumerate(apart)}
        values["unlike_everybody"], values["unlike"] = np.abs(found.unlike).max(axis=1)
        values["share_matched"] = found.matched / found.enrolled
    return {key: in_year(run, float(x), 0) for key, x in values.items()}
