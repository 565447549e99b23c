"""Answers to a questionnaire, by site: a form to fill in, and what is read of it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from joinedup.scenario.changing import plain
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.new_file import write_new
from joinedup_experiments.readiness.questionnaire import (
    HIGHEST,
    LOWEST,
    NAMES,
    Name,
    Questionnaire,
    no_questionnaire,
    questionnaire,
)
from joinedup_experiments.scenario_io.load.files import text_of
from joinedup_experiments.scenario_io.load.problems import Spot, clipped, meant
from joinedup_experiments.scenario_io.load.yaml_tree import Node, tree_of

FORM = """\
# How ready are you? {title}
# ({source}).
# Write a score behind each colon: a number from {scale}.
# Give each neighbourhood a site of its own, or all of them one; then:
#   joinedup readiness {file}
questionnaire: {name}
sites:
  Our site:   # its name; copy these lines for each further site
{lines}
"""


@dataclass(frozen=True)
class Answers:
    """A questionnaire, and the scores of each site by the keys of its questions, 0 to 5."""

    questionnaire: Questionnaire
    sites: dict[str, dict[str, float]]

    def mean(self, key: str) -> float:
        """The mean score of a question over sites, of the scores as they are written.

        >>> one = questionnaire("aqua")
        >>> sites = {x: dict.fromkeys(one.questions, x) for x in (0.8, 4.6, 0.6)}
        >>> Answers(one, sites).mean("culture")
        2.0
        """
        return float(sum(_exact(scores[key]) for scores in self.sites.values()) / len(self.sites))

    def raised(self, key: str) -> Answers:
        """The same with one question a point higher at every site, 5 at most."""
        sites = {
            site: scores | {key: min(float(_exact(scores[key]) + 1), HIGHEST)}
            for site, scores in self.sites.items()
        }
        return Answers(self.questionnaire, sites)


def write_form(file: str | Path, name: Name) -> None:
    """Write a blank form to fill in; `InputError` where something of that name is there."""
    file, one = Path(file), questionnaire(name)
    lines = "\n".join(
        f"    # {question.ask}\n    {key}:" for key, question in one.questions.items()
    )
    text = FORM.format(
        title=one.title, source=one.source, scale=one.scale,
        file=shlex.quote(file.name), name=name, lines=lines,
    )  # fmt: skip
    write_new(file, text)


def read_answers(file: str | Path) -> Answers:
    """A form that was filled in; `InputError` names every answer that is none."""
    tree = tree_of(text_of(Path(file)), str(file), "readiness questionnaire")
    top = _table(tree, f"{file}: it has no answers; a blank form has all of them")
    _known(top, ("questionnaire", "sites"), "unknown")
    for key in ("questionnaire", "sites"):
        if key not in top:
            raise InputError(f"{file}: `{key}` is missing; a blank form has it")
    name = top["questionnaire"].value
    if name not in NAMES:
        raise InputError(f"{top['questionnaire'].spot}: {no_questionnaire(name)}")
    one = questionnaire(name)
    sites = _table(top["sites"], f"{top['sites'].spot}: `sites` has no site")
    return Answers(one, _of_sites(sites, one))


def answers_of(name: Name, sites: Mapping[str, Mapping[str, float]]) -> Answers:
    """Answers that are at hand: the scores of each site by the keys of the questions.

    Refused as a form's are, with an `InputError`.

    >>> scores = dict.fromkeys(questionnaire("aqua").questions, 4)
    >>> answers_of("aqua", {"Here": scores}).mean("culture")
    4.0
    """
    one = questionnaire(name)
    given = _table(_as_read(sites), "answers: there is no site")
    return Answers(one, _of_sites(given, one))


def _as_read(given: Any) -> Node:
    """What is at hand as a form would give it: tables, and numbers, also NumPy's."""
    spot = Spot("answers")
    if hasattr(given, "items"):
        return Node(spot, {str(key): _as_read(one) for key, one in given.items()})
    value = plain(given)
    return Node(spot, value, str(value))


def _exact(score: float) -> Fraction:
    """The number that stands in the form: sums of such cross no step by rounding."""
    return Fraction(str(score))


def _of_sites(sites: Mapping[str, Node], one: Questionnaire) -> dict[str, dict[str, float]]:
    """The scores of every site; `InputError` has a line on each answer that is none."""
    faults: list[str] = []
    scores = {site: _scores(site, node, one, faults) for site, node in sites.items()}
    if faults:
        raise InputError("\n".join(faults))
    return scores


def _scores(site: str, node: Node, one: Questionnaire, faults: list[str]) -> dict[str, float]:
    given = _table(node, f"{node.spot}: `{clipped(site)}` has no answers")
    _known(given, tuple(one.questions), f"no question of {one.name}")
    empty = [key for key in one.questions if key not in given or given[key].value is None]
    if empty:
        faults.append(_unanswered(site, node, one, empty))
    scores = {}
    for key in (key for key in one.questions if key not in empty):
        score = given[key].value
        number = isinstance(score, int | float) and not isinstance(score, bool)
        if not number or not LOWEST <= score <= HIGHEST:
            quoted = isinstance(score, str)
            shown = given[key].written or "several values"
            shown = f"the text `{clipped(score)}`" if quoted else clipped(shown)
            meant = "; decimals take a point" if quoted and "," in score else ""
            what = f"`{key}` must be a number from 0 to 5, not {shown}{meant}"
            faults.append(f"{given[key].spot}: {what}")
        else:
            scores[key] = float(score)
    return scores


def _unanswered(site: str, node: Node, one: Questionnaire, empty: Sequence[str]) -> str:
    """What names the first question without an answer, what is expected, and how many more."""
    question = one.questions[empty[0]]
    spot = node.value.get(question.key, node).spot
    more = f" (nor {len(empty) - 1} more)" if empty[1:] else ""
    return (
        f"{spot}: `{question.key}` is not answered for `{clipped(site)}`{more}: "
        f"\u201c{question.ask}\u201d Write a number from {one.scale}"
    )


def _table(node: Node, otherwise: str) -> Mapping[str, Node]:
    if not isinstance(node.value, dict) or not node.value:
        raise InputError(otherwise)
    return node.value


def _known(given: Mapping[str, Node], keys: tuple[str, ...], what: str) -> None:
    for key, node in given.items():
        if key not in keys:
            raise InputError(f"{node.spot}: `{clipped(key)}` is {what}; {meant(key, keys)}")
