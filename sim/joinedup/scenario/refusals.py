"""Why values cannot make a scenario, in plain English: from pydantic's errors to complaints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import ValidationError

from joinedup.scenario.keys import Model, bare, keys_at, kind_at, one_of, unit_at, values_at
from joinedup.scenario.names import Complaint, InconsistentError, OneOf, Path

MOST_READ = 200
RENAMED = {
    "without": "disable_mechanisms",
    "single_point_of_contact": "single_point_of_access",
    "replicates": "replications",
}
WANTED = {
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "string": "text",
    "dict": "a table of names and values",
    "model": "a table of keys and values",
    "list": "a list, such as [a, b]",
    "number_or_table": "a number, or a table of names and numbers",
}
_LIMITS = {"gt": "more than", "ge": "at least", "lt": "less than", "le": "at most"}
Raised = Mapping[str, Any]


class RefusedError(ValueError):
    """Values that cannot make a scenario: every complaint, a line each, with its path."""

    def __init__(self, complaints: list[Complaint]) -> None:
        # What is no number is no table either, and is one complaint.
        self.complaints = tuple(dict.fromkeys(complaints))
        super().__init__("\n".join(map(_in_words, self.complaints)))

    def __reduce__(self) -> tuple[Any, ...]:
        """As it goes from one process to another."""
        return RefusedError, (list(self.complaints),)


def _in_words(complaint: Complaint) -> str:
    path, what, advice, wrong, known, *_ = complaint
    close = get_close_matches(wrong.lower(), known, 1) if wrong else []
    advice = advice or (f"did you mean `{close[0]}`?" if close else "")
    if known and not advice:
        advice = f"known here: {', '.join(known)}"
    return f"{dotted(path)}: {what}" + (f"; {advice}" if advice else "")


def dotted(path: Path) -> str:
    """A path as people write it.

    >>> dotted(("arrangement", "interfaces", 0, "degree"))
    'arrangement.interfaces[0].degree'
    """
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{shortened(part)}" for part in path)
    return text.removeprefix(".")


def complaints_in(error: ValidationError, root: Model) -> Iterator[Complaint]:
    """Every error of validation as a complaint, the first 200 at most."""
    for found in error.errors(include_url=False)[:MOST_READ]:
        cause = found.get("ctx", {}).get("error")
        path, kind = tuple(found["loc"]), found["type"]
        if isinstance(cause, InconsistentError):
            yield from (c._replace(path=(*path, *c.path)) for c in cause.complaints)
            continue
        if path[:1] == ("assumptions",) and len(path) > 2:
            # Validation tried both a number and a table, and names its attempts in the path.
            path = (*path[:2], *path[3:])
            if len(path) == 2 and isinstance(found["input"], Mapping):
                continue
            kind = "number_or_table_type" if len(path) == 2 else kind
        if path[-1:] == ("[key]",):
            path = path[:-1]
            if names := one_of(get_args(bare(kind_at(root, path[:-1])))[0]):
                yield _unknown_name(path, names)
                continue
        yield _EXPLAINED.get(kind, _other)(found, path, kind, root)._replace(kind=kind)


def _unknown_name(path: Path, names: OneOf) -> Complaint:
    name = str(path[-1])
    what = f"there is no {names.noun} `{shortened(name)}`"
    return Complaint(path, what, "", name, names.names)


def unknown_key(path: Path, root: Model) -> Complaint:
    """The complaint about a key that is not declared where it stands."""
    key = str(path[-1])
    advice = f"it is now called `{RENAMED[key]}`" if key in RENAMED else ""
    what = f"unknown key `{shortened(key)}`"
    return Complaint(path, what, advice, key, keys_at(root, path[:-1]))


def _unknown_key(found: Raised, path: Path, kind: str, root: Model) -> Complaint:
    return unknown_key(path, root)


def _missing(found: Raised, path: Path, kind: str, root: Model) -> Complaint:
    return Complaint(path, f"`{path[-1]}` is missing")


def _wrong_type(found: Raised, path: Path, kind: str, root: Model) -> Complaint:
    wanted = WANTED["int" if kind == "int_from_float" else kind.rpartition("_")[0]]
    entry = f"this entry of `{path[-2]}`" if isinstance(path[-1], int) else f"`{path[-1]}`"
    return Complaint(path, f"{entry} must be {wanted}, not {described(found['input'])}")


def _not_a_choice(found: Raised, path: Path, kind: str, root: Model) -> Complaint:
    key = path[-2] if isinstance(path[-1], int) else path[-1]
    given = found["input"]
    wrong = given if isinstance(given, str) else ""
    what = f"`{key}` cannot be {described(given)}"
    return Complaint(path, what, "", wrong, values_at(root, path))


def _out_of_range(found: Raised, path: Path, kind: str, root: Model) -> Complaint:
    subject = f"an entry of `{path[-2]}`" if isinstance(path[-1], int) else f"`{path[-1]}`"
    limits = {key: limit for key, limit in found["ctx"].items() if key in _LIMITS}
    words = " and ".join(f"{_LIMITS[key]} {_figures(limit)}" for key, limit in limits.items())
    advice = ""
    if unit_at(root, path).startswith("severity"):
        advice = "a severity lies between 0, none, and 1, the worst"
    elif found["ctx"].get("le") == 1:
        advice = "a share lies between 0 and 1"
        value = found["input"]
        if isinstance(value, int | float) and 2 <= value <= 100:  # 1.5 is hardly a per cent
            advice += f": did you mean `{value / 100:.10g}`?"
    elif found["ctx"].get("ge") == 0 and "staff" in path:
        advice = "`arrangement.extra_staff` takes staff away"
    return Complaint(path, f"{subject} must be {words}, but is {described(found['input'])}", advice)


def _figures(limit: float) -> str:
    return f"{limit:,}" if isinstance(limit, int) else f"{limit:,.10g}"


def _wrong_length(found: Raised, path: Path, kind: str, root: Model) -> Complaint:
    ctx, key = found["ctx"], f"`{path[-1]}`"
    if kind == "string_too_short":
        return Complaint(path, f"{key} must not be empty")
    if kind == "string_too_long":
        return Complaint(path, f"{key} must have at most {ctx['max_length']} characters")
    side, limit = ("least", "min_length") if kind == "too_short" else ("most", "max_length")
    entries = f"{ctx[limit]} {'entry' if ctx[limit] == 1 else 'entries'}"
    return Complaint(path, f"{key} must have at {side} {entries}, but has {len(found['input'])}")


def _other(found: Raised, path: Path, kind: str, root: Model) -> Complaint:
    words = str(found["msg"]).removeprefix("Value error, ")
    words = words.replace("Input should be", "it must be")
    return Complaint(path, words[:1].lower() + words[1:])


def described(value: Any) -> str:
    """What stands somewhere, in words: "a list", "the text `many`", "`8.0`"."""
    if isinstance(value, Mapping):
        return "a table of keys and values"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "empty"
    if isinstance(value, str):
        return f"the text `{shortened(value)}`"
    return f"`{shortened(str(value).lower() if isinstance(value, bool) else str(value))}`"


def shortened(text: str, most: int = 40) -> str:
    r"""A text on one short line, with anything unprintable spelled out.

    >>> shortened("a\tb" + 50 * "c", 8)
    'a\\tbccc…'
    """
    short = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[: most + 1])
    return short if len(short) <= most else short[: most - 1] + "…"


_Explain = Callable[[Raised, Path, str, Model], Complaint]
_EXPLAINED: dict[str, _Explain] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing,
    "literal_error": _not_a_choice,
    "int_from_float": _wrong_type,
    **dict.fromkeys([f"{kind}_type" for kind in WANTED], _wrong_type),
    **dict.fromkeys(
        ["greater_than", "greater_than_equal", "less_than", "less_than_equal"], _out_of_range
    ),
    **dict.fromkeys(
        ["too_short", "too_long", "string_too_short", "string_too_long"], _wrong_length
    ),
}
