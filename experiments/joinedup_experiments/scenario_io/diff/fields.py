"""How two parts of scenarios differ, key by key, in sentences made from what their fields declare.

A sentence begins with a verb, the second scenario being understood: "raises the acute beds from
1.8 to 2". Every difference has one, also what is only written in another way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from joinedup.scenario.keys import Model, bare, choices, is_model, kind_at, meaning_of
from joinedup.scenario.names import POSTS
from joinedup.scenario.place import PLACES
from joinedup.scenario.refusals import shortened
from joinedup_experiments.scenario_io.diff.amounts import (
    FOR_30000,
    Pair,
    alike_in_size,
    level,
    moved,
    unit_here,
)
from joinedup_experiments.scenario_io.diff.phrases import (
    called,
    from_to,
    listing,
    number,
    posts,
)

# Where a remark begins; what "whom" begins is none, since it says of whom a share is.
_MORE = re.compile("[:;(]|,(?! and [^,]*, whom| whom)")


class Key(NamedTuple):
    """What a sentence calls a key, what it is counted in, and what holds where it is not given."""

    phrase: str
    unit: str
    absent: str


def _key(model: Model, name: str) -> Key:
    says = meaning_of(model, name)
    return Key(_MORE.split(says.meaning)[0].strip(), says.unit, says.absent)


def change(pair: Pair, model: Model, name: str, before: Any, after: Any) -> list[str]:
    """What differs under one key; empty when nothing does."""
    if before == after:
        return []
    key, kind = _key(model, name), kind_at(model, (name,))
    if bare(kind) is str and not choices(kind):
        first, second = (shortened(" ".join(text.split()), 60) for text in (before, after))
        if not first or not second:
            return [f'has {key.phrase} "{second}"' if second else f"has no {key.phrase}"]
        return [f'changes the {key.phrase} from "{first}" to "{second}"']
    if not key.phrase.startswith(("whether", "which", "how")):
        key = key._replace(phrase=f"the {key.phrase}")
    stay = name == "staff_after_money"
    sentences = list(
        _staff_that_stay(pair, key, before, after)
        if stay
        else _changes(pair, key, bare(kind), before, after)
    )
    if not sentences and key.unit.startswith(POSTS) and not alike_in_size(pair):
        return []  # as many for each resident, to the figures that files have
    return sentences or [f"writes `{name}` in another way, which comes to the same"]


def _changes(pair: Pair, key: Key, kind: Any, before: Any, after: Any) -> Iterator[str]:
    if get_origin(kind) is dict:
        yield from _in_table(pair, key, bare(get_args(kind)[1]), before or {}, after or {})
    elif get_origin(kind) is list and _are_names(before, after):
        for verb, to, some, others in (("adds", "to", after, before),
                                       ("takes", "out of", before, after)):  # fmt: skip
            names = [called(pair, name) for name in some if name not in others]
            if names:
                yield f"{verb} {listing(names)} {to} {key.phrase}"
    elif is_model(kind) and before is not None and after is not None:
        for name in kind.model_fields:
            yield from change(pair, kind, name, getattr(before, name), getattr(after, name))
    elif is_model(kind):
        verb = "takes away" if after is None else "adds"
        yield f"{verb} {key.phrase} ({summary(pair, before or after)})"
    elif isinstance(before, int | float) and not isinstance(before, bool) and after is not None:
        if move := moved(pair, key.unit, before, after):
            unit = "" if _says_itself(pair, key) else unit_here(pair, key.unit)
            verb = "raises" if after > before else "lowers"
            yield f"{verb} {key.phrase} {from_to(move.before, move.after, unit)}"
    else:
        yield f"changes {key.phrase} from {_text(pair, key, before)} to {_text(pair, key, after)}"


def _are_names(before: Any, after: Any) -> bool:
    """Whether both are lists of names: one that is not given holds for all, or as it says."""
    given = before is not None and after is not None
    return given and isinstance((before or after or [0])[0], str)


def _says_itself(pair: Pair, key: Key) -> bool:
    """Whether a number needs no unit beside what it is called."""
    in_place = key.unit == PLACES and alike_in_size(pair)
    plain = key.unit.startswith(("share", "severity", POSTS)) or in_place
    return plain or key.unit[:-1] in key.phrase


def _in_table(
    pair: Pair, key: Key, kind: Any, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[str]:
    """What differs in a table, each entry of which is of a kind."""
    changed: dict[str, tuple[Any, Any]] = {
        name: (before.get(name), after.get(name))
        for name in [*before, *(name for name in after if name not in before)]
        if before.get(name) != after.get(name)
    }
    if is_model(kind) or get_origin(kind) is dict:
        for name, (first, second) in changed.items():
            who, to = called(pair, name), "for"
            if any(name in scenario.all_teams for scenario in pair):
                to = "at"
            if is_model(kind) and (first is None or second is None):
                about = summary(pair, first or second)
                verb, of = ("takes", "out of") if second is None else ("adds", "to")
                yield f"{verb} {who}{about and f' ({about})'} {of} {key.phrase}"
            else:
                inside = _changes(pair, key, kind, first, second)
                yield from (f"{sentence} {to} {who}" for sentence in inside)
    elif key.unit.startswith(POSTS):
        yield from _staff(pair, key, changed)
    else:
        alike: dict[tuple[Any, Any], list[str]] = {}
        for name, values in changed.items():
            alike.setdefault(values, []).append(called(pair, name))
        for (first, second), names in alike.items():
            was, now = _text(pair, key, first), _text(pair, key, second)
            about = f"{key.phrase} for {listing(names)}"
            if first is None:
                yield f"sets {about} to {now}"
            elif second is None:
                yield f"no longer sets {about} (it was {was})"
            else:
                yield f"changes {about} from {was} to {now}"


def _staff(
    pair: Pair, key: Key, changed: Mapping[str, tuple[float | None, float | None]]
) -> Iterator[str]:
    """Posts gained and lost; nothing of a profession that is named without posts."""
    moves = {
        name: move
        for name, (first, second) in changed.items()
        if (move := moved(pair, key.unit, first or 0.0, second or 0.0))
    }
    for verb, to, sign in (("adds", "to", 1), ("takes", "out of", -1)):
        some = [
            f"{posts(abs(one.by), name)} ({from_to(one.before, one.after)})"
            for name, one in moves.items()
            if sign * one.by > 0.0
        ]
        if some:
            yield f"{verb} {listing(some)} {to} {key.phrase}"


def _staff_that_stay(pair: Pair, key: Key, before: Any, after: Any) -> Iterator[str]:
    """Of the staff that are added, and those taken away, who stays so once money ends."""
    if after is None:
        yield f"no longer says which staff stay so when money ends ({key.absent})"
        return
    if before is None and not any(after.values()):
        yield "keeps no staff as added or taken away when money ends"
        return
    for team in dict.fromkeys([*after, *(before or {})]):
        first, second = (one.get(team, {}) for one in (before or {}, after))
        sentences: dict[str, list[str]] = {}
        for name in dict.fromkeys([*second, *first]):
            if move := moved(pair, POSTS, first.get(name, 0.0), second.get(name, 0.0)):
                _, was, now = move
                verb, of = ("keeps", "added to") if (now or was) > 0 else ("leaves", "taken out of")
                verb = verb if now else f"no longer {verb}"
                both = f" ({from_to(abs(was), abs(now))})" if was * now > 0 else ""
                who = f"{posts(abs(now or was), name)}{both}"
                sentences.setdefault(f"{verb} {{}} {of}", []).append(who)
        for words, staff in sentences.items():
            yield f"{words.format(listing(staff))} {called(pair, team)} when money ends"


def summary(pair: Pair, part: BaseModel) -> str:
    """What a part says, key by key: "teams that meet: Nursing; days between meetings: 7".

    Nothing, no and 0 are left out where they are the default.
    """
    sentences = []
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        if name != "label" and (value or value != field.get_default(call_default_factory=True)):
            key = _key(type(part), name)
            sentences.append(f"{key.phrase}: {_text(pair, key, value)}")
    return "; ".join(sentences)


def _text(pair: Pair, key: Key, value: Any) -> str:
    """A value in words; what holds without one where there is none."""
    if value is None:
        return key.absent or "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        many = level(pair, key.unit, value)
        hours = key.unit.startswith("hours") and key.unit.endswith(FOR_30000)
        return number(many) + (f" {unit_here(pair, key.unit, many)}" if hours else "")
    if isinstance(value, str):
        return called(pair, value)
    if isinstance(value, BaseModel):
        return summary(pair, value)
    if isinstance(value, Mapping):
        if key.unit.startswith(POSTS):
            whole = {who: level(pair, key.unit, many) for who, many in value.items()}
            return listing(posts(many, who) for who, many in whole.items()) or "none"
        entries = ((called(pair, name), _text(pair, key, one)) for name, one in value.items())
        return listing(f"{name} ({text})" if text else name for name, text in entries) or "none"
    return listing(_text(pair, key, item) for item in value) or "none"
