"""What ``joinedup discover`` does: find rules, write tables, pictures and words, say them."""

from __future__ import annotations

import sys
from pathlib import Path

from joinedup_experiments.compare.results.folder import FolderError
from joinedup_experiments.compare.results.unfinished import anew
from joinedup_experiments.display.standard_output import saying
from joinedup_experiments.sweep.discovery.finding import Discovery, discover
from joinedup_experiments.sweep.discovery.page import page_of, said_of_skill
from joinedup_experiments.sweep.discovery.questions import QuestionError
from joinedup_experiments.sweep.discovery.rule import Answered
from joinedup_experiments.sweep.discovery.wording import per_cent, said_of_pulls, said_of_rule
from joinedup_experiments.sweep.sensitivity.results import IncompleteError
from joinedup_experiments.sweep.sweep_folder import open_sweep

BAD_INPUT = 2
FOLDER = "discovery"
PAGE = "where_it_helps.md"
LONGEST = 80
PULLS = 3


def report_discovery(folder: Path, margin: float | None, pictures: bool) -> None:
    """Look for the regions in which a finished sweep's arms help, and write them down.

    Parameters
    ----------
    margin : float, optional
        How much an outcome must move to count, as a share of the base's level.

    Raises
    ------
    SystemExit
        With code 2 when the sweep is incomplete, or nothing can be asked of its outcomes.
    """
    try:
        if margin is not None and not 0.0 <= margin < 1.0:
            raise QuestionError(f"--margin must be from 0 to below 1, not {margin:g}")
        found = discover(open_sweep(folder), margin)
        with anew(folder / FOLDER) as inside:
            _write(inside, found, pictures)
    except (FolderError, IncompleteError, QuestionError) as error:
        print(error, file=sys.stderr)
        raise SystemExit(BAD_INPUT) from None
    except OSError as error:
        print(f"{error.filename or folder}: {error.strerror or error}", file=sys.stderr)
        raise SystemExit(BAD_INPUT) from None
    with saying(f"the tables are whole in {folder / FOLDER}"):
        for line in found.passed:
            print(line)
        for one in found.answered:
            print("\n".join(said_of(one)))
            print()
        print(f"In words, with tables and pictures: {folder / FOLDER / PAGE}")


def _write(inside: Path, found: Discovery, pictures: bool) -> None:
    from joinedup_experiments.sweep.discovery.rule_tables import write_rule_tables

    write_rule_tables(inside, found)
    drawn = _draw(inside, found) if pictures else []
    (inside / PAGE).write_text(page_of(found, drawn), encoding="utf-8")


def _draw(inside: Path, found: Discovery) -> list[str]:
    """The maps and the fans; the names of the files without their endings."""
    from joinedup_experiments.display import charts
    from joinedup_experiments.sweep.discovery.fan_picture import fan_picture
    from joinedup_experiments.sweep.discovery.map_picture import map_picture

    drawn = []
    with charts.styled():
        mapped = found.answered if found.values.shape[1] > 1 else []
        for one in mapped:
            if one.question.counts.max() == len(found.values):
                continue  # the same answer everywhere
            drawn.append(f"map-{one.question.key[:LONGEST]}")
            charts.save(map_picture(found, one), inside / drawn[-1])
        for time in found.over_time:
            drawn.append(f"fan-{time.outcome.key[:LONGEST]}")
            charts.save(fan_picture(time), inside / drawn[-1])
    return drawn


def said_of(one: Answered) -> list[str]:
    """The lines about one question."""
    shares = zip(one.question.classes, one.base, strict=True)
    lines = [
        one.question.label,
        "  " + ", ".join(f"{name} at {per_cent(share)}" for name, share in shares if share.value),
        f"  {said_of_skill(one)}",
    ]
    if one.goes_with and not one.rules:
        lines.append(f"  It is better {said_of_pulls(one.goes_with[:PULLS])}.")
    for rule in one.rules:
        name = one.question.classes[rule.about]
        lines += [
            f"  {rule.number}. {said_of_rule(rule.conditions)}",
            f"     {name}: {one.base[rule.about].value:.0%} everywhere, density "
            f"{per_cent(rule.density_unseen[rule.about])}, coverage "
            f"{per_cent(rule.coverage_unseen[rule.about])} out of sample; {rule.support:,} points",
        ]
    return lines
