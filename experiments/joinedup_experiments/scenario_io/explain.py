"""`joinedup explain KEY`: what a key, a measure or a word means, and where it comes from."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from joinedup.engine.parameter import Parameter
from joinedup.outcomes.measures import MEASURES, TABLES
from joinedup.rules.collected import GROUPS, declared
from joinedup.rules.money import PRICE_YEAR
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.scenario_io.load.blocks import blocks
from joinedup_experiments.scenario_io.load.problems import clipped, closest
from joinedup_experiments.scenario_io.parameter_table import cells_of, range_of, value_of
from joinedup_experiments.scenario_io.published import named_in, published
from joinedup_experiments.scenario_io.reference import activities, mechanisms, words
from joinedup_experiments.scenario_io.scenario_keys import meant, paths, value_words, values
from joinedup_experiments.scenario_io.shipped import about, is_scenario

WIDTH = 100
MOST = 8
_NAMES = 14
_CELL = re.compile(r"([\w.]+)(?:\[([^\]]*)\])?")
# What the words of a declaration mean, where they do not speak for themselves.
_LONGER = {
    "measured": "measured: counted, as the source says",
    "recalled": "recalled: written down from knowledge of the source, not from its page",
    "assumed": "assumed: what the rule needs has not been measured",
    "lever": "lever: a planner sets it",
    "uncertainty": "uncertainty: it is not well known, so studies vary it over its range",
    "constant": "constant: left alone unless you change it",
    "lower": "lower is better",
    "higher": "higher is better",
    None: "neither is better in itself",
    "GBP": f"pounds, at {PRICE_YEAR} prices",
    "sum": "every month from the index date; months are added up",
    "arrangement": "lever: a planner sets it",
    "assumptions": "uncertainty: a number of the model, changed in one scenario",
    "disable_mechanisms": "a check: what a mechanism does shows when it is left out",
    "run": "how the model is run; nothing about the place",
}
_LISTS = {
    "system metric": "the eight system metrics of paper 001",
    "process marker": "the process markers of paper 000",
    "ASCOF": "like a measure of the Adult Social Care Outcomes Framework",
    "target": "like a target that services are held to",
    "survey": "what a survey gives, beside the truth",
}
_WOULD_DO = (
    "a parameter (joinedup parameters), a key of a scenario or a mechanism (docs/scenarios.md), a "
    "measure (differences.csv), an activity (events.csv) or a word (docs/glossary.md) would do"
)


class Entry(NamedTuple):
    """What is explained, as people write it, what sort of thing it is, its meaning, and facts."""

    key: str
    kind: str
    says: str
    facts: Mapping[str, str]


def laid_out(entries: Sequence[Entry]) -> str:
    """Explanations as text for a screen, one below the other."""
    pieces = []
    for entry in entries:
        says = textwrap.fill(entry.says, WIDTH, initial_indent="  ", subsequent_indent="  ")
        facts = [
            _wrapped(f"  {name:<{_NAMES}}", text) for name, text in entry.facts.items() if text
        ]
        pieces.append(f"{entry.key}: {entry.kind}\n{says}\n\n" + "\n".join(facts))
    return "\n\n".join(pieces)


def _wrapped(name: str, text: str) -> str:
    indent = " " * len(name)
    return textwrap.fill(
        text, WIDTH, initial_indent=name, subsequent_indent=indent, break_on_hyphens=False
    )


def explained(key: str) -> list[Entry]:
    """Every scenario, parameter, key, measure, value and word so named; else `InputError`.

    >>> [entry.kind for entry in explained("waiting_days")]
    ['a measure']
    """
    asked = key.strip()
    kinds = (_scenarios, _parameters, _keys, _blocks, _mechanisms, _measures, _activities, _values,
             _words)  # fmt: skip
    found = [entry for entries in kinds for entry in entries(asked)]
    if found:
        return found[:MOST]
    names = [*declared(), *(m.key for m in MEASURES), *GROUPS, *values(), *words(), *activities()]
    names += [*blocks(), *(".".join(path) for path in paths())]
    names += sorted({path[-1] for path in paths()} - {"*"})
    close = closest(asked.partition("[")[0], names)
    hint = f"did you mean `{close}`?" if close else _WOULD_DO
    raise InputError(f"there is nothing called `{clipped(asked)}` to explain; {hint}")


def _parameters(key: str) -> Iterator[Entry]:
    """A parameter, by its last part too, one cell of it, or every parameter of a group."""
    if key in GROUPS:
        inside = [d.key for d in declared().values() if d.group == key]
        about = " ".join((GROUPS[key].__doc__ or "").split())
        facts = {
            "Rule": _rule(key),
            "Parameters": ", ".join(inside),
            "See them": f"joinedup parameters --group {key}",
        }
        yield Entry(key, f"a group of {counted(len(inside), 'parameter')}", about, facts)
    key = key.removeprefix("assumptions.").removeprefix("outside_range.")
    asked = _CELL.fullmatch(key)
    name, cell = asked.groups() if asked else ("", None)
    for d in declared().values():
        if name in (d.key, d.key.rpartition(".")[2]):
            yield _parameter(d) if cell is None else _cell(d, cell)


def _parameter(d: Parameter) -> Entry:
    cells = cells_of(d)
    first = cells[0][0]
    value = "; ".join(f"{name} {one:g}" for name, one in cells) if len(d.per) == 1 else value_of(d)
    value += f"; one cell alone: joinedup explain '{d.key}[{first}]'" if d.per else ""
    facts = _facts(d, value, range_of(d), first)
    return Entry(d.key, "a parameter", _sentence(d.meaning), facts)


def _cell(d: Parameter, asked: str) -> Entry:
    for cell, number in cells_of(d) if d.per else ():
        if cell.replace(" ", "") == asked.replace(" ", ""):
            low, high = d.bounds(number)
            facts = _facts(d, f"{number:g}", f"{low:g} to {high:g}", cell)
            name = f"{d.key}[{cell}]"
            return Entry(name, "one cell of a parameter", _sentence(d.meaning), facts)
    if not d.per:
        raise InputError(f"{d.key} is one number and has no cells; joinedup explain {d.key}")
    names = [name for name, _ in cells_of(d)]
    close = closest(asked, names)
    hint = f"did you mean {close}?" if close else f"it has, among others, {', '.join(names[:5])}"
    raise InputError(f"{d.key} has no cell {asked}; {hint}")


def _facts(d: Parameter, value: str, limits: str, cell: str) -> dict[str, str]:
    how = f"{{{d.key}: {value}}}, or --assume {d.key}=VALUE"
    if d.per:
        how = f"{{{d.key}: {{{cell}: VALUE}}}}, or --assume '{d.key}[{cell}]=VALUE'"
    return {
        "Unit": d.unit.replace("GBP", _LONGER["GBP"]) if d.group == "money" else d.unit,
        "Default": value,
        "Range": limits,
        "Evidence": _LONGER[d.evidence],
        "Source": _source(d.source),
        "Role": _LONGER[d.role],
        "Rule": _rule(d.group),
        "Change it": f"assumptions: {how}",
    }


def _rule(group: str) -> str:
    """The file in which a group is declared: ``joinedup/rules/handover.py``."""
    return GROUPS[group].__module__.replace(".", "/") + ".py"


def _source(source: str) -> str:
    """A source, with what stands in the evidence table for each key of it that is named."""
    rows = [
        f"{row.key}: {row.value} {row.unit}, {row.setting_year}; {row.source}"
        for row in named_in(source)
    ]
    return ". ".join(rows if source in published() else [source, *rows])


def _keys(key: str) -> Iterator[Entry]:
    """The keys of a scenario that are meant."""
    for path in meant(key):
        node = paths()[path]
        of_the_place = "fact of the place: the scenario gives it, or the default holds"
        facts = {
            "Unit": value_words(node),
            "Default": node["given"],
            "Role": _LONGER.get(path[0], of_the_place),
        }
        yield Entry(".".join(path), "a key of a scenario", _sentence(node["meaning"]), facts)


def _measures(key: str) -> Iterator[Entry]:
    for m in MEASURES:
        if key.lower() in (m.key, m.label.lower()):  # a report shows labels
            module = next(table for table in TABLES if m in table.TABLE)
            mean = f"every month from the index date, a mean of {m.mean_of}, by which months count"
            shown = "printed with --all" if m.headline else "printed with --all-measures"
            facts = {
                "Unit": _LONGER.get(m.unit, m.unit),
                "Section": m.section,
                "Counted": _LONGER.get(m.combine, mean),
                "Better": _LONGER[m.better],
                "Used in": f"{module.__name__.replace('.', '/')}.py",
                "Shown": f"{shown}, and in the tables of every results folder",
            }
            facts |= {"On the list": _LISTS[m.group]} if m.group else {}
            yield Entry(m.key, "a measure", f"{m.label}. {m.description}".strip(), facts)


def _mechanisms(key: str) -> Iterator[Entry]:
    if found := mechanisms().get(key):
        facts = {
            "Without it": _sentence(found["without"]),
            "Leave it out": f"disable_mechanisms: [{key}]",
        }
        yield Entry(key, "a mechanism", _sentence(found["does"]), facts)


def _activities(key: str) -> Iterator[Entry]:
    """An activity of the event log, with spaces or ``_``: `handed on`, `A&E attendance`."""
    plain = " ".join(key.lower().replace("&", "").replace("_", " ").split())
    if plain in activities():
        facts = {"Stands in": "events.parquet and events.csv, in the column `activity`"}
        says = _sentence(activities()[plain])
        yield Entry(key, "an activity of the event log", says, facts)


def _values(key: str) -> Iterator[Entry]:
    """A name that a scenario may give as a value, other than a mechanism: `post_box`, `matrix`."""
    homes = [home for home in values().get(key, []) if "disable_mechanisms" not in home]
    says = f"A name that a scenario may give, at {len(homes)} place{'s'[: len(homes) > 1]}."
    if homes:
        yield Entry(key, "a value", says, {"Stands at": ", ".join(homes)})


def _scenarios(key: str) -> Iterator[Entry]:
    """A scenario that is shipped, or a twin."""
    if is_scenario(key):
        yield Entry(key, *about(key))


def _blocks(key: str) -> Iterator[Entry]:
    """A building block, of which `joinedup blocks` says all."""
    if block := blocks().get(key):
        facts = {"In full": f"joinedup blocks {key}"}
        yield Entry(
            key, "a building block", f"{block.label}. {' '.join(block.does.split())}", facts
        )


def _words(key: str) -> Iterator[Entry]:
    """A word of the glossary, with spaces or ``_``."""
    plain = " ".join(key.lower().replace("_", " ").split())
    found = words().get(plain) or words().get(plain.replace(" ", "-"))
    if found:
        yield Entry(found.word, "a word", found.means, {"Also": found.also, "From": found.section})


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
