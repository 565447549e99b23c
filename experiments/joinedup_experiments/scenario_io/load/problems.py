"""What is wrong with a scenario, where, and what was probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches

from joinedup.rules.renamed import RENAMED
from joinedup.scenario.names import Path
from joinedup.scenario.refusals import dotted
from joinedup.scenario.refusals import shortened as clipped
from joinedup_experiments.display.errors import InputError

SHOWN_AT_MOST = 20

_OF_MANY = re.compile(r"(?:^|[ _])(?:services?|teams?)(?=[ _]|$)")  # words that many names have
# What planners call things, by what the model calls them.
_EVERYDAY = {
    "cognitive": "dementia, alzheimers, memory loss, memory problems, delirium",
    "common_mental_disorder": "depression, anxiety, low mood, cmd",
    "severe_mental_illness": "psychosis, schizophrenia, bipolar, smi",
    "long_term_condition": "ltc, diabetes, asthma, copd, heart failure, chronic disease",
    "frailty": "frail, falls",
    "daily_living": "adl, washing and dressing, personal care",
    "housing_and_money": "housing, homelessness, debt, benefits, money",
    "isolation": "loneliness, lonely, social isolation",
    "substance_use": "alcohol, drugs, addiction, substance misuse",
    "gp": "doctor, doctors, general practitioner, physician",
    "mental_health_nurse": "cpn, rmn, community psychiatric nurse",
    "district_nurse": "community nurse, community nurses",
    "therapist": "physio, occupational therapist, ot, speech therapist",
    "support_worker": "carer, carers, care worker, home care worker, healthcare assistant, hca",
    "care_coordinator": "care navigator",
    "voluntary": "charity, charities, third sector, vcse, voluntary sector",
    "council": "local authority, la, borough council, social services",
    "nhs": "trust, icb, health, community trust",
    "talking_therapies": "iapt, counselling",
    "general_practice": "gp, gps, gp practice, primary care",
    "adult_social_care": "social services, social care, home care",
    "rehabilitation": "rehab",
    "merged": "integrated, fully integrated, one team, merger",
    "none": "separate, siloed, not joined",
    "strain": "burnout, burn-out, stress",
    "leaving": "turnover, staff turnover, quitting",
    "sickness": "sick leave, absence",
    "from_month": "start, start month, starts month, begin, begin month, begins month",
    "until_month": "to, to month, till month, end, end month, ends month",
}


@dataclass(frozen=True, order=True)
class Spot:
    """A line of a file, or the whole file when ``line`` is 0."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: the line to look at, what is wrong, and what to do about it.

    ``path`` has the keys that lead there, outermost first; it is empty when the file as a whole is
    meant.
    """

    spot: Spot
    what: str
    path: Path = ()
    hint: str = ""

    def __str__(self) -> str:
        where = f" (where: {dotted(self.path)})" if self.path else ""
        hint = f"; {self.hint}" if self.hint else ""
        return f"{self.spot}: {self.what}{where}{hint}"


class ScenarioError(InputError):
    """A scenario that cannot be used; its text lists every problem found, a line each."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        given = (problems,) if isinstance(problems, Problem) else problems
        self.problems = tuple(dict.fromkeys(given))
        super().__init__(self.problems)

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems[:SHOWN_AT_MOST]]
        more = len(self.problems) - len(lines)
        return "\n".join([*lines, f"and {more} more"] if more else lines)


def refusal(where: str, what: str, hint: str = "", line: int = 0) -> ScenarioError:
    """The error that says the one thing wrong with a file, a line of it, or an option."""
    return ScenarioError(Problem(Spot(where, line), what, (), hint))


def did_you_mean(wrong: str, known: Sequence[str]) -> str:
    """The known name that looks like the wrong one, or a list of what there is.

    >>> did_you_mean("Comunity Nursing", ["adult_social_care", "community_nursing"])
    'did you mean `community_nursing`?'
    >>> did_you_mean("nhs council", ["nhs", "council"])
    'put commas between them: `nhs, council`'
    >>> did_you_mean("zebra", ["nhs", "council"])
    'known here: nhs, council'
    """
    words = [word for word in wrong[:200].replace(";", " ").split() if word != "and"]
    if len(words) > 1 and all(word in known for word in words):
        return f"put commas between them: `{', '.join(words)}`"
    close = closest(wrong, known)
    if close is not None:
        unseen = "" if wrong.isprintable() else " There is a character in it that cannot be seen"
        return f"did you mean `{close}`?{unseen}"
    return f"known here: {listed(known)}" if known else ""


def closest(wrong: str, known: Sequence[str]) -> str | None:
    """The known name that looks most like the wrong one, or means the same; None when none does.

    >>> closest("75+", ["75-84", "85+"]) is None, closest("dementia", ["frailty", "cognitive"])
    (True, 'cognitive')
    >>> closest("social_services", ["memory_service", "adult_social_care"])
    'adult_social_care'
    >>> closest("nhs trust", ["nhs", "council"]), closest("social care", ["adult_social_care"])
    ('nhs', 'adult_social_care')
    >>> [closest(word, ["from_month", "until_month"]) for word in ("to_month", "begin_month")]
    ['until_month', 'from_month']
    """
    by_shape = {name.lower(): name for name in known}
    plain = wrong[:80].strip().lower()
    if RENAMED.get(plain) in by_shape:
        return by_shape[RENAMED[plain]]
    attempts, words = (plain, plain.replace(" ", "_").replace("-", "_")), plain.replace("_", " ")
    words = " ".join(words.split())
    if alike := [one for one in attempts if one in by_shape]:
        return by_shape[alike[0]]
    for name in known:
        if words and words in _EVERYDAY.get(name, "").split(", "):
            return name
    for attempt in attempts:
        for close in get_close_matches(attempt, by_shape, n=1, cutoff=0.6):
            if _one_slip(attempt, close):
                return by_shape[close]
    return _part_of(words, known)


def _one_slip(wrong: str, close: str) -> bool:
    """Whether a name that looks like another may be a slip for it.

    Two numbers that look alike seldom are: 75+ is not meant for 85+. Nor are two services that
    have nothing but that word in common.
    """
    numbers = any(c.isdigit() for c in close) and len(close) < 8
    if SequenceMatcher(None, wrong, close).ratio() <= (0.7 if numbers else 0.0):
        return False
    own, other = (_OF_MANY.sub("", name) or name for name in (wrong, close))
    both = (SequenceMatcher(None, own, one).ratio() for one in (other, close))
    return max(both) >= 0.6


def meant(wrong: str, known: Sequence[str]) -> str:
    """A hint for a name that there is not: the one that was probably meant, or all there are.

    >>> meant("fraility", ["frailty", "isolation"]), meant("xyz", ["frailty", "isolation"])
    ('did you mean `frailty`?', 'there are frailty, isolation')
    """
    close = closest(wrong, known)
    return f"did you mean `{close}`?" if close else f"there are {', '.join(known)}"


def _part_of(words: str, known: Sequence[str]) -> str | None:
    """The name among ``known`` that is a part of some words, in lower case, or they of it."""
    plain = {name.lower().replace("_", " "): name for name in known}
    inside = [name for name in plain if f" {name} " in f" {words} "]
    if inside:
        return plain[max(inside, key=len)]
    around = [name for name in plain if len(words) > 3 and f" {words} " in f" {name} "]
    return plain[around[0]] if len(around) == 1 else None


def listed(names: Sequence[str], most: int = 20) -> str:
    """Names with commas between them; when there are many, the first of them."""
    return ", ".join(clipped(name) for name in names[:most]) + (", …" if len(names) > most else "")
