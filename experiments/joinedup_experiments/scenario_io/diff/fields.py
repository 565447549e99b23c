"""How two parts of scenarios differ, key by key, in sentences made from what their fields declare.

A sentence begins with a verb, the second scenario being understood: "raises the acute beds from
1.8 to 2". Every difference has one, also what is only written in another way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from joinedup.scenario.keys import Model, bare, choices, is_model, kind_at, meaning_of
from joinedup.scenario.names import POSTS
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.diff.phrases import (
    from_to,
    label,
    listing,
    number,
    posts,
    words,
)

Pair = tuple[Scenario, Scenario]


def changes(pair: Pair, model: Model, before: BaseModel, after: BaseModel, where: str = "") -> list:
    """What differs between two parts of the same kind: a sentence or more for each key."""
    return [
        sentence
        for key in model.model_fields
        for sentence in change(pair, model, key, getattr(before, key), getattr(after, key), where)
    ]


def change(
    pair: Pair, model: Model, key: str, before: Any, after: Any, where: str = ""
) -> list[str]:
    """What differs under one key, at ``where``; empty when nothing does."""
    if before == after:
        return []
    meaning = meaning_of(model, key)
    phrase = re.split("[,:;(]", meaning.meaning)[0].strip()
    kind = kind_at(model, (key,))
    if bare(kind) is str and not choices(kind):
        return [f'changes the {phrase} from "{_short(before)}" to "{_short(after)}"{where}']
    sentences = list(
        _Telling(pair, phrase, meaning.unit, meaning.absent, where).of(bare(kind), before, after)
    )
    return sentences or [f"writes `{key}` in another way, which comes to the same{where}"]


def _short(text: str) -> str:
    """A text of any length in a sentence."""
    plain = " ".join(text.split())
    return plain if len(plain) <= 60 else plain[:59] + "…"


class _Telling:
    """The sentences on one key: its phrase, its unit, what holds without it, and where it is."""

    def __init__(self, pair: Pair, phrase: str, unit: str, absent: str, where: str) -> None:
        self.pair, self.unit, self.absent, self.where = pair, unit, absent, where
        self.phrase = phrase if phrase.startswith(("whether", "which", "how")) else f"the {phrase}"

    def of(self, kind: Any, before: Any, after: Any) -> Iterator[str]:
        if get_origin(kind) is dict:
            yield from self.tables(get_args(kind)[1], before, after)
        elif get_origin(kind) is list and isinstance((before or after or [0])[0], str):
            yield from self.lists(before or [], after or [])
        elif is_model(kind) and before is not None and after is not None:
            yield from changes(self.pair, kind, before, after, self.where)
        elif is_model(kind):
            verb = "takes away" if after is None else "adds"
            yield f"{verb} {self.phrase} ({summary(self.pair, before or after)}){self.where}"
        elif isinstance(before, int | float) and not isinstance(before, bool) and after is not None:
            yield self.numbers(before, after)
        else:
            first, second = self.text(before), self.text(after)
            yield f"changes {self.phrase} from {first} to {second}{self.where}"

    def numbers(self, before: float, after: float) -> str:
        known = self.unit.startswith(("share", "severity", POSTS)) or self.unit[:-1] in self.phrase
        unit = "" if known else self.unit
        verb = "raises" if after > before else "lowers"
        return f"{verb} {self.phrase} {from_to(before, after, unit)}{self.where}"

    def lists(self, before: list[str], after: list[str]) -> Iterator[str]:
        for verb, to, some, others in (("adds", "to", after, before),
                                       ("takes", "out of", before, after)):  # fmt: skip
            names = [called(self.pair, name) for name in some if name not in others]
            if names:
                yield f"{verb} {listing(names)} {to} {self.phrase}{self.where}"

    def tables(
        self, kind: Any, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> Iterator[str]:
        names = [n for n in dict.fromkeys([*before, *after]) if before.get(n) != after.get(n)]
        if self.unit.startswith(POSTS) and get_origin(bare(kind)) is not dict:
            yield from self.staff({n: (before.get(n), after.get(n)) for n in names})
        elif is_model(bare(kind)) or get_origin(bare(kind)) is dict:
            for name in names:
                yield from self.entry(bare(kind), name, before.get(name), after.get(name))
        else:
            alike: dict[tuple[Any, Any], list[str]] = {}
            for name in names:
                alike.setdefault((before.get(name), after.get(name)), []).append(name)
            for (first, second), of in alike.items():
                yield self.values(listing(called(self.pair, name) for name in of), first, second)

    def values(self, of: str, before: Any, after: Any) -> str:
        """A value that some names of a table have."""
        if before is None:
            return f"sets {self.phrase} for {of} to {self.text(after)}{self.where}"
        if after is None:
            return f"no longer sets {self.phrase} for {of} (it was {self.text(before)}){self.where}"
        first, second = self.text(before), self.text(after)
        return f"changes {self.phrase} for {of} from {first} to {second}{self.where}"

    def entry(self, kind: Any, name: str, before: Any, after: Any) -> Iterator[str]:
        """One entry of a table of tables."""
        who = called(self.pair, name)
        team = any(name in scenario.teams for scenario in self.pair)
        where = f" {'at' if team else 'for'} {who}{self.where}"
        if not is_model(kind):
            inner = _Telling(self.pair, "", self.unit, "", where)
            inner.phrase = self.phrase
            yield from inner.tables(get_args(kind)[1], before or {}, after or {})
        elif before is None or after is None:
            verb, to = ("takes", "out of") if after is None else ("adds", "to")
            about = summary(self.pair, before or after)
            yield f"{verb} {who}{about and f' ({about})'} {to} {self.phrase}{self.where}"
        else:
            yield from changes(self.pair, kind, before, after, where)

    def staff(self, changed: Mapping[str, tuple[float | None, float | None]]) -> Iterator[str]:
        """Posts gained and lost; a profession named without posts is distinct from none."""
        sentences: dict[str, list[str]] = {}
        for profession, (first, second) in changed.items():
            more = (second or 0.0) - (first or 0.0)
            verb = "adds" if more > 0 else "takes" if more < 0 else ""
            was = f" ({from_to(first or 0.0, second or 0.0)})" if more else " with no posts"
            verb = verb or ("no longer names" if second is None else "names")
            many = posts(float(f"{abs(more):.9g}"), profession) if more else words(profession)
            sentences.setdefault(verb, []).append(f"{many}{was}")
        for verb, of in sentences.items():
            to = {"adds": "to", "takes": "out of"}.get(verb, "among")
            yield f"{verb} {listing(of)} {to} {self.phrase}{self.where}"

    def text(self, value: Any) -> str:
        """A value in words; what holds without one where there is none."""
        if value is None:
            return self.absent or "nothing"
        return value_text(self.pair, value, self.unit)


def summary(pair: Pair, part: BaseModel) -> str:
    """What a part says, key by key: "teams that meet: Nursing; days between meetings: 7"."""
    sentences = []
    for key in type(part).model_fields:
        value = getattr(part, key)
        if key != "label" and value not in (None, False, [], {}):
            meaning = meaning_of(type(part), key)
            phrase = re.split("[,:;(]", meaning.meaning)[0].strip()
            sentences.append(f"{phrase}: {value_text(pair, value, meaning.unit)}")
    return "; ".join(sentences)


def value_text(pair: Pair, value: Any, unit: str = "") -> str:
    """A value in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, str):
        return called(pair, value)
    if isinstance(value, BaseModel):
        return summary(pair, value)
    if isinstance(value, Mapping):
        if unit.startswith(POSTS):
            return listing(posts(many, who) for who, many in value.items()) or "none"
        entries = ((called(pair, n), value_text(pair, one)) for n, one in value.items())
        return listing(f"{name} ({text})" if text else name for name, text in entries) or "none"
    return listing(value_text(pair, item) for item in value) or "none"


def called(pair: Pair, name: str) -> str:
    """A team's label, where it is one; a name of the scenario's language as people write it."""
    team = label(pair, name)
    return team if team != name else words(name)
