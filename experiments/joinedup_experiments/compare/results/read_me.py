"""README.txt of a results folder: what each file is, and in which units."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.comparison import how_long
from joinedup_experiments.compare.results.event_log import CASES_IN_CSV

_TABLES = """\
Tables (each as .parquet and .csv; a .csv opens in any spreadsheet)
  measures         what each measure is: key, label, unit, and whether its months add up to a
                   year (sum) or are averaged (mean)
  levels           each measure in each arm, a year's value: the average year and each year,
                   with 95% intervals over replications
  differences      each measure in each arm less the base, a year's value, paired by replication,
                   with 95% intervals; how many replications would bring the half-width down to 1%
                   of the base's value (empty where that is zero: nothing is a share of nought).
                   An interval that spans zero is not a change; where interval_excludes_zero is
                   empty there are too few replications to tell.
  monthly          a row for each arm, replication, measure and month after the change
  monthly_wide     the same with a column for each measure (units: see measures)
  barrier_ledger   episodes of need by where they ended or stand at the end of the run, true and
                   false need apart; every episode is in exactly one place
  costs            pounds by payer and month
  events           what happened to whom in the first replication, for process-mining tools:
                   case_id (one resident's life in one arm: arm/resident/how-many-th person in
                   that home), activity, timestamp (ISO 8601; the model's first Monday stands as
                   2024-01-01), resource (who did it), kind of need, true_need, episode (which
                   episode of that kind), cause (of an admission, or why a discharge waits),
                   route (how a need came to light), resident, arm, replication. Sorted by
                   case_id (as text) and then timestamp over the whole file, so by arm,
                   replication, case and time; from the index date to the end of the last month.
                   events.parquet holds everybody; events.csv a random {cases} residents, the
                   same in every arm.

A month is a twelfth of a year (30.4 days). Person-days are days summed over people and needs.
A share is from 0 to 1, and its difference too: 0.02 is two percentage points. Measures of what
joined teams do (adopted, effect) are 0 where no teams are joined.
"""

_PICTURES = """\
Pictures (each as .png and .svg; bands are 95% intervals over replications)
{pictures}
"""


def _replications(seeds: Sequence[int]) -> str:
    """How many replications, and their seeds, in words.

    >>> _replications([7]), _replications([7, 8])
    ('1 replication, seed 7', '2 replications, seeds 7 to 8')
    """
    if len(seeds) == 1:
        return f"1 replication, seed {seeds[0]}"
    return f"{len(seeds)} replications, seeds {seeds[0]} to {seeds[-1]}"


def write_read_me(folder: Path, result: Comparison, pictures: dict[str, str]) -> None:
    """Write README.txt.

    Parameters
    ----------
    pictures : dict
        What each picture shows, by its file's name without ending.
    """
    arms = "\n".join(
        f"  {name:<28} {scenario.name}{'  (base)' if n == 0 and len(result.names) > 1 else ''}"
        for n, (name, scenario) in enumerate(zip(result.names, result.scenarios, strict=True))
    )
    shown = "\n".join(f"  {name:<22} {what}" for name, what in pictures.items())
    place = result.scenarios[0].place
    parts = [
        "Results of joinedup",
        "",
        f"{place.residents:,} residents, {how_long(result)} after the index date, "
        f"{_replications(result.seeds)}.",
        "",
        "Arms",
        arms,
        "",
        _TABLES.format(cases=f"{min(CASES_IN_CSV, place.residents):,}"),
    ]
    if pictures:
        parts.append(_PICTURES.format(pictures=shown))
    parts += [
        "manifest.json      scenarios with everything inherited written out, their hashes, seeds,",
        "                   versions, command, times, and a hash of every file here; what the",
        "                   command changed: --residents scales the programme's cost as well; and",
        "                   warnings of what should make a reader doubt the figures",
        "scenario-*.yaml    each arm's scenario, whole: `joinedup run scenario-NAME.yaml` runs it",
        "",
        "Worlds share their people and their luck, but also their queues: one person's change can",
        "touch another's, so a contrast between one person's two lives is not an effect.",
    ]
    (folder / "README.txt").write_text("\n".join(parts) + "\n", encoding="utf-8")
