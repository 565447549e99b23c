"""From the errors of validation to problems in plain English, with file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from joinedup.scenario.names import InconsistentError
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.load.known_names import homes_of, keys_at, values_at
from joinedup_experiments.scenario_io.load.problems import (
    Path,
    Problem,
    clipped,
    closest,
    did_you_mean,
)
from joinedup_experiments.scenario_io.load.removals import left_behind, taken_out_nearby
from joinedup_experiments.scenario_io.load.tree import Items, Leaf, Node, Table, at, spot_of
from joinedup_experiments.scenario_io.load.ways_out import way_out

MOST_READ = 200
_Root = type[BaseModel]

_WANTED = {
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "string": "text",
    "dict": "a table of names and values",
    "model": "a table of keys and values",
    "list": "a list, such as [a, b]",
}
_LIMITS = {
    "greater_than": ("more than", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"),
    "less_than_equal": ("at most", "le"),
}
_NAMES_OF = {
    "staff": "profession",
    "accepts": "kind of need",
    "back_to_gp_below": "kind of need",
    "ages": "age band",
}


def translated(
    error: ValidationError,
    tree: Table,
    files: Sequence[str],
    root: _Root = Scenario,
) -> list[Problem]:
    """Every error as a problem, in the order of the lines.

    Parameters
    ----------
    error
        What validating the scenario raised.
    tree
        The scenario as read, for the files and lines.
    files
        As messages call them: the scenario's own, then what it is based on, and so on.
    root
        What declares the file as a whole, when it is not a scenario.
    """
    problems: list[Problem] = []
    for found in error.errors(include_url=False)[:MOST_READ]:
        problems.extend(_problems(found, tree, files, root))
    return sorted(_together(problems), key=lambda problem: problem.spot)


def _together(problems: Sequence[Problem]) -> list[Problem]:
    """The same, with what is missing in one place told once."""
    missing: dict[tuple[Path, str], list[Problem]] = {}
    for problem in problems:
        if problem.what.endswith("` is missing"):
            missing.setdefault((problem.path[:-1], problem.hint), []).append(problem)
    told = [problem for problem in problems if not problem.what.endswith("` is missing")]
    for (holder, hint), several in missing.items():
        names = " and ".join(f"`{problem.path[-1]}`" for problem in several)
        what = f"{names} {'is' if len(several) == 1 else 'are'} missing"
        path = several[0].path if len(several) == 1 else holder
        told.append(Problem(several[0].spot, what, path, hint))
    return told


def _problems(
    found: Mapping[str, Any], tree: Table, files: Sequence[str], root: _Root
) -> Iterator[Problem]:
    path, kind = tuple(found["loc"]), found["type"]
    cause = found.get("ctx", {}).get("error")
    if isinstance(cause, InconsistentError):
        left, taken_out = left_behind(cause.complaints, path, tree, files)
        yield from taken_out
        for complaint in left:
            here = (*path, *complaint.path)
            hint = taken_out_nearby(complaint.wrong, tree) or complaint.advice
            if complaint.wrong and not hint:
                hint = did_you_mean(complaint.wrong, complaint.known)
            yield Problem(spot_of(tree, here), complaint.what, here, hint)
        return
    if path[:1] == ("assumptions",) and len(path) > 2:
        # Validation tried both a number and a table, and names its attempts in the path.
        path = (*path[:2], *path[3:])
        if len(path) == 2 and isinstance(at(tree, path), Table):
            return
        kind = "number_or_table" if len(path) == 2 else kind
    if path[-1:] == ("[key]",):
        yield _unknown_name(path[:-1], tree, root)
        return
    holder = at(tree, path[:-1])
    if kind == "missing" and isinstance(holder, Table) and path[-1] in holder.removed:
        what = f"`{path[-1]}` is empty, which takes it out, and no scenario can be without it"
        yield Problem(holder.removed[path[-1]], what, path, "take the line out to inherit it")
        return
    what, hint = _EXPLAINED.get(kind, _other)(found, path, at(tree, path), kind, root)
    if kind == "missing" and root is Scenario:
        hint = _where_from(path, tree, inherits=len(files) > 1)
    yield Problem(spot_of(tree, path), what, path, hint)


def _unknown_name(path: Path, tree: Table, root: _Root) -> Problem:
    name, holder = str(path[-1]), path[:-1]
    noun = _NAMES_OF.get(str(holder[-1]), "profession" if "extra_staff" in holder else "name")
    what = f"there is no {noun} `{clipped(name)}`"
    return Problem(spot_of(tree, path), what, path, did_you_mean(name, keys_at(holder, root)))


def _unknown_key(
    found: Any, path: Path, node: Node | None, kind: str, root: _Root
) -> tuple[str, str]:
    key, known = str(path[-1]), keys_at(path[:-1], root)
    if key == "based_on":
        return "`based_on` can only stand at the top of a file", ""
    homes = [home for home in homes_of(key, root) if home != "based_on"]
    hint = f"it belongs under `{homes[0]}`" if homes else did_you_mean(key, known)
    if not homes and key in keys_at(()):
        hint = "it belongs at the top of the file"
    return f"unknown key `{clipped(key)}`", hint


def _missing(found: Any, path: Path, node: Node | None, kind: str, root: _Root) -> tuple[str, str]:
    return f"`{path[-1]}` is missing", ""


def _where_from(path: Path, tree: Table, inherits: bool) -> str:
    """How a scenario comes by what is missing."""
    if len(path) == 1 or not inherits:
        return "write it, or start the file with `based_on: siloed_borough`"
    if path[0] != "teams":
        return ""
    teams = at(tree, ("teams",))
    others = [t for t in teams.entries if t != path[1]] if isinstance(teams, Table) else []
    close = closest(str(path[1]), others)
    meant = f"did you mean the team `{close}`? If not, " if close else ""
    return f"{meant}`{clipped(str(path[1]))}` is not inherited, so it must say everything itself"


def _wrong_type(
    found: Any, path: Path, node: Node | None, kind: str, root: _Root
) -> tuple[str, str]:
    wanted = _WANTED.get(kind.split("_")[0], "something else")
    if kind == "number_or_table":
        wanted = "a number, or a table of names and numbers"
    what = f"`{path[-1]}` must be {wanted}"
    if isinstance(path[-1], int):
        what = f"this entry of `{path[-2]}` must be {wanted}"
    return f"{what}, not {_described(node)}", way_out(node, wanted, path, root)


def _described(node: Node | None) -> str:
    if isinstance(node, Table):
        return "a table of keys and values"
    if isinstance(node, Items):
        return "a list"
    if node is None or node.value is None:
        return "empty"
    if isinstance(node.value, str):
        return f"the text `{clipped(node.written)}`"
    return f"`{clipped(node.written)}`"


def _not_a_choice(
    found: Any, path: Path, node: Node | None, kind: str, root: _Root
) -> tuple[str, str]:
    known = values_at(path, root)
    of = path[-2] if isinstance(path[-1], int) else path[-1]
    text = node.written if isinstance(node, Leaf) else ""
    what = f"`{of}` cannot be {_described(node)}"
    return what, did_you_mean(text, known)


def _out_of_range(
    found: Any, path: Path, node: Node | None, kind: str, root: _Root
) -> tuple[str, str]:
    words, key = _LIMITS[kind]
    limit = found["ctx"][key]
    subject = f"an entry of `{path[-2]}`" if isinstance(path[-1], int) else f"`{path[-1]}`"
    value = node.value if isinstance(node, Leaf) else None
    hint = ""
    if limit == 1 and key == "le":
        hint = "a share lies between 0 and 1"
        if isinstance(value, int | float) and 1 < value <= 100:
            hint += f": did you mean `{value / 100:.10g}`?"
    elif limit == 0 and "staff" in path:
        hint = "`arrangement.extra_staff` takes staff away"
    written = f"{limit:,}" if isinstance(limit, int) else f"{limit:,.10g}"
    return f"{subject} must be {words} {written}, but is {_described(node)}", hint


def _wrong_length(
    found: Any, path: Path, node: Node | None, kind: str, root: _Root
) -> tuple[str, str]:
    ctx = found["ctx"]
    if kind == "string_too_short":
        return f"`{path[-1]}` must not be empty", ""
    if kind == "string_too_long":
        return f"`{path[-1]}` must have at most {ctx['max_length']} characters", ""
    limit = (
        f"at least {ctx['min_length']}" if kind == "too_short" else f"at most {ctx['max_length']}"
    )
    size = len(node.items) if isinstance(node, Items) else 0
    size = len(node.entries) if isinstance(node, Table) else size
    hint = _parted(node, ctx.get("max_length", 0)) if isinstance(node, Items) else ""
    return f"`{path[-1]}` must have {limit} entries, but has {size}", hint


def _parted(items: Items, most: int) -> str:
    """What to do about a list whose commas part too much or too little."""
    leaves = [item for item in items.items if isinstance(item, Leaf)]
    if most and len(leaves) == 2 * most and all(isinstance(leaf.value, int) for leaf in leaves):
        return f"decimals take a point: `{leaves[0].written}.{leaves[1].written}`"
    if len(leaves) == 1 and " " in leaves[0].written.strip():
        return "put commas between them"
    return ""


def _other(found: Any, path: Path, node: Node | None, kind: str, root: _Root) -> tuple[str, str]:
    words = str(found.get("msg", "")).removeprefix("Value error, ")
    return words[:1].lower() + words[1:], ""


_Explain = Callable[[Any, Path, Node | None, str, _Root], tuple[str, str]]
_EXPLAINED: dict[str, _Explain] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing,
    "literal_error": _not_a_choice,
    "number_or_table": _wrong_type,
    "int_from_float": _wrong_type,
    **dict.fromkeys([f"{kind}_type" for kind in _WANTED], _wrong_type),
    **dict.fromkeys(_LIMITS, _out_of_range),
    **dict.fromkeys(["too_short", "too_long"], _wrong_length),
    **dict.fromkeys(["string_too_short", "string_too_long"], _wrong_length),
}
