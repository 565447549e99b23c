"""What to write instead of a value of the wrong kind, or of a list of the wrong length."""

from __future__ import annotations

import re
from fractions import Fraction
from math import inf
from typing import Any, get_args, get_origin

from joinedup.scenario.keys import Model, bare, is_model, kind_at, unit_at
from joinedup_experiments.scenario_io.load.problems import Path, clipped
from joinedup_experiments.scenario_io.load.yaml_tree import Node

_YES_OR_NO = {**dict.fromkeys(("true", "yes", "y", "on", "1", "x"), "true"),
              **dict.fromkeys(("false", "no", "n", "off", "0"), "false")}  # fmt: skip
_SHORT = 60
_SPACES = str.maketrans({"\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2212": "-", "\u2013": "-"})
MOST_EXACT = 1e15  # beyond which a decimal number is no exact count
_N = r"-?(?:\d+(?:\.\d+)?|\.\d+)"
_FIGURE = re.compile(_N)
_ABOUT = re.compile(r"(?:approx\.?|approximately|about|around|circa|c\.?|~|<|>|≤|≥|=)\s*(?=[\d£.])")
_TIMES: dict[str, int | Fraction] = {
    **{"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000},
    **dict.fromkeys(("%", "per cent", "percent", "pc"), Fraction(1, 100)),
}
_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
          "eleven", "twelve"]  # fmt: skip
_LONGEST = 60

# What stands where a number belongs, and what to do: the first pattern that fits decides.
_NO_NUMBER = (
    ("never|none|no", "take the line out, or leave it empty where one is inherited"),
    (r"tbc|tba|tbd|n/a|na|\?|\?\?|unknown|-|--|\.\.|xx|x|\*|:|\[c\]",
     "write your best estimate, or take the line out and the default holds"),
    (rf"(?!{_N}$)\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}|(?:\d{{1,2}} )?[a-z]{{3,9}}[ -]\d{{2,4}}",
     "write a number, not a date; months are counted from the index date"),
    ("[=#].*", "a spreadsheet's formula stands here: write the number that it shows"),
)  # fmt: skip
_SEVERAL = (
    (rf"{_N} ?(?:-|to|or) ?{_N}", "write one number; `joinedup sweep` tries a range"),
    (rf"{_N}(?:[;,\s]+{_N})+", "did you mean `{all}`, with commas between?"),
    (r"(?=.*[+*/])(?=.*\d)[-+*/().\d\s,]+", "nothing is worked out here: write the result"),
    (rf"({_N}) ?(?://|\(|--|;).*", "did you mean `{first}`? A remark begins with ` #`"),
)


def way_out(node: Node, path: Path, root: Model) -> str:
    """How to write what was probably meant; empty when that is unclear.

    ``node`` stands at ``path`` of a file that ``root`` declares as a whole.
    """
    kind = bare(kind_at(root, path))
    if kind is str:
        whole = isinstance(node.value, dict | list)
        return "put the whole text in quotes" if whole else "put it in quotes"
    if kind is bool:
        meant = _YES_OR_NO.get(node.written.strip().lower())
        return f"did you mean `{meant}`?" if meant else ""
    if get_origin(kind) is list:
        return _as_list(node, get_args(kind)[0])
    if is_model(kind) or get_origin(kind) is dict:
        return _as_table(node)
    return _as_number(node, path, root) if kind in (int, float) else ""


def _as_list(node: Node, entry: Any) -> str:
    text = node.written.strip()
    if is_model(bare(entry)):
        return "each entry begins with `- ` before its first key"
    if isinstance(node.value, dict):
        return "write names with commas between them, in `[ ]`"
    if not 0 < len(text) <= _SHORT:
        return ""
    if isinstance(node.value, str):
        return f"did you mean `[{text}]`?"
    return f"a list stands in brackets, with commas: `[{text}, …]`"


def _as_table(node: Node) -> str:
    if not isinstance(node.value, list):
        return "below it, write each as `name: value` on a line of its own"
    entries = [item.value for item in node.value]
    if entries and all(isinstance(entry, dict) and len(entry) == 1 for entry in entries):
        pairs = [(key, value) for entry in entries for key, value in entry.items()]
        together = ", ".join(f"{clipped(key)}: {clipped(value.written)}" for key, value in pairs)
        if len(together) <= _SHORT and all(value.written for _, value in pairs):
            return f"did you mean `{{{together}}}`?"
    return "take out the dashes or square brackets, and write `name: value`"


