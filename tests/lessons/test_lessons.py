"""Every lesson is whole: it asks before it tells, has solutions, a note, and outputs of today."""

from __future__ import annotations

import json
import re

import pytest

from tests.lessons import make
from tests.lessons.lesson import EARLIER, FOLDER, PUBLIC, Cell, Lesson, lessons, model_digest

LESSONS = lessons()
EACH = pytest.mark.parametrize("lesson", LESSONS, ids=[one.name for one in LESSONS])
IN_ALL = 120  # seconds of computing, the model compiled
LARGEST = 600_000  # bytes


def test_there_are_eight_in_order_each_with_a_notebook_and_nothing_beside_them():
    assert [one.name[:2] for one in LESSONS] == [f"{n}_" for n in range(1, 9)]
    assert {file.stem for file in FOLDER.glob("*.ipynb")} == {one.name for one in LESSONS}
    notes = {file.stem for file in (FOLDER / "facilitator").glob("*.md")}
    assert notes == {one.name for one in LESSONS}


@EACH
def test_the_notebook_has_the_cells_of_its_text_and_the_outputs_of_this_model(lesson: Lesson):
    notebook = lesson.notebook
    stored = [(one["cell_type"], "".join(one["source"])) for one in notebook["cells"]]
    wanted = [(cell.kind, cell.source) for cell in lesson.cells()]
    if notebook["metadata"]["joinedup"]["model"] != model_digest():
        first = f"{wanted[0][1]}\n\n{EARLIER}"
        assert stored[0][1] == first, f"run `python -m tests.lessons.make {lesson.name}`"
        wanted[0] = (wanted[0][0], first)
    assert stored == wanted, f"run `python -m tests.lessons.make {lesson.name}`"


@EACH
def test_every_cell_was_run_in_order_and_none_failed(lesson: Lesson):
    code = [one for one in lesson.notebook["cells"] if one["cell_type"] == "code"]
    assert [one["execution_count"] for one in code] == list(range(1, len(code) + 1))
    outputs = [output for one in code for output in one["outputs"]]
    assert outputs and not [one for one in outputs if one["output_type"] == "error"]
    assert any("image/png" in one.get("data", {}) for one in outputs), "no picture"
    assert lesson.notebook_file.stat().st_size < LARGEST


@EACH
def test_it_asks_for_a_prediction_before_it_shows_anything(lesson: Lesson):
    cells = lesson.notebook["cells"]
    shows = next(n for n, one in enumerate(cells) if _shows_a_result(one))
    asks = [n for n, one in enumerate(cells) if "redict" in "".join(one["source"])]
    assert asks and asks[0] < shows
    assert len([n for n in asks if cells[n]["cell_type"] == "markdown"]) >= 2


def _shows_a_result(cell: dict) -> bool:
    """Whether a cell of code shows a picture, or a number with an interval or a share."""
    text = json.dumps(cell.get("outputs", []))
    return "image/png" in text or bool(re.search(r"\d%| to [+−-]?\d", text))


@EACH
def test_its_exercises_have_folded_solutions(lesson: Lesson):
    _, exercises = lesson.text.split("## Exercises\n")
    asked = re.findall(r"^\*\*(\d)\.\*\*", exercises, re.MULTILINE)
    assert asked == [str(n) for n in range(1, len(asked) + 1)] and len(asked) >= 3
    folded = re.findall(
        r"<details><summary>Solution</summary>\n\n.+?\n</details>", exercises, re.DOTALL
    )
    assert len(folded) == len(asked) == lesson.text.count("<details>")


@EACH
def test_it_imports_only_what_strangers_may(lesson: Lesson):
    assert [name for name in lesson.imported() if not PUBLIC.fullmatch(name)] == []
    assert "joinedup" in lesson.imported()


@EACH
def test_it_runs_over_plausible_worlds(lesson: Lesson):
    code = "\n".join(cell.source for cell in lesson.cells() if cell.kind == "code")
    assert re.search(r"replications=(?!1\b)\d+|world=world|in_world\(|ranges=\"plausible\"", code)
    assert "interval" in lesson.text


