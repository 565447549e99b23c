"""A folder of records: tables as Parquet, a data dictionary, and what a reader has to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from joinedup_experiments.compare.results.as_text import write_csv
from joinedup_experiments.compare.results.tables import write_parquet, write_table
from joinedup_experiments.evaluator.activity import contacts_of
from joinedup_experiments.evaluator.area_months import area_months
from joinedup_experiments.evaluator.dictionary import as_table, dictionary_table
from joinedup_experiments.evaluator.person_months import person_months
from joinedup_experiments.evaluator.quality import Quality, drops_of
from joinedup_experiments.evaluator.recording import Recording
from joinedup_experiments.evaluator.register import register_of
from joinedup_experiments.evaluator.returns import staff_returns, survey
from joinedup_experiments.evaluator.tables import TABLES
from joinedup_experiments.evaluator.window import RecordsError
from joinedup_experiments.scenario_io.assumed import paragraph_on

READ_ME = """\
Records of a simulated place, as an evaluator of its programme could have had them

{place}
{residents:,} residents{of_how_many}; {before} months before the index date and {after} after it

The index date is when staff hear of the programme; it begins then or later, where and when its
plan says. Month 0 begins on it, and month -1 is the last before. The place is a model's, and so are
its people.

Tables (.parquet; the small ones as .csv too). data_dictionary.csv says what each column means, in
which unit, and which values there are.
  person_months    a row for each person and month in the place: linked records of people
  area_months      a row for each neighbourhood and month: everything counted where it is done
  survey           a row for each month and question: surveys of residents and of users of care
  staff_returns    a row for each month, organisation and profession: staff of teams and practices,
                   not those that a programme has outside them, such as case managers

Nothing is in them that services do not write down: no need that they do not know of, and not how
bad one is. Conditions are those on file, right or wrong: some were never anything, and many that
people have are on nobody's file.

Quality of person_months: the other tables are complete
  sample           {sample:.1%} of people are in them
  linkage          {linkage:.1%} of people have linked hospital records; for others these are empty
  coding           {coding:.1%} of conditions on file are coded; the others read 0
  attrition        {attrition:.1%} of people are lost to follow-up in each year after the index
                   date, or after they came; they have no rows from that month on

Who dies or moves away is followed by another person, who has another pseudonym. A month is a
twelfth of a year, but for months -1 and 0: since the index date is a whole day, the one is up to a
day longer, the other as much shorter. Rates take `days` and `person_days`. Surveys are of those who
answer: they are older, less deprived and less ill than those who are asked.
{outside}
Made by: {command}
Random seed {seed}, {world}, joinedup {version}
"""


@dataclass(frozen=True)
class Provenance:
    """How records were made: by which command, in which plausible world (0: none), by what version.

    ``residents`` is how many the whole place has, of whom fewer may have been simulated;
    ``outside`` says what is assumed outside its range, and why.
    """

    command: Sequence[str]
    world: int
    version: str
    residents: int
    outside: Sequence[str] = ()


class Recorded:
    """The tables of records, each made when it is asked for."""

    def __init__(self, recording: Recording) -> None:
        self.recording, window = recording, recording.window
        everybody = register_of(recording)
        there = (everybody.left > window.edges[0]) & (everybody.came < window.edges[-1])
        self.register = everybody.of(there)
        self.contacts = contacts_of(recording, self.register)

    def people(self, quality: Quality) -> pa.Table:
        """``person_months`` of a quality; `RecordsError` where nobody is in so small a sample."""
        seed, index_day = self.recording.run.seed, float(self.recording.window.index_day)
        drops = drops_of(self.register, quality, seed, index_day)
        if not drops.sampled.any():
            raise RecordsError(f"sample {quality.sample:g}: nobody is in so small a sample")
        names = self.register.pseudonyms(seed)
        columns = person_months(self.recording, self.register, self.contacts, drops, names)
        return as_table(TABLES["person_months"], columns)

    def area(self) -> pa.Table:
        """``area_months``."""
        searches, window = self.recording.searches, self.recording.window
        columns = area_months(self.register, self.contacts, searches, window)
        return as_table(TABLES["area_months"], columns)


def tables_of(recording: Recording, quality: Quality) -> dict[str, pa.Table]:
    """Every table of records, by its name, of a quality; `RecordsError` as for people."""
    recorded = Recorded(recording)
    return {
        "person_months": recorded.people(quality),
        "area_months": recorded.area(),
        "survey": as_table(TABLES["survey"], survey(recording)),
        "staff_returns": as_table(TABLES["staff_returns"], staff_returns(recording)),
    }


def write_records(
    folder: Path, recording: Recording, quality: Quality, provenance: Provenance
) -> None:
    """Write every table, the data dictionary and README.txt into a folder that is there."""
    for name, table in tables_of(recording, quality).items():
        if name == "person_months":  # too long for a spreadsheet
            write_parquet(table, folder / f"{name}.parquet")
        else:
            write_table(folder, name, table)
    write_csv(pa.table(dictionary_table(TABLES)), folder / "data_dictionary.csv")
    (folder / "README.txt").write_text(read_me(recording, quality, provenance), encoding="utf-8")


def read_me(recording: Recording, quality: Quality, provenance: Provenance) -> str:
    """What the folder holds, for a reader who has nothing else."""
    world = f"plausible world {provenance.world}" if provenance.world else "the model's own values"
    scenario = recording.run.scenario
    whole = provenance.residents
    part = f" simulated, of {whole:,}" if whole != scenario.place.residents else ""
    return READ_ME.format(
        place=scenario.name,
        residents=scenario.place.residents,
        of_how_many=part,
        before=recording.window.before,
        after=recording.window.after,
        sample=quality.sample,
        linkage=quality.linkage,
        coding=quality.coding,
        attrition=quality.attrition,
        outside=paragraph_on(provenance.outside),
        command=" ".join(provenance.command),
        seed=recording.run.seed,
        world=world,
        version=provenance.version,
    )
