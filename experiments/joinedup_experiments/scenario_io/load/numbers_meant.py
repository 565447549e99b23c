"""What number was meant by a text that is none: thousands, decimals, currency and per cent."""

from __future__ import annotations

import re
from fractions import Fraction

from joinedup.scenario.refusals import shortened as clipped

_SPACES = str.maketrans({"\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2212": "-", "\u2013": "-"})
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
_PER_CENT = tuple(words for words, times in _TIMES.items() if times < 1)
_THOUSANDS = r"-?[1-9]\d{0,2}(?:[,' _]\d{3})+(?:\.\d+)?"
# As on the continent: 1.234,5 or 1 234,5, and 1.234.567.
_WITH_POINTS = r"-?[1-9]\d{0,2}(?:(?:[.' ]\d{3})+,\d+|(?:\.\d{3}){2,})"
# As on the continent: 1,9; 1,0000, 150,00 and 01,234 may have been thousands.
_WITH_COMMA = r"(?!.*00$)-?(?:0|[1-9]\d*),\d+"
_DECIMALS = "Decimals take a point"

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


def hinted_share(what: str, value: float) -> str:
    """What is wrong with a share, and what to write instead where it is per cent.

    >>> hinted_share("80 is none", 80), hinted_share("-1 is none", -1)
    ('80 is none; did you mean `0.8`?', '-1 is none')
    """
    # 120% is not 1.2%.
    return f"{what}; did you mean `{value / 100:.10g}`?" if 2 <= value <= 100 else what


def hint_for_number(written: str, unit: str = "") -> str:
    """What to write instead of a text that is no number; empty when unclear.

    ``unit`` is what the number is counted in, empty when that is not known.

    >>> hint_for_number("1,9"), hint_for_number("61,800")
    ('did you mean `1.9`?', 'did you mean `61800`?')
    >>> hint_for_number("14 days", "days")
    'did you mean `14`? It is in days'
    >>> hint_for_number("1.234,5"), hint_for_number("150%")
    ('did you mean `1234.5`?', '')
    """
    in_figures = number_in(unit)
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
    if bare.endswith(_PER_CENT) and not _may_be_per_cent(bare, unit):
        return in_figures
    value = _value(bare)
    if value is not None:
        quoted = " without quotes" if _FIGURE.fullmatch(written.strip()) else ""
        return f"did you mean `{clipped(f'{float(value):.12g}')}`{quoted}?"
    if re.fullmatch(r"-?\d+,\d+", bare):
        return in_figures
    for pattern, hint in _SEVERAL:
        if re.fullmatch(pattern, bare):
            numbers = re.findall(_N, bare)
            return hint.format(all=", ".join(numbers), first=numbers[0])
    return _with_unit(bare, unit) or in_figures


def number_in(unit: str) -> str:
    """What to write where a number belongs; empty when it is not known what it is counted in."""
    if unit.startswith("share"):
        return "a share lies between 0 and 1"
    return f"write a number in figures, in {unit}" if unit else ""


def hint_for_parted(first: str, then: str) -> str:
    """What was meant by two texts that a comma parts in braces; empty when it was no number.

    >>> hint_for_parted("3", "5"), hint_for_parted("3 days", "5")
    ('did you mean `3.5`? Decimals take a point', '')
    >>> hint_for_parted("£150", "000")
    'did you mean `150000`? Pounds are plain numbers, without commas'
    >>> hint_for_parted("1,200", "000")
    'did you mean `1200000`? Thousands are written without commas'
    """
    together = f"{first.strip()},{then}"
    bare = together.lstrip("-£$€")
    hint = hint_for_number(together)
    if not re.fullmatch(r"\d+(,\d+)+(\.\d+)?", bare) or not hint or _value(bare) is None:
        return ""
    if bare != together.lstrip("-"):
        return f"{hint} Pounds are plain numbers, without commas"
    thousands = re.fullmatch(_THOUSANDS, bare)
    return f"{hint} {'Thousands are written without commas' if thousands else _DECIMALS}"


def _may_be_per_cent(bare: str, unit: str) -> bool:
    """Whether a number of the unit can be a percentage, and no part is more than the whole."""
    value = _value(bare)
    return not value or (value <= 1 and (not unit or unit.startswith(("share", "severity"))))


def _value(bare: str) -> Fraction | None:
    """The number that a text stands for, a percentage as a share."""
    for sign, times in _TIMES.items():
        if bare.endswith(sign):
            number = _value(bare.removesuffix(sign).strip())
            return None if number is None else number * times
    if bare in _WORDS:
        return Fraction(_WORDS.index(bare))
    if re.fullmatch(_THOUSANDS, bare):
        return Fraction(re.sub("[,' _]", "", bare))
    if re.fullmatch(_WITH_POINTS, bare):
        return Fraction(re.sub("[.' ]", "", bare).replace(",", "."))
    if re.fullmatch(_WITH_COMMA, bare):
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
