"""Asking for what options left open: a wrong answer is asked for again, and none is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import typer

from joinedup_experiments.local_place.new.answer_checks import answer_faults
from joinedup_experiments.local_place.new.answers import (
    BASE,
    EACH,
    EACH_AGED,
    NETWORK,
    OLD,
    PROPOSALS,
    TABLES,
    USUAL,
    Answers,
    size_of,
    typed_population,
)
from joinedup_experiments.local_place.new.figures import read_activity, read_costs
from joinedup_experiments.local_place.new.people import Population, read_population
from joinedup_experiments.local_place.new.teams import read_teams
from joinedup_experiments.scenario_io.load import Problem, ScenarioError, load_scenario

Reader = Callable[[Path], Any]


def asked(given: Answers, keep: Callable[[Answers], None], folder: Path) -> Answers:
    """Ask for what is not given; an empty answer takes the default that is shown.

    The place is called as the ``folder`` is by default.

    ``keep`` is called with all answers after each. Tables that are given are read before the
    first question: `ScenarioError` has their faults.
    """
    asking = _Asking(given, keep)
    asking.read_given()
    asking.text("name", "What is the place called?", given.called(folder))
    asking.table("population")
    asking.size()
    for table in ("teams", "costs", "activity"):
        asking.table(table)
    if asking.found.proposal is None:
        typer.echo("What is proposed? " + ", ".join(PROPOSALS))
    asking.text("proposal", "Proposal", USUAL)
    return asking.without_defaults()


class _Asking:
    """The answers so far, and the residents of the table of population."""

    def __init__(self, given: Answers, keep: Callable[[Answers], None]) -> None:
        self.found, self.keep = given, keep
        self.population: Population | None = None
        self.base = load_scenario(BASE)

    def readers(self) -> dict[str, Reader]:
        """What reads each table, with what is known by now."""
        people = self.population or typed_population(self.found)
        ages = (people and people.ages) or self.base.place.ages
        size = size_of(self.found, people)
        return {
            "population": read_population,
            "teams": partial(read_teams, base=self.base),
            "costs": read_costs,
            "activity": partial(read_activity, residents=size.residents, ages=ages),
        }

    def read_given(self) -> None:
        problems: list[Problem] = []
        for table in ("population", "teams", "costs"):
            if table in self.found.tables:
                try:
                    self.read(table, self.found.tables[table])
                except ScenarioError as error:
                    problems += error.problems
        if problems:
            raise ScenarioError(problems)

    def read(self, table: str, file: Path) -> None:
        found = self.readers()[table](file)
        if table == "population":
            self.population = found

    def put(self, **answer: Any) -> None:
        self.found = replace(self.found, **answer)
        self.keep(self.found)

    def table(self, table: str) -> None:
        """Ask for a file until it can be read; it may be mended meanwhile."""

        def readable(answer: object) -> Path | None:
            name = f"{answer}".strip().strip("\"'")
            if not name:
                return None
            try:
                self.read(table, Path(name).expanduser())
            except ScenarioError as error:
                raise typer.BadParameter(f"\n{error}\nMend it and press return, or") from None
            return Path(name).expanduser()

        if table in self.found.tables or table in self.found.national:
            return
        question = f"Table of {TABLES[table]}, CSV or Excel (leave empty for national figures)"
        file = _prompt(question, "", readable)
        if file is None:
            self.put(national=(*self.found.national, table))
        else:
            self.put(tables={**self.found.tables, table: file})

    def text(self, key: str, question: str, default: str) -> None:
        if getattr(self.found, key) is None:
            self.checked(key, question, default, lambda text: text.strip())

    def number(self, key: str, question: str, default: int) -> None:
        if getattr(self.found, key) is None:
            self.checked(key, question, default, _whole)

    def checked(
        self, key: str, question: str, default: Any, value_of: Callable[[str], Any]
    ) -> None:
        """Ask until there is nothing wrong with the answer, together with those before it."""

        def sound(answer: object) -> Any:
            value = value_of(f"{answer}")
            before = set(answer_faults(self.found, self.population))
            trial = replace(self.found, **{key: value})
            for fault in answer_faults(trial, self.population):
                if fault not in before:
                    raise typer.BadParameter("; ".join(filter(None, fault[1:])))
            return value

        self.put(**{key: _prompt(question, default, sound)})

    def size(self) -> None:
        """Ask for residents, their ages, neighbourhoods and beds, where no table has them."""
        if self.population is None and not self.found.each:
            self.number(
                "residents", "How many residents? (30,000 is a primary care network)", NETWORK
            )
        usual = self.usual()
        if self.population is None or not self.population.ages:
            question = "How many of them are 65 or over? (by default as in England)"
            self.number("aged_65", question, usual["aged_65"])
        self.neighbourhoods()
        question = "How many acute beds do they use? (by default in proportion, as in England)"
        self.number("beds", question, usual["beds"])

    def usual(self) -> dict[str, int]:
        """What is as in England, for as many residents."""
        residents = size_of(self.found, self.population or typed_population(self.found)).residents
        old = sum(self.base.place.ages[name] for name in OLD)
        beds = self.base.hospital.beds_per_1000 * residents / 1000.0
        return {"aged_65": round(residents * old), "beds": max(1, round(beds))}

    def without_defaults(self) -> Answers:
        """The answers, in which what is as in England stays a national default."""
        usual = self.usual()
        if self.found.each:  # the rest of these live in the neighbourhoods of which it is not said
            del usual["aged_65"]
        as_usual = {k: None for k, v in usual.items() if getattr(self.found, k) == v}
        return replace(self.found, **as_usual)  # type: ignore[arg-type]

    def neighbourhoods(self) -> None:
        if (self.population and self.population.parts) or self.found.each is not None:
            return
        question = "How many neighbourhoods? (by default one for every 30,000 residents)"
        hoods = size_of(self.found, self.population).neighbourhoods
        self.number("neighbourhoods", question, hoods)
        if self.population is None and (self.found.neighbourhoods or 1) > 1:
            differ = f"Residents of each, as in {EACH} ({EACH_AGED}: 4,100 of them 65 or over)"
            self.checked("each", f"{differ}; leave empty where they are alike", "", str.strip)


def _prompt(question: str, default: Any, value_of: Callable[[object], Any]) -> Any:
    shows = default != ""
    return typer.prompt(question, default=default, show_default=shows, value_proc=value_of)


def _whole(text: str) -> int:
    plain = text.strip().replace(",", "")
    if plain.isascii() and plain.isdecimal() and len(plain) < 10:
        return int(plain)
    raise typer.BadParameter("a whole number, please, such as 42000")
