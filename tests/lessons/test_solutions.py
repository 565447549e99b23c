"""Folded solutions do what they say: held to the library without a run, and run to the end."""

from __future__ import annotations

import inspect

import pytest

import joinedup as ju
from tests.lessons import make
from tests.lessons.lesson import PUBLIC, Cell, Lesson, lessons, modules
from tests.lessons.solutions import calls, code_of, defined, first_texts, solutions, used

LESSONS = lessons()
EACH = pytest.mark.parametrize("lesson", LESSONS, ids=[one.name for one in LESSONS])
OF_A_MEASURE = ("effects", "levels", "two_by_two", "parts", "plot", "sensitivity")


def test_every_lesson_has_solutions_in_code() -> None:
    assert [len(solutions(one)) for one in LESSONS if len(solutions(one)) < 2] == []


@EACH
def test_a_solution_uses_only_what_the_lesson_has_defined(lesson: Lesson) -> None:
    before = code_of(lesson)
    for one in solutions(lesson):
        missing = used(one.source) - defined(f"{before}\n{one.source}")
        assert not missing, f"{sorted(missing)} in\n{one.source}"
        before += f"\n{one.source}"


@EACH
def test_what_is_asked_of_the_library_is_there(lesson: Lesson) -> None:
    """Cells and solutions alike: names, arguments, scenarios, measures and parameters."""
    parts = [cell.source for cell in (*lesson.cells(), *solutions(lesson)) if cell.kind == "code"]
    code = "\n".join(parts)
    for name, call in calls(code, "ju"):
        arguments = [object() for _ in call.args]
        keywords = {one.arg: object() for one in call.keywords if one.arg}
        inspect.signature(getattr(ju, name)).bind_partial(*arguments, **keywords)
    scenarios, measures = set(ju.scenarios()["scenario"]), set(ju.measures()["measure"])
    assert set(first_texts(code, "load")) <= scenarios
    assert set(first_texts(code, *OF_A_MEASURE)) <= measures
    for group in first_texts(code, "parameters"):
        assert len(ju.parameters(group))


@EACH
def test_a_solution_imports_only_what_strangers_may(lesson: Lesson) -> None:
    code = "\n".join(one.source for one in solutions(lesson))
    ours = [name for name in modules(code) if name.startswith("joinedup")]
    assert [name for name in ours if not PUBLIC.fullmatch(name)] == []


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("x = y\nfor z in w:\n    z", {"y", "w"}),
        ("import a.b as c\nfrom d import e\nc, e, f", {"f"}),
        ("class A(B):\n    def m(self, k):\n        super().m(k)", {"B"}),
        ("{k: v for k, v in rows}", {"rows"}),
        ("print(*map(str, range(3)))", set()),
    ],
)
def test_names_that_nobody_defined_are_found(code: str, names: set[str]) -> None:
    assert used(code) - defined(code) == names


def test_solutions_are_found_and_words_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    folded = "<details><summary>Solution</summary>\n\n```\nx = 1\n```\n\nWords.\n</details>\n"
    monkeypatch.setattr(Lesson, "text", f"# One\n\n```\nno = 0\n```\n\n{folded}")
    assert solutions(Lesson("0_made_up")) == [Cell("code", "x = 1")]


@pytest.mark.slow
@EACH
def test_it_runs_from_top_to_bottom_and_so_do_its_solutions(lesson: Lesson) -> None:
    pytest.importorskip("nbclient")
    make.run(lesson)  # raises where a cell fails
