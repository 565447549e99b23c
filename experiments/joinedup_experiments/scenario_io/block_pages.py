"""What a building block is, costs and rests on: for the screen, and the page docs/blocks.md.

``python -m joinedup_experiments.scenario_io.block_pages docs/blocks.md`` writes the page anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from joinedup.outcomes.measures import measure
from joinedup.scenario.elements import elements_of
from joinedup.scenario.scenario import Scenario
from joinedup.scenario.twins import cost_of_posts
from joinedup_experiments.display.document import (
    Code,
    Heading,
    Part,
    Points,
    Section,
    Table,
    Words,
)
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.markdown import write_page
from joinedup_experiments.display.numbers import value
from joinedup_experiments.scenario_io.diff.differences import differences
from joinedup_experiments.scenario_io.load import read_scenario
from joinedup_experiments.scenario_io.load.blocks import Asked, Block, blocks, fragment
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    ScenarioError,
    Spot,
    clipped,
    did_you_mean,
)
from joinedup_experiments.scenario_io.load.yaml_tree import plain

TITLE = "Building blocks"
MADE_BY = "python -m joinedup_experiments.scenario_io.block_pages docs/blocks.md"
BASE = "siloed_borough"
USE = """add:
  - virtual_ward: 60        # places, in the whole place
  - care_coordinators: 6    # posts, in the whole place
  - shared_record           # has no size
  - urgent_community_response   # the usual size for so many residents"""


def with_blocks(base: str, sizes: Mapping[str, float | None]) -> Scenario:
    """A scenario with blocks added, each with its size in the whole place, None for the usual.

    `ScenarioError` where a block cannot be added.

    >>> with_blocks("siloed_borough", {"care_coordinators": 6}).arrangement.care_coordinators
    6.0
    """
    loaded = read_scenario(base)
    scenario, problems = loaded.scenario, list[Problem]()
    for name, number in sizes.items():
        one = Asked(blocks()[name], Spot(base), number)
        scenario = scenario.with_(plain(fragment(loaded.tree, one, problems)))
    if problems:
        raise ScenarioError(problems)
    return scenario


def cost(block: Block) -> tuple[float, float]:
    """Pounds a year, of posts and places and of the programme, of the usual size."""
    made = with_blocks(BASE, {block.name: None})
    return cost_of_posts(made), made.arrangement.programme_cost_a_year


def cost_line(block: Block) -> str:
    """The cost of the usual size in a sentence."""
    staff, programme = cost(block)
    whole = value(staff + programme, "pounds")
    if staff and programme:
        parts = (
            f", {value(staff, 'pounds')} of it posts, {value(programme, 'pounds')} the programme"
        )
    else:
        parts = ""
    return f"{whole} a year{parts}" if staff or programme else "nothing by itself"


def size_line(block: Block) -> str:
    """The usual size."""
    return f"{block.size.usual:g} {block.size.counts}" if block.size else "no size"


def moves_line(block: Block) -> str:
    """What its rules should move first, and what of that does not show, and why."""
    moves = "; ".join(f"{measure(key).phrase} ({way})" for key, way in block.moves.items())
    no = (f'Not shown for "{measure(k).phrase}": {_flat(w)}' for k, w in block.not_shown.items())
    return " ".join((f"{moves}.", *no))


def parts_of(block: Block) -> Iterator[Part]:
    """What is to be said of one block."""
    yield Words(_flat(block.does))
    if block.cannot:
        yield Words(f"It cannot be modelled. {_flat(block.cannot)}", tone="warning")
        return
    base, made = read_scenario(BASE).scenario, with_blocks(BASE, {block.name: None})
    changes = [one for part, several in differences(base, made).items() for one in several]
    acts = ", ".join(f"`{rule}`" for rule in block.acts_through)
    yield Points(
        [
            ("In a scenario:", f"`add: [{block.name}]`" + (
                f", or `add: [{{{block.name}: {block.size.usual:g}}}]`" if block.size else "")),
            ("Usual for 30,000 residents:", f"{size_line(block)}; {cost_line(block)}."),
            ("To give it months:", months_line(made)),
            ("What it costs:", _flat(block.costs)),
            ("What it changes:", "; ".join(changes) + "."),
            ("Acts through:", f"{acts}."),
            ("Should move first:", moves_line(block)),
            ("Known:", _flat(block.known)),
            ("Assumed:", _flat(block.assumed)),
        ]
    )  # fmt: skip


