"""What number somebody meant who wrote something else where a number belongs."""

from __future__ import annotations

import re
from fractions import Fraction

from joinedup_experiments.scenario_io.load.problems import clipped

_SPACES = str.maketrans({"\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2212": "-", "\u2013": "-"})
_PLAIN = r"-?(?:\d+(?:\.\d+)?|\.\d+)"
_FIGURE = re.compile(_PLAIN)
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(?:[,' _]\d{3})+(?:\.\d+)?")
_DECIMAL_COMMA = re.compile(r"(-?\d+),(\d+)")
_SEVERAL = re.compile(rf"{_PLAIN}(?:[;,\s]+{_PLAIN})+")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|(?:\d{1,2} )?[A-Za-z]{3,9}[ -]\d{2,4}")
_RANGE = re.compile(rf"{_PLAIN} ?(?:-|to|or) ?{_PLAIN}")
_RATIO = re.compile(r"(\d{1,9}) ?/ ?([1-9]\d{0,8})")
_SUM = re.compile(r"[-+*/().\d\s,]+")
_ABOUT = re.compile(r"(?:approx\.?|approximately|about|around|circa|c\.?|~|<|>|≤|≥|=)\s*(?=[\d£.])")
_UNIT = re.compile(rf"({_PLAIN}) ?([A-Za-z][A-Za-z /]*)")
_REMARK = re.compile(rf"({_PLAIN}) ?(?://|\(|--|;).*")
_MULTIPLES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}
_PER_CENT = ("%", "per cent", "percent", "pc")
_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
          "eleven", "twelve"]  # fmt: skip
_OPEN = ("tbc", "tba", "tbd", "n/a", "na", "?", "??", "unknown", "-", "--", "..", "xx", "x")
_LONGEST = 60


def hint_for_number(written: str, unit: str = "") -> str:
    """What to write instead of a text that is no number; empty when nothing can be said.

    Parameters
    ----------
    written
        What stands there.
    unit
        What the number is counted in: ``"days"``; empty when that is not known.

    Examples
    --------
    >>> hint_for_number("1,9")
    'did you mean `1.9`?'
    >>> hint_for_number("61,800")
    'did you mean `61800`?'
    >>> hint_for_number("14 days", "days")
    'did you mean `14`? It is in days'
    """
    text = written.translate(_SPACES).strip(" \t'\"\u201c\u201d\u2018\u2019")
    if not text or len(text) > _LONGEST:
        return _in_figures(unit)
    if text.lower() in ("never", "none", "no"):
        return "take the line out, or leave it empty where one is inherited"
    if text.lower() in _OPEN:
        return "write your best estimate, or take the line out and the default holds"
    if _DATE.fullmatch(text) and not _FIGURE.fullmatch(text):
        return "write a number, not a date; months are counted from the day of change"
    if text[0] == "=" or text.startswith("#"):
        return "a spreadsheet's formula stands here: write the number that it shows"
    return _as_number(text, written, unit) or _in_figures(unit)


def _as_number(text: str, written: str, unit: str) -> str:
    """The hint where a number can be read out of the text."""
    bare = _ABOUT.sub("", text.lower())
    bare = re.sub(r"^-?[£$€]", lambda found: found[0][:-1], bare).removeprefix("gbp").strip()
    if bare.startswith("(") and _FIGURE.fullmatch(bare[1:-1]):
        return f"did you mean `-{bare[1:-1]}`?"
    value = _value(bare)
    if value is not None:
        same = _FIGURE.fullmatch(written.strip())
        return f"did you mean `{_shown(value)}`{' without quotes' if same else ''}?"
    if _RANGE.fullmatch(bare):
        return "write one number; `joinedup sweep` tries a range"
    ratio = _RATIO.fullmatch(bare)
    if ratio:
        return f"did you mean `{_shown(Fraction(int(ratio[1]), int(ratio[2])))}`?"
    if _SEVERAL.fullmatch(bare):
        return f"did you mean `{', '.join(re.findall(_PLAIN, bare))}`, with commas between?"
    if _SUM.fullmatch(bare) and any(sign in bare for sign in "+*/"):
        return "nothing is worked out here: write the result"
    remark = _REMARK.fullmatch(bare)
    if remark:
        return f"did you mean `{remark[1]}`? A remark begins with ` #`"
    with_unit = _UNIT.fullmatch(bare)
    if with_unit:
        number, of = with_unit[1], with_unit[2].strip().removesuffix("s")
        if unit and of not in unit:
            return f"write the number alone, in {unit}"
        return f"did you mean `{number}`?" + (f" It is in {unit}" if unit else "")
    return ""


def _value(bare: str) -> Fraction | None:
    """The number that a text stands for, a percentage as a share."""
    for sign in _PER_CENT:
        if bare.endswith(sign):
            kernel = _value(bare.removesuffix(sign).strip())
            return None if kernel is None else kernel / 100
    for sign, multiple in _MULTIPLES.items():
        if re.fullmatch(rf"{_PLAIN} ?{sign}", bare):
            return Fraction(bare.removesuffix(sign).strip()) * multiple
    if bare in _WORDS:
        return Fraction(_WORDS.index(bare))
    if _THOUSANDS.fullmatch(bare):
        return Fraction(re.sub("[,' _]", "", bare))
    comma = _DECIMAL_COMMA.fullmatch(bare)
    if comma:
        return Fraction(f"{comma[1]}.{comma[2]}")
    return Fraction(bare) if _FIGURE.fullmatch(bare) and bare.isascii() else None


def _shown(value: Fraction) -> str:
    return clipped(f"{float(value):.12g}")


def _in_figures(unit: str) -> str:
    return f"write a number in figures, in {unit}" if unit else ""
