"""From a name to everything that goes by it."""

from __future__ import annotations

from joinedup.outcomes.measures import MEASURES
from joinedup.rules.collected import GROUPS, declared
from joinedup_experiments.scenario_io.explain.entry import Entry
from joinedup_experiments.scenario_io.explain.of_measures import measure_entries
from joinedup_experiments.scenario_io.explain.of_parameters import (
    UnknownCellError,
    parameter_entries,
)
from joinedup_experiments.scenario_io.explain.of_scenario_keys import dotted, key_entries, paths
from joinedup_experiments.scenario_io.explain.of_words import (
    value_entries,
    values,
    word_entries,
    words,
)
from joinedup_experiments.scenario_io.load.problems import clipped, closest

MOST = 8


class UnknownKeyError(ValueError):
    """Nothing goes by that name; the text says what may have been meant."""


def explained(key: str) -> list[Entry]:
    """Every parameter, key, measure, value and word of that name.

    Raises
    ------
    UnknownKeyError
        When there is none.

    Examples
    --------
    >>> [entry.kind for entry in explained("waiting_days")]
    ['a measure']
    """
    asked = key.strip()
    try:
        found = parameter_entries(asked)
    except UnknownCellError as error:
        raise UnknownKeyError(str(error)) from None
    found += key_entries(asked) + measure_entries(asked) + value_entries(asked)
    found += word_entries(asked)
    if not found:
        raise UnknownKeyError(_unknown(asked))
    return found[:MOST]


def _unknown(asked: str) -> str:
    """What to say of a name that nothing goes by."""
    what = f"there is nothing called `{clipped(asked)}` to explain"
    names = [*declared(), *(m.key for m in MEASURES), *GROUPS, *values(), *words()]
    names += [dotted(path) for path in paths()]
    names += sorted({path[-1] for path in paths()} - {"*"})
    close = closest(asked.partition("[")[0], names)
    if close:
        return f"{what}; did you mean `{close}`?"
    return (
        f"{what}; a parameter (joinedup parameters), a key of a scenario (docs/scenarios.md), a "
        "measure (differences.csv) or a word (docs/glossary.md) would do"
    )
