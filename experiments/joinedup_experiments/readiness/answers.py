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
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    Spot,
    clipped,
    closest,
    meant,
)
from joinedup_experiments.scenario_io.load.yaml_tree import Node, read_tree

KEYS = ("questionnaire", "sites")
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
    """A form that was filled in; `InputError` has a line on everything in it that is none."""
    tree, problems = read_tree(text_of(Path(file)), str(file), "readiness questionnaire")
    faults, whole = list(problems), Spot(str(file))
    top = _table(Node(whole, tree.value), "it has no answers; a blank form has all of them", faults)
    misspelt = _unknown(top, KEYS, "unknown", faults)
    for key in KEYS:
        if top and key not in top and key not in misspelt:
            faults.append(Problem(whole, f"`{key}` is missing; a blank form has it"))
    name = top["questionnaire"].value if "questionnaire" in top else ""
    if name not in NAMES and "questionnaire" in top:
        faults.append(Problem(top["questionnaire"].spot, no_questionnaire(name)))
    if name not in NAMES or "sites" not in top:
        raise _refusal(faults)
    return _answers(top["sites"], "`sites` has no site", questionnaire(name), faults)


def answers_of(name: Name, sites: Mapping[str, Mapping[str, float]]) -> Answers:
    """Answers that are at hand: the scores of each site by the keys of the questions.

    Refused as a form's are, with an `InputError`.

    >>> scores = dict.fromkeys(questionnaire("aqua").questions, 4)
    >>> answers_of("aqua", {"Here": scores}).mean("culture")
    4.0
    """
    return _answers(_as_read(sites), "there is no site", questionnaire(name), [])


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


def _answers(sites: Node, none: str, one: Questionnaire, faults: list[Problem]) -> Answers:
    """The scores of every site; `InputError` has a line on each answer that is none."""
    each = _table(sites, none, faults)
    scores = {site: _scores(site, node, one, faults) for site, node in each.items()}
    if faults:
        raise _refusal(faults)
    return Answers(one, scores)


def _refusal(faults: list[Problem]) -> InputError:
    return InputError("\n".join(map(str, sorted(faults, key=lambda fault: fault.spot))))


def _scores(site: str, node: Node, one: Questionnaire, faults: list[Problem]) -> dict[str, float]:
    given = _table(node, f"`{clipped(site)}` has no answers", faults)
    misspelt = _unknown(given, tuple(one.questions), f"no question of {one.name}", faults)
    empty = [key for key in one.questions if key not in given or given[key].value is None]
    if given and (lacking := [key for key in empty if key not in misspelt]):
        faults.append(_unanswered(site, node, one, lacking))
    scores, named = {}, {fault.spot for fault in faults if fault.path}
    for key in (key for key in one.questions if key not in empty):
        score = given[key].value
        if given[key].spot in named:  # as what cannot stand in any file
            continue
        number = isinstance(score, int | float) and not isinstance(score, bool)
        if not number or not LOWEST <= score <= HIGHEST:
            quoted = isinstance(score, str)
            shown = given[key].written or "several values"
            shown = f"the text `{clipped(score)}`" if quoted else clipped(shown)
            meant = "; decimals take a point" if quoted and "," in score else ""
            what = f"`{key}` must be a number from 0 to 5, not {shown}{meant}"
            faults.append(Problem(given[key].spot, what))
        else:
            scores[key] = float(score)
    return scores


def _unanswered(site: str, node: Node, one: Questionnaire, empty: Sequence[str]) -> Problem:
    """What names the first question without an answer, what is expected, and how many more."""
    question = one.questions[empty[0]]
    spot = node.value.get(question.key, node).spot
    more = f" (nor {len(empty) - 1} more)" if empty[1:] else ""
    return Problem(
        spot,
        f"`{question.key}` is not answered for `{clipped(site)}`{more}: "
        f"\u201c{question.ask}\u201d Write a number from {one.scale}",
    )


def _table(node: Node, otherwise: str, faults: list[Problem]) -> Mapping[str, Node]:
    """What a table has; nothing, and a fault, where it is none."""
    if isinstance(node.value, dict) and node.value:
        return node.value
    faults.append(Problem(node.spot, otherwise))
    return {}


def _unknown(
    given: Mapping[str, Node], keys: tuple[str, ...], what: str, faults: list[Problem]
) -> set[str | None]:
    """Which keys were probably meant by those that are none, each of which is a fault."""
    wrong = {key: node.spot for key, node in given.items() if key not in keys}
    for key, spot in wrong.items():
        faults.append(Problem(spot, f"`{clipped(key)}` is {what}", (), meant(key, keys)))
    return {closest(key, keys) for key in wrong}
