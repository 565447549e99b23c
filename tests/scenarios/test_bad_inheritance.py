"""What cannot be inherited is refused, and told in the file that has it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from joinedup_experiments.scenario_io.load import load_scenario, shipped_scenarios

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
    "what every scenario needs, taken out": (
        BASED + "name: Mine\nteams:\n",
        3,
        ("`teams` is empty, which takes it out", "take the line out to inherit it"),
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

    def test_taking_out_a_team_is_told_where_it_is_done_with_all_that_refers_to_it(
        self, refusal: Refusal, tmp_path: Path
    ) -> None:
        mine = tmp_path / "mine.yaml"
        mine.write_text("based_on: local_care_network\nteams:\n  rehabilitation:\n")
        lines = refusal(mine).splitlines()
        shipped = shipped_scenarios()["local_care_network"]
        lines_there = shipped.read_text(encoding="utf-8").splitlines()
        at = 1 + next(n for n, text in enumerate(lines_there) if "stays_outside" in text)
        assert len(lines) == 1
        assert lines[0].startswith(f"{mine}:3: team `rehabilitation` is taken out here")
        assert "`arrangement.stays_outside[1]`" in lines[0]
        assert f"local_care_network.yaml:{at})" in lines[0]
        assert lines[0].endswith("or here as well write `arrangement.stays_outside` without it")

    def test_every_reference_to_it_is_named_once(self, refusal: Refusal, tmp_path: Path) -> None:
        base, mine = tmp_path / "base.yaml", tmp_path / "mine.yaml"
        base.write_text(
            ARRANGED
            + "  shared_record: [rehabilitation, crisis_team]\n"
            + "  processes: {rehabilitation: hybrid}\n"
            + "  interfaces:\n"
            + "    - {between: [crisis_team, rehabilitation], degree: coordinated}\n"
        )
        mine.write_text("based_on: base\nteams:\n  rehabilitation:\n")
        lines = refusal(mine).splitlines()
        assert len(lines) == 1 and lines[0].startswith(f"{mine}:3: ")
        for part, line in (
            ("shared_record[0]", 3),
            ("processes.rehabilitation", 4),
            ("interfaces[0].between[1]", 6),
        ):
            assert f"`arrangement.{part}` ({base}:{line})" in lines[0]
        assert lines[0].endswith(
            "or here as well write `arrangement.interfaces`, `arrangement.shared_record` without "
            "it and leave `arrangement.processes.rehabilitation` empty"
        )

    def test_doing_what_is_advised_mends_it(self, tmp_path: Path) -> None:
        base, mine = tmp_path / "base.yaml", tmp_path / "mine.yaml"
        base.write_text(
            ARRANGED
            + "  stays_outside: [rehabilitation, crisis_team]\n"
            + "  processes: {rehabilitation: hybrid}\n"
        )
        mine.write_text(
            "based_on: base\n"
            "teams:\n  rehabilitation:\n"
            "arrangement:\n"
            "  stays_outside: [crisis_team]\n"
            "  processes:\n    rehabilitation:\n"
        )
        assert "rehabilitation" not in load_scenario(mine).teams

    def test_what_a_file_itself_refers_to_is_its_own_fault(
        self, refusal: Refusal, tmp_path: Path
    ) -> None:
        base, mine = tmp_path / "base.yaml", tmp_path / "mine.yaml"
        base.write_text(BASED + "teams:\n  rehabilitation:\n")
        mine.write_text("based_on: base\narrangement: {stays_outside: [rehabilitation]}\n")
        assert refusal(mine).startswith(f"{mine}:2: there is no team `rehabilitation`")

    def test_a_team_taken_out_and_put_back_is_there(self, tmp_path: Path) -> None:
        base, mine = tmp_path / "base.yaml", tmp_path / "mine.yaml"
        base.write_text(BASED + "teams:\n  rehabilitation:\n")
        mine.write_text(
            "based_on: base\n"
            "teams:\n"
            "  rehabilitation:\n"
            "    {label: R, organisation: nhs, staff: {therapist: 1}, accepts: {frailty: {}}}\n"
            "arrangement: {stays_outside: [rehabilitation]}\n"
        )
        assert "rehabilitation" in load_scenario(mine).teams

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
