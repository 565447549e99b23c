"""What `place.yaml` says of its own numbers: local where they were given, and as they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from joinedup_experiments.compare.results.folder import FolderError
from joinedup_experiments.local_place.new import making
from joinedup_experiments.local_place.new.answers import Answers
from joinedup_experiments.local_place.new.making import make_place
from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario

AGES = ("0-15", "16-39", "40-64", "65-74", "75-84", "85+")


def made(folder: Path, **given: object) -> tuple[str, str]:
    """The text of a place, and what was said when it was made."""
    lines = make_place(folder / "x", Answers(**given))  # type: ignore[arg-type]
    return (folder / "x" / "place.yaml").read_text(encoding="utf-8"), "\n".join(lines)


def residents(folder: Path) -> dict[str, Path]:
    """A table of 60,000 people that names no neighbourhoods."""
    file = folder / "p.csv"
    file.write_text("age,people\n" + "".join(f"{age},10000\n" for age in AGES), encoding="utf-8")
    return {"population": file}


def test_neighbourhoods_that_were_typed_do_not_come_from_a_table(tmp_path: Path) -> None:
    text, _ = made(tmp_path, tables=residents(tmp_path), neighbourhoods=8, practices=8)
    assert "residents: 60000   # local: population.csv" in text
    assert "neighbourhoods: 8   # local: as given" in text


def test_practices_that_cannot_be_as_many_are_said_to_be_others(tmp_path: Path) -> None:
    text, lines = made(tmp_path, residents=60_000, neighbourhoods=2, practices=5)
    assert "practices_each: 2   # local: 5 practices in 2 neighbourhoods, simulated as 4" in text
    assert "note, practices: of 5, 4 are simulated, 2 in each of 2 neighbourhoods" in lines


def test_as_many_as_there_are_need_no_word(tmp_path: Path) -> None:
    text, lines = made(tmp_path, residents=60_000, neighbourhoods=2, practices=6)
    assert "practices_each: 3   # local: 6 practices in 2 neighbourhoods\n" in text
    assert "practices:" not in lines


def test_fewer_practices_than_neighbourhoods_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"--practices: 3 practices in 8 neighb.* 8 to 160"):
        made(tmp_path, residents=60_000, neighbourhoods=8, practices=3)


def test_a_place_is_as_old_as_its_neighbourhoods_together(tmp_path: Path) -> None:
    """Those of which it is not said are as in England, which the place no longer is."""
    text, _ = made(tmp_path, each="Hill: 21000/4100; Dock: 18500")
    assert "# local: the mean of its neighbourhoods, 65 and over as given, else as in" in text
    place = load_scenario(tmp_path / "x" / "place.yaml").place
    england = load_scenario("siloed_borough").place.ages
    hill, dock = place.by_neighbourhood
    assert dock.ages == pytest.approx(england, abs=1e-5)
    assert sum(hill.ages[age] for age in AGES[3:]) == pytest.approx(4100 / 21000, abs=1e-4)
    old = (4100 + 18500 * sum(england[age] for age in AGES[3:])) / 39500
    assert sum(place.ages[age] for age in AGES[3:]) == pytest.approx(old, abs=1e-4)


def test_that_only_shares_are_kept_of_a_table_of_both_is_said(tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    rows = [f"{age},{n},2000" for age in AGES for n in range(1, 6)]
    file.write_text("\n".join(["age,deprivation_quintile,people", *rows, ""]), encoding="utf-8")
    text, _ = made(tmp_path, tables={"population": file})
    assert "deprived quintile; not which ages live in which" in text


def test_a_place_whose_name_is_taken_meanwhile_is_made_nowhere_else(tmp_path, monkeypatch) -> None:
    """Its files and what is said of it have its name."""
    monkeypatch.setattr(making, "_refuse_unsound", lambda *_: (tmp_path / "x").mkdir(exist_ok=True))
    with pytest.raises(FolderError, match=r"x is there already, and is never written over; try"):
        made(tmp_path, residents=60_000)
    assert list(tmp_path.rglob("*")) == [tmp_path / "x"]
