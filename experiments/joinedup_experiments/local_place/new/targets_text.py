"""The empty table of activity, with the national figures in it as remarks."""

from __future__ import annotations

from joinedup_experiments.local_place.baseline_targets import TARGETS
from joinedup_experiments.local_place.new.activity import FIGURES, unit_of


def targets_text() -> str:
    """A table of activity to fill in: a remark for each figure, and no figure yet.

    Examples
    --------
    >>> targets_text().splitlines()[0]
    'figure,value,per,source'
    """
    by_key = {t.key: t for t in TARGETS}
    lines = ["figure,value,per,source"]
    for name, key in FIGURES.items():
        target = by_key[key]
        lines.append(f"# {name},{target.value:g},{unit_of(name)},national: {target.label}")
    lines += [
        "# Take the # away and put your own figure in place of the national one.",
        "# A total of the whole place for a year is written per whole_place.",
    ]
    return "\n".join(lines) + "\n"
