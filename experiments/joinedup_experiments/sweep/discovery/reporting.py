"""What ``joinedup discover`` does: find rules, write and print them."""

from __future__ import annotations

from pathlib import Path

from joinedup_experiments.compare.results.unfinished import anew
from joinedup_experiments.display.errors import refusing
from joinedup_experiments.display.standard_output import saying
from joinedup_experiments.sweep.discovery.discovery import Discovery, discover
from joinedup_experiments.sweep.discovery.page import page_of
from joinedup_experiments.sweep.discovery.questions import QuestionError
from joinedup_experiments.sweep.discovery.rule import Answered
from joinedup_experiments.sweep.sweep_folder import open_sweep

FOLDER = "discovery"
PAGE = "scenario_discovery.md"
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
    inside = folder / FOLDER
    with refusing(keeps=True):
        if margin is not None and not 0.0 <= margin < 1.0:
            raise QuestionError(f"--margin must be from 0 to below 1, not {margin:g}")
        found = discover(open_sweep(folder), margin)
        with anew(inside) as making:
            _write(making, found, pictures)
    with saying(f"the tables are whole in {inside}"):
        print(*found.left_out, sep="\n", end="\n" if found.left_out else "")
        for one in found.answered:
            print("\n".join(lines_of(one)), end="\n\n")
        print(f"In words, with tables and pictures: {inside / PAGE}")


def _write(inside: Path, found: Discovery, pictures: bool) -> None:
    from joinedup_experiments.sweep.discovery.tables import write_rule_tables

    write_rule_tables(inside, found)
    drawn: list[str] = []
    if pictures:
        from joinedup_experiments.sweep.discovery.pictures import draw_pictures

        drawn = draw_pictures(inside, found)
    (inside / PAGE).write_text(page_of(found, drawn), encoding="utf-8")


def lines_of(one: Answered) -> list[str]:
    """The lines about one question."""
    shares = zip(one.question.classes, one.base, strict=True)
    lines = [
        one.question.label,
        "  " + ", ".join(f"{name} at {share.text}" for name, share in shares if share.value),
        f"  {one.skill_text}",
    ]
    if one.goes_with and not one.rules:
        pulls = "; ".join(
            f"the {'higher' if pull.correlation > 0 else 'lower'} {pull.factor.key} (rank "
            f"correlation {pull.correlation:.2f}, {pull.low:.2f} to {pull.high:.2f})"
            for pull in one.goes_with[:PULLS]
        )
        lines.append(f"  It is better {pulls}.")
    for number, rule in enumerate(one.rules, 1):
        about = rule.about
        lines += [
            f"  {number}. {rule.text}",
            f"     {one.question.classes[about]}: {one.base[about].value:.0%} everywhere, density "
            f"{rule.density_unseen[about].text}, coverage "
            f"{rule.coverage_unseen[about].text} out of sample; {rule.support:,} points",
        ]
    return lines
