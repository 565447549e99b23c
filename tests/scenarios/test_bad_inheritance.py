"""What cannot be inherited is refused, and told in the file that has it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from experiments.scenario_files import shipped_scenarios

# What is wrong: the text, the line to look at, and what the message must say.
BadScenarios = dict[str, tuple[str, int, tuple[str, ...]]]
Refusal = Callable[[str | Path], str]
BASED = "based_on: siloed_borough\n"
ARRANGED = BASED + "arrangement:\n"

BAD: BadScenarios = {
    "nothing to start from": (
        "place: {residents: 4000}\n",
        1,
        ("`teams` is missing", "start the file with `based_on: siloed_borough`"),
    ),
    "empty key": (
        BASED + "arrangement:\n  stays_outside:\n",
        3,
        ("`stays_outside` is empty, and nothing inherited", "take it out"),
    ),
    "team to remove that is not there": (
        BASED + "teams:\n  memory_servic:\n",
        3,
        ("`memory_servic` is empty, and nothing inherited", "did you mean `memory_service`?"),
    ),
    "missing base": (
        "name: Mine\nbased_on: siloed_boro\n",
        2,
        ("no file `siloed_boro`", "no shipped scenario", "did you mean `siloed_borough`?"),
    ),
    "base that is no name": ("based_on: [siloed_borough]\n", 1, ("`based_on` must name one",)),
    "empty base": ("based_on:\n", 1, ("`based_on` must name one", "based_on: siloed_borough")),
    "based on itself": ("based_on: bad.yaml\n", 1, ("based on itself: bad.yaml → bad.yaml",)),
    "based_on inside": (
        ARRANGED + "  based_on: co_located\n",
        3,
        ("`based_on` can only stand at the top",),
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_is_refused_with_file_line_reason_and_suggestion(
    kind: str, tells: Callable[[str, int, tuple[str, ...]], None]
) -> None:
    tells(*BAD[kind])


class TestSeveral:
    def test_all_problems_are_told_in_the_order_of_the_lines(
        self, refusal: Refusal, tmp_path: Path
    ) -> None:
        file = tmp_path / "bad.yaml"
        file.write_text(BASED + "run: {years: -1}\nplace: {residents: 1}\nabut: x\n")
        lines = refusal(file).splitlines()
        assert [line.split(":")[1] for line in lines] == ["2", "3", "4"]

    def test_very_many_are_counted(self, refusal: Refusal, tmp_path: Path) -> None:
        file = tmp_path / "bad.yaml"
        file.write_text(BASED + "".join(f"key{n}: 1\n" for n in range(50)))
        lines = refusal(file).splitlines()
        assert len(lines) == 21 and lines[-1] == "and 30 more"


class TestInherited:
    def test_a_fault_is_found_in_the_file_that_has_it(
        self, refusal: Refusal, tmp_path: Path
    ) -> None:
        base, mine = tmp_path / "base.yaml", tmp_path / "mine.yaml"
        base.write_text(BASED + "\nplace:\n  residents: 1\n")
        mine.write_text("based_on: base\nname: Mine\n")
        assert refusal(mine).startswith(f"{base}:4: `residents` must be at least 200")

    def test_what_refers_to_a_team_taken_out_is_told_where_it_stands(
        self, refusal: Refusal, tmp_path: Path
    ) -> None:
        mine = tmp_path / "mine.yaml"
        mine.write_text("based_on: local_care_network\nteams:\n  rehabilitation:\n")
        lines = refusal(mine).splitlines()
        shipped = shipped_scenarios()["local_care_network"]
        lines_there = shipped.read_text(encoding="utf-8").splitlines()
        at = 1 + next(n for n, text in enumerate(lines_there) if "stays_outside" in text)
        assert len(lines) == 1
        assert f"local_care_network.yaml:{at}: there is no team `rehabilitation`" in lines[0]

    def test_a_circle_is_named(self, refusal: Refusal, tmp_path: Path) -> None:
        for name, base in (("a", "b"), ("b", "c"), ("c", "b")):
            (tmp_path / f"{name}.yaml").write_text(f"name: X\nbased_on: {base}\n")
        message = refusal(tmp_path / "a.yaml")
        assert message.startswith(f"{tmp_path / 'c.yaml'}:2: ")
        assert "in a circle: b.yaml → c.yaml → b.yaml" in message

    def test_a_long_chain_is_left(self, refusal: Refusal, tmp_path: Path) -> None:
        for n in range(40):
            (tmp_path / f"s{n}.yaml").write_text(f"based_on: s{n + 1}\n")
        assert "more than 20 scenarios are based on one another" in refusal(tmp_path / "s0.yaml")
