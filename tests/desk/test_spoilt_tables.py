"""Tables made wrong in every way we know of: each is refused with its line and a hint."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from joinedup_experiments.cli import app
from joinedup_experiments.local_place.new.answers import EXAMPLE
from joinedup_experiments.local_place.new.figures import read_activity, read_costs
from joinedup_experiments.local_place.new.people import read_population
from joinedup_experiments.local_place.new.teams import read_teams
from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario

GOOD = {name: (EXAMPLE / f"{name}.csv").read_bytes() for name in
        ("population", "teams", "costs", "activity")}  # fmt: skip

LAST_BAND = GOOD["population"][GOOD["population"].index(b"85+,1") :]

# name: (table, what is replaced, by what, the line told, what the message says)
SPOILT: dict[str, tuple[str, bytes, bytes, int | None, str]] = {
    "heading misspelt": ("teams", b"profession", b"proffession", 1, "did you mean `profession`"),
    "heading missing": ("population", b",people", b"", 1, "`people` is missing"),
    "heading twice": ("population", b"age,dep", b"people,dep", 1, "stands there twice"),
    "heading empty": ("costs", b"item,pounds", b"item,", 1, "a heading is empty"),
    "no headings": ("costs", b"item,pounds,source\n", b"", 1, "there is no heading"),
    "team misspelt": ("teams", b"memory_service,m", b"memory_servise,m", 9, "did you mean"),
    "profession misspelt": ("teams", b"psychiatrist,2.9", b"psychiatris,2.9", 6, "did you mean"),
    "item misspelt": ("costs", b"ae_attendance", b"ae_atendance", 2, "did you mean"),
    "figure misspelt": ("activity", b"emergency_adm", b"emergancy_adm", 3, "did you mean"),
    "per misspelt": ("activity", b"1000_residents", b"1000_resident", 4, "did you mean"),
    "negative": ("teams", b"27.4", b"-27.4", 2, "must be at least 0"),
    "accountant's negative": ("teams", b"27.4", b"(27.4)", 2, "write a number in figures"),
    "both of a continent's marks": ("teams", b"27.4", b'"1.027,4"', 2, "did you mean `1027.4`"),
    "per cent": ("teams", b"27.4", b"27.4%", 2, "not a percentage"),
    "decimal comma": ("teams", b"27.4", b'"27,4"', 2, "did you mean `27.4`"),
    "thousands unquoted": ("population", b"0-15,1,", b"0-15,1,3,", 2, "must be written 12345"),
    "words for a number": ("teams", b"27.4", b"many", 2, "figures"),
    "about": ("teams", b"27.4", b"about 27", 2, "did you mean `27`"),
    "with its unit": ("teams", b"27.4", b"27 wte", 2, "write the number alone"),
    "formula": ("teams", b"27.4", b"=B2*2", 2, "formula"),
    "broken formula": ("teams", b"27.4", b"#DIV/0!", 2, "formula"),
    "withheld": ("teams", b"27.4", b"*", 2, "best estimate"),
    "empty number": ("teams", b"27.4", b"", 2, "a number, not empty"),
    "infinite": ("teams", b"27.4", b"inf", 2, "must be a number"),
    "beyond all": ("teams", b"27.4", b"9" * 400, 2, "at most 100,000"),
    "hours for posts": ("teams", b"27.4", b"2740000", 2, "at most 100,000"),
    "another currency": ("costs", b"268", b"$268", 2, "did you mean `268`"),
    "out of range": ("costs", b"268", b"26.80", 2, "outside the range"),
    "far too wide": ("costs", b"268", b"268" + b"," * 1_000, 2, "at most 1,000 are read"),
    "row twice": ("costs", b"outpatient_attendance", b"ae_attendance", 3, "twice"),
    "profession twice": ("teams", b"practice_nurse", b"gp", 3, "twice"),
    "group twice": ("population", b"0-15,2", b"0-15,1", 3, "twice"),
    "totals": ("population", b"16-39,1", b"Total,", 7, "row of totals"),
    "band across": ("population", b"16-39,1", b"10-39,1", 7, "across two"),
    "band a date": ("population", b"0-15,1", b"05-Sep,1", 2, "made a date"),
    "a band a date by month": ("population", b"0-15,1", b"Oct-14,1", 2, "made a date"),
    "band nonsense": ("population", b"16-39,1", b"young,1", 7, "no band of ages"),
    "deciles": ("population", b"0-15,5", b"0-15,9", 6, "deciles"),
    "quintile a raised 2": ("population", b"0-15,2", "0-15,\u00b2".encode(), 3, "`deprivation_q"),
    "people beyond all": ("population", b"0-15,1,", b"0-15,1," + b"9" * 400, 2, "50,000,000"),
    "half people": ("population", b"0-15,1,", b"0-15,1,0.", 2, "whole number"),
    "band twice": ("population", b"85+,1", b"75-84,1", 27, "twice"),
    "ages left out": ("population", LAST_BAND, b"", None, "nobody of 85+"),
    "a row of no neighbourhood": (
        "population", GOOD["population"],
        b"age,neighbourhood,people\n0-15,Hill,500\n16-39,,500\n40-64,Hill,1\n65-74,Hill,1\n"
        b"75-84,Hill,1\n85+,Hill,1\n", 3, "`neighbourhood` is empty",
    ),
    "a neighbourhood with few people": (
        "population", GOOD["population"],
        b"age,neighbourhood,people\n0-15,Hill,500\n16-39,Dock,5\n40-64,Hill,1\n65-74,Hill,1\n"
        b"75-84,Hill,1\n85+,Hill,1\n", None, "has 5 people",
    ),
    "share over 1": ("activity", b"19%", b"190%", 7, "between 0 and 1"),
    "share per year": ("activity", b"19%,share", b"19%,whole_place", 7, "cannot be per"),
    "nought": ("activity", b"22900", b"0", 2, "more than 0"),
    "wrong per": ("activity", b"22900,whole_place", b"22900,resident", 2, "is `per` right"),
    "UTF-16": ("teams", b"", b"", 1, "UTF-16"),
    "Windows-1252": ("costs", b"hospital's", b"hospital\x92s", 2, "UTF-8"),
    "binary": ("teams", b"gp,27.4", b"gp\x00\x01,27.4", 2, "not a text file"),
    "a control": ("teams", b"gp,27.4", b"gp\x07,27.4", 2, "U+0007"),
    "a workbook": ("teams", b"team,", b"PK\x03\x04team,", None, "an Excel workbook"),
    "quotation mark open": ("teams", b"memory_service,m", b'"memory_service,m', 9, "pair up"),
    "empty": ("teams", GOOD["teams"], b"", None, "nothing in this file"),
    "headings alone": ("costs", GOOD["costs"], b"item,pounds\n", 1, "no rows"),
    "100 MB": ("costs", b"", b"", None, "longer than a megabyte"),
}  # fmt: skip


@pytest.mark.parametrize("case", SPOILT)
def test_a_spoilt_table_is_refused_with_its_line_and_nothing_is_written(
    case: str, tmp_path: Path
) -> None:
    table, old, new, line, says = SPOILT[case]
    data = GOOD[table]
    assert old in data
    if case == "100 MB":
        data = data + b"# nothing\n" * 10_000_000
    elif case == "UTF-16":
        data = data.decode().encode("utf-16")
    else:
        data = data.replace(old, new, 1)
    file = tmp_path / f"{table}.csv"
    file.write_bytes(data)
    made = tmp_path / "place"
    result = CliRunner().invoke(app, ["new", str(made), "--no-ask", f"--{table}", str(file)])
    assert result.exit_code == 2, result.output
    message = " ".join(result.stderr.split())
    assert says in message and f"{table}.csv" in message and "Traceback" not in message
    if line is not None:
        assert f"{table}.csv:{line}:" in message
    assert [f.name for f in tmp_path.iterdir()] == [file.name]


def test_a_missing_table_names_the_one_that_was_meant(tmp_path: Path) -> None:
    (tmp_path / "teams.csv").write_bytes(GOOD["teams"])
    with pytest.raises(ScenarioError, match=r"did you mean `teams\.csv`"):
        read_costs(tmp_path / "teamss.csv")
    with pytest.raises(ScenarioError, match="a folder"):
        read_costs(tmp_path)


READERS = {
    "population": read_population,
    "teams": lambda path: read_teams(path, load_scenario("siloed_borough")),
    "costs": read_costs,
    "activity": lambda path: read_activity(path, 61_837, {"0-15": 0.2}),
}
PIECES = [b",", b";", b"\t", b'"', b"'", b"\n", b"\r", b"\r\n", b"#", b"%", b"-1", b"1e9", b"\xa3",
          b"\xef\xbb\xbf", b"\x00", b"=1", b"9" * 30, b"1,234", b"\xe2\x80\xa8", b"total", b"nan",
          b"[x]", b"most", b"85+", b" ", b"\x80", "²".encode(), "٣".encode()]  # fmt: skip


@given(
    table=st.sampled_from(sorted(GOOD)),
    cuts=st.lists(
        st.tuples(
            st.floats(0, 1),
            st.integers(0, 30),
            st.one_of(st.sampled_from(PIECES), st.binary(max_size=6)),
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_no_change_of_a_table_fails_in_another_way(
    table: str, cuts: list[tuple[float, int, bytes]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = GOOD[table]
    for where, length, filling in cuts:
        start = int(where * len(data))
        data = data[:start] + filling + data[start + length :]
    file = tmp_path_factory.mktemp("spoilt") / f"{table}.csv"
    file.write_bytes(data)
    try:
        READERS[table](file)
    except ScenarioError as error:
        assert all(line.isprintable() for line in str(error).split("\n"))
        assert all(problem.spot.file for problem in error.problems)