def _as_number(node: Node, path: Path, root: Model) -> str:
    value = node.value
    if isinstance(value, list):
        return "write the number without brackets" if len(value) == 1 else ""
    if isinstance(value, dict | bool):
        return ""
    if not isinstance(value, float):
        return hint_for_number(node.written, unit_at(root, path))
    if value.is_integer():
        return f"did you mean `{int(value)}`?" if abs(value) < MOST_EXACT else ""
    if path[-1] == "residents" and 1 <= value < inf:
        return f"if that is thousands, write `{value * 1000:.0f}`"
    return f"round it: `{value:.0f}`" if 1 <= value < inf else ""


def parted(items: list[Node]) -> str:
    """What to do about a list whose commas part too much or too little."""
    if len(items) > 2 and all(isinstance(item.value, int) for item in items):
        return f"decimals take a point: `{items[0].written}.{items[1].written}`"
    if len(items) == 1 and " " in items[0].written.strip():
        return "put commas between them"
    return ""


def hinted_share(what: str, value: float) -> str:
    """What is wrong with a share, and what to write instead where it is per cent.

    >>> hinted_share("80 is none", 80), hinted_share("-1 is none", -1)
    ('80 is none; did you mean `0.8`?', '-1 is none')
    """
    return f"{what}; did you mean `{value / 100:.10g}`?" if 1 < value <= 100 else what


def hint_for_number(written: str, unit: str = "") -> str:
    """What to write instead of a text that is no number; empty when unclear.

    ``unit`` is what the number is counted in, empty when that is not known.

    >>> hint_for_number("1,9"), hint_for_number("61,800")
    ('did you mean `1.9`?', 'did you mean `61800`?')
    >>> hint_for_number("14 days", "days")
    'did you mean `14`? It is in days'
    """
    in_figures = f"write a number in figures, in {unit}" if unit else ""
    text = written.translate(_SPACES).strip(" \t'\"\u201c\u201d\u2018\u2019").lower()
    if not text or len(text) > _LONGEST:
        return in_figures
    bare = _ABOUT.sub("", text)
    for pattern, hint in _NO_NUMBER:
        if re.fullmatch(pattern, text if text.startswith("=") else bare):
            return hint
    bare = re.sub(r"^-?[£$€]", lambda found: found[0][:-1], bare).removeprefix("gbp").strip()
    if re.fullmatch(rf"\({_N}\)", bare):
        return f"did you mean `-{bare[1:-1]}`?"
    value = _value(bare)
    if value is not None:
        quoted = " without quotes" if _FIGURE.fullmatch(written.strip()) else ""
        return f"did you mean `{clipped(f'{float(value):.12g}')}`{quoted}?"
    for pattern, hint in _SEVERAL:
        if re.fullmatch(pattern, bare):
            numbers = re.findall(_N, bare)
            return hint.format(all=", ".join(numbers), first=numbers[0])
    return _with_unit(bare, unit) or in_figures


def _value(bare: str) -> Fraction | None:
    """The number that a text stands for, a percentage as a share."""
    for sign, times in _TIMES.items():
        if bare.endswith(sign):
            number = _value(bare.removesuffix(sign).strip())
            return None if number is None else number * times
    if bare in _WORDS:
        return Fraction(_WORDS.index(bare))
    if re.fullmatch(r"-?[1-9]\d{0,2}(?:[,' _]\d{3})+(?:\.\d+)?", bare):
        return Fraction(re.sub("[,' _]", "", bare))
    if re.fullmatch(r"-?\d+,\d+", bare):
        return Fraction(bare.replace(",", "."))
    ratio = re.fullmatch(r"(\d{1,9}) ?/ ?([1-9]\d{0,8})", bare)
    if ratio:
        return Fraction(int(ratio[1]), int(ratio[2]))
    return Fraction(bare) if _FIGURE.fullmatch(bare) and bare.isascii() else None


def _with_unit(bare: str, unit: str) -> str:
    found = re.fullmatch(rf"({_N}) ?([a-z][a-z /]*)", bare)
    if not found:
        return ""
    if unit and found[2].strip().removesuffix("s") not in unit:
        return f"write the number alone, in {unit}"
    return f"did you mean `{found[1]}`?" + (f" It is in {unit}" if unit else "")
