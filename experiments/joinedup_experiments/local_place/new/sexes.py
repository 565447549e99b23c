"""What the sexes are called in tables, in English and in Welsh."""

from __future__ import annotations

import re

_MALE = r"m|males?|man|men|gwryw(od)?|dynion"
_FEMALE = r"f|females?|wom[ae]n|benyw(od)?|menywod|merched"
_OTHER = (
    r"others?|x|i|u|unknown|not (known|stated|specified|recorded)|unspecified|indeterminate|"
    r"non-?binary|another.*|prefer not to say"
)
_BOTH = r"persons?|all persons|people|t|tot|m ?[+/&]? ?f|pobl|personau"


def is_known(text: str) -> bool:
    """Whether a label is that of men, of women, or of those who are put to neither.

    >>> is_known("Males"), is_known("Benyw"), is_known("Not known"), is_known("T"), is_known("1")
    (True, True, True, False, False)
    """
    return bool(re.fullmatch(f"{_MALE}|{_FEMALE}|{_OTHER}", text, re.I))


def of_heading(text: str) -> str:
    """The sex of which a column has figures, by its heading in lower case; empty for others.

    >>> of_heading("males"), of_heading("f"), of_heading("all persons"), of_heading("t")
    ('male', 'female', 'persons', 't')
    """
    for name, pattern in (("male", _MALE), ("female", _FEMALE)):
        if re.fullmatch(pattern, text):
            return name
    if re.fullmatch(_BOTH, text):
        return "persons" if re.match("all p|pe", text) else text
    return ""