@EACH
def test_an_interval_has_students_t_of_as_many_as_count(lesson: Lesson):
    code = "\n".join(cell.source for cell in lesson.cells() if cell.kind == "code")
    written = re.search(r"\b[12]\.\d\d \* \S+\.std\(", code)
    assert not written, "t.ppf(0.975, how many count - 1)"
    assert code.count("** 0.5") == len(re.findall(r"\.ppf\(0\.975, len\(\w+\) - 1\)", code))


@EACH
def test_its_cells_are_short(lesson: Lesson):
    cells = [cell.source.splitlines() for cell in lesson.cells() if cell.kind == "code"]
    assert max(map(len, cells)) <= 34
    assert max(len(line) for cell in cells for line in cell) <= 100


@EACH
def test_a_facilitator_has_what_a_room_asks(lesson: Lesson):
    note = lesson.note_file.read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", note, re.MULTILINE)
    assert headings == ["Timing", "What to ask", "Answers", "What goes wrong", "Asked in the room"]
    assert lesson.title in note.splitlines()[0]
    minutes = sum(map(int, re.findall(r"^\| .* \| (\d+) \|$", note, re.MULTILINE)))
    assert 25 <= minutes <= 40


@EACH
def test_it_takes_less_than_two_minutes_to_compute(lesson: Lesson):
    assert lesson.notebook["metadata"]["joinedup"]["seconds"] < IN_ALL


def test_the_plan_has_what_each_took():
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert make.plan_table() in page, "run `python -m tests.lessons.make`"


def test_a_text_falls_into_cells(monkeypatch):
    text = "# One\n\nwords\n\n---\nmore\n\n```python\nx = 1\n```\n\n```\nnot run\n```\n"
    monkeypatch.setattr(Lesson, "text", text)
    assert Lesson("0_made_up").cells() == [
        Cell("markdown", "# One\n\nwords"), Cell("markdown", "more"), Cell("code", "x = 1"),
        Cell("markdown", "```\nnot run\n```"),
    ]  # fmt: skip


def test_an_earlier_model_is_said_so_once(monkeypatch, tmp_path):
    lesson = Lesson("0_made_up")
    monkeypatch.setattr(Lesson, "text", "# One\n\n```python\nx = 1\n```\n")
    monkeypatch.setattr(Lesson, "notebook_file", tmp_path / "0_made_up.ipynb")
    notebook = make.blank(lesson)
    notebook["metadata"]["joinedup"] = {"model": "00000000", "seconds": 1}
    make.store(lesson, notebook)
    assert not make.outputs_still_hold(lesson)
    make.say_earlier(lesson)
    make.say_earlier(lesson)
    assert "".join(lesson.notebook["cells"][0]["source"]) == f"# One\n\n{EARLIER}"


def test_new_words_keep_the_outputs_and_new_code_does_not(monkeypatch, tmp_path):
    lesson = Lesson("0_made_up")
    monkeypatch.setattr(Lesson, "text", "# One\n\n```python\nx = 1\n```\n")
    monkeypatch.setattr(Lesson, "notebook_file", tmp_path / "0_made_up.ipynb")
    notebook = make.blank(lesson)
    notebook["cells"][1]["outputs"] = ["kept"]
    about = {"model": model_digest(), "seconds": 1, "basis": make.basis_digest(lesson)}
    notebook["metadata"]["joinedup"] = about
    make.store(lesson, notebook)
    monkeypatch.setattr(Lesson, "text", "# Two\n\nmore\n\n---\nand\n\n```python\nx = 1\n```\n")
    assert make.outputs_still_hold(lesson)
    made = make.reworded(lesson)["cells"]
    assert [one["source"] for one in made] == ["# Two\n\nmore", "and", "x = 1"]
    assert made[2]["outputs"] == ["kept"]
    monkeypatch.setattr(Lesson, "text", "# Two\n\n```python\nx = 2\n```\n")
    assert not make.outputs_still_hold(lesson)
