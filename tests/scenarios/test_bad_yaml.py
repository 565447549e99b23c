"""Text that is not YAML, or YAML that no scenario needs, is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

# What is wrong: the text, the line to look at, and what the message must say.
BadScenarios = dict[str, tuple[str, int, tuple[str, ...]]]
BASED = "based_on: siloed_borough\n"
LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join(9 * ['*' + old])}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
CHAIN = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 40))


BAD: BadScenarios = {
    "duplicate key": (
        BASED + "run:\n  seed: 1\n  years: 2\n  seed: 3\n",
        5,
        ("`seed` is written twice, first on line 3", "where: run.seed", "keep one"),
    ),
    "empty file": ("", 1, ("this file is empty", "start with `based_on: siloed_borough`")),
    "comments alone": ("# nothing\n\n", 1, ("this file is empty",)),
    "tabs": (BASED + "run:\n\tyears: 3\n", 3, ("a tab is used for indentation", "use spaces")),
    "bad indentation": (
        BASED + "run:\n  years: 3\n   seed: 2\n",
        4,
        ("begins 1 space to the right of the one above", "in column 3, like `years`"),
    ),
    "dedented too far": (
        BASED + "run:\n    years: 3\n  seed: 2\n",
        4,
        ("no line above begins in the same column", "in column 5, like `years`"),
    ),
    "bracket left open": (
        BASED + "run: {years: 3\nname: Mine\n",
        2,
        ("a bracket that is never closed, or a comma",),
    ),
    "quotation mark left open": (
        BASED + 'name: "Mine\nrun: {years: 3}\n',
        2,
        ("a quotation mark that is never closed",),
    ),
    "no space after the colon": (
        BASED + "run:\n  years:3\n  seed: 2\n",
        3,
        ("a colon without a space after it", "write `key: value`"),
    ),
    "percent sign first": (BASED + "about: %x\n", 2, ("cannot start a value", "in quotes")),
    "prose": ("Dear all, please find attached\n", 1, ("this is not a scenario",)),
    "a mark and nothing below": ("---\r", 2, ("this is not a scenario",)),
    "list at the top": ("- a\n- b\n", 1, ("this is not a scenario", "keys with values")),
    "two documents": (BASED + "---\nname: B\n", 2, ("a second document", "take out the `---`")),
    "object tag": (
        BASED + "name: !!python/object/apply:os.system ['true']\n",
        2,
        ("tag `!!python/object/apply:os.system` cannot be used", "without it"),
    ),
    "harmless tag": (BASED + "run: {seed: !!int 3}\n", 2, ("tag `!!int` cannot be used",)),
    "merge key": (
        "run: &r {seed: 1}\nhospital:\n  <<: *r\n",
        3,
        ("`<<` cannot be used", "use `based_on`"),
    ),
    "number as a key": (BASED + "teams:\n  1: {}\n", 3, ("a key must be a name, and `1` is not",)),
    "nothing as a key": (BASED + "? \n: 1\n", 2, ("a key must be a name",)),
    "list as a key": (BASED + "? [a, b]\n: 1\n", 2, ("a key must be a plain name",)),
    "not a number": (
        BASED + "run: {years: .nan}\n",
        2,
        ("`.nan` is not a finite number", "where: run.years"),
    ),
    "infinite": (BASED + "run:\n  years: -.inf\n", 3, ("`-.inf` is not a finite number",)),
    "infinite by its size": (BASED + "run: {years: 1e999}\n", 2, ("not a finite number",)),
    "huge number": (BASED + f"run: {{seed: {'9' * 5000}}}\n", 2, ("too long for a number",)),
    "large number": (BASED + f"run: {{seed: {'9' * 30}}}\n", 2, ("`seed` must be at most",)),
    "laughs": (LAUGHS, 5, ("stand for too much", "write out what is meant")),
    "long chain of aliases": (CHAIN, 18, ("or lie too deep",)),
    "alias of itself": (BASED + "about: &a [*a]\n", 2, ("the alias `*a` refers to itself",)),
    "alias of nothing": (BASED + "about: *a\n", 2, ("there is no anchor `&a` above",)),
    "too deep": (BASED + f"about: {'[' * 3000}\n", 2, ("more than 20 levels deep",)),
    "too many values": (BASED + "about:\n" + "  - x\n" * 30_000, 20_000, ("more than 20000",)),
    "too long a text": (BASED + f"about: {'x' * 6000}\n", 2, ("6000 characters is too long",)),
}


@pytest.mark.parametrize("kind", BAD)
def test_is_refused_with_file_line_reason_and_suggestion(
    kind: str, tells: Callable[[str, int, tuple[str, ...]], None]
) -> None:
    tells(*BAD[kind])