def months_line(made: Scenario) -> str:
    """What phases name to give months to what a block brings."""
    found = elements_of(made.arrangement)
    whole = [one for one in found if not any(other.startswith(f"{one}.") for other in found)]
    if not whole:
        return "it has no months of its own."
    return f"`phases: [{{elements: [{', '.join(whole)}], from_month: 12}}]`."


def overview() -> Table:
    """Every block that can be modelled: its name in a file, its usual size and cost."""
    able = [block for block in blocks().values() if not block.cannot]
    rows = [(block.label, f"`{block.name}`", size_line(block), cost_line(block)) for block in able]
    head = ("block", "in a file", "usual for 30,000 residents", "a year")
    return Table("Usual size and cost of each block", head, rows, numbers=False)


def explained(names: Sequence[str]) -> list[Part]:
    """What a screen shows: some blocks in full, or all on a line each."""
    for name in names:
        if name not in blocks():
            hint = did_you_mean(name, list(blocks()))
            raise InputError(f"there is no block `{clipped(name)}`; {hint}")
    if not names:
        not_modelled = [block.label for block in blocks().values() if block.cannot]
        more = f"Cannot be modelled: {', '.join(not_modelled)}. `joinedup blocks NAME` says why."
        return [overview(), Words(more)]
    return _in_full(blocks()[name] for name in names)


def page() -> list[Section]:
    """The page."""
    able = [block for block in blocks().values() if not block.cannot]
    not_able = [block for block in blocks().values() if block.cannot]
    intro: list[Part] = [
        Words(
            "An arrangement can be put together from blocks that planners name. `add` lays them "
            "over what a scenario is based on; sizes are posts and places in the whole place. What "
            "the file says itself under `arrangement` comes after them, and holds. Interfaces are "
            "joined further, never less far; lists grow; posts, places and the programme's cost "
            "add up. `joinedup blocks` lists them, `joinedup blocks virtual_ward` explains one, "
            "and `joinedup diff` says what a file with blocks comes to. A block has months of its "
            "own where `phases`, under the file's `arrangement`, name what it brings."
        ),
        Code(f"based_on: siloed_borough\nname: My proposal\n{USE}"),
        overview(),
        Words(
            "No block has a number for its effect. What each does to people comes out of the run, "
            "and may be nothing, or the opposite of what was hoped for."
        ),
        Words(
            "What the rules of each should move first, in the siloed borough, was written down "
            "before it was run, and is tested: each block beside the same place without it, most "
            "in two sizes (`tests/patterns/test_blocks_move.py`), and many with their rule taken "
            "out (`tests/patterns/test_blocks_removed.py`). In these tests new ways of working are "
            "taken up from the first day. With the usual programme (half of staff consulted, no "
            "training, no reviews) staff take up so little in three years that colocation, a "
            "discharge hub, a multidisciplinary team, a shared record and a single point of access "
            "move less than a quarter as much. `arrangement.programme` says what help staff have."
        ),
    ]
    return [
        Section("shelf", "The shelf", intro),
        Section("blocks", "Each block", _in_full(able)),
        Section("cannot", "What cannot be modelled", _in_full(not_able)),
    ]


def _in_full(several: Iterable[Block]) -> list[Part]:
    return [part for one in several for part in (Heading(one.label), *parts_of(one))]


def _flat(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    write_page(Path(sys.argv[1]), TITLE, MADE_BY, page())
