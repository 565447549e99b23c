"""``python -m joinedup_experiments.studies.readiness_sites``: a strong and a weak site.

Writes parts of ``docs/readiness.md`` and their picture: the programmes that two made-up sites
become, side by side, what these do in plausible worlds, and what would move a third one most.
Ten minutes of two cores. Given again after the page has failed, it takes the worlds that were run.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import joinedup as ju
from joinedup.outcomes.measures import measure
from joinedup_experiments.compare.comparison import ALL_YEARS, Comparison
from joinedup_experiments.compare.over_worlds import OverWorlds
from joinedup_experiments.compare.statistics import Effect, paired
from joinedup_experiments.display import charts, numbers
from joinedup_experiments.display.document import Part, Section, Table, Words
from joinedup_experiments.display.errors import InputError, refusing
from joinedup_experiments.display.markdown import PICTURES, markdown
from joinedup_experiments.display.numbers import of_worlds
from joinedup_experiments.display.progress import progress
from joinedup_experiments.readiness import (
    Answers,
    lines,
    radar,
    read_answers,
    settings_of,
    what_moves,
    with_readiness,
)
from joinedup_experiments.readiness.programme import in_words
from joinedup_experiments.readiness.what_moves import what_moves_parts
from joinedup_experiments.readiness.words import programme_in_words
from joinedup_experiments.studies.finished import comparing
from joinedup_experiments.studies.page_options import add_out
from joinedup_experiments.studies.small_pictures import keep_small

PAGE, PICTURE = "readiness.md", "readiness-sites.png"
BLOCKS = "sites", "moves"
BLOCK = r"(<!-- {} -->\n).*?(<!-- end -->)"
EXAMPLES = Path(__file__).parents[1] / "readiness" / "examples"
SITES, MOVED = ("weak_site", "strong_site"), "middling_site"
BASE, BROUGHT_IN = "siloed_borough", "local_care_network"
ASKED = (
    ("adoption", 1), ("adoption", 3), ("adoption", 7), ("fidelity", 3), ("fidelity", 7),
    ("fear", 1), ("satisfaction", 7), ("referrals_bounced", 7), ("people_waiting", 7),
    ("unmet_severe", 7), ("emergency_admissions", 7), ("cost_total", ALL_YEARS),
)  # fmt: skip


def sites() -> dict[str, Answers]:
    """The answers of each site, by its name in the form."""
    read = [read_answers(EXAMPLES / f"{name}.yaml") for name in SITES]
    return {next(iter(one.sites)): one for one in read}


def together(asked: dict[str, Answers]) -> Answers:
    """Both sites' answers to the one questionnaire."""
    first = next(iter(asked.values()))
    scores = {site: scores for one in asked.values() for site, scores in one.sites.items()}
    return Answers(first.questionnaire, scores)


def mapping_section(asked: dict[str, Answers]) -> list[Part]:
    """The programmes side by side: a table with the evidence level of each line, and words."""
    head = ("question", "setting", *asked, "evidence level")
    rows = []
    for each in zip(*map(lines, asked.values()), strict=True):
        cells = [f"{one.shown} → {in_words(one.value)}" for one in each]
        first = each[0]
        rows.append((first.question, first.setting.replace("_", " "), *cells, first.level))
    words = [Words(f"**{name}.** {programme_in_words(settings_of(one))}")
             for name, one in asked.items()]  # fmt: skip
    return [Table("Score → setting", head, rows), *words]


def run_section(result: Comparison) -> list[Part]:
    """What each programme does in plausible worlds, and the strong beside the weak."""
    weak, strong = (name.replace("_", " ").lower() for name in result.names[1:])
    head = ("measure", "siloed", f"{weak} less siloed", f"{strong} less siloed",
            f"{strong} less {weak}", "verdict on the last")  # fmt: skip
    rows = [_row(result, key, period) for key, period in ASKED]
    about = (
        f"`{BROUGHT_IN}` brought in as each site would, beside `{BASE}`: same people, same random "
        f"numbers, {of_worlds(result.sampled)}, {result.simulated:,} of "
        f"{result.scenarios[0].place.residents:,} residents simulated; means with 95% intervals."
    )
    return [Words(about), Table("What they do", head, rows)]


def _row(result: Comparison, key: str, period: int) -> Sequence[str]:
    one = measure(key)
    weak, strong = (result.effect(arm, one, period).as_read() for arm in (1, 2))
    first, second = result.paired_yearly((1, 2), one, period)
    beside = paired(one, first, second, result.plausible).as_read()
    when = f"year {period}" if period else "average year"
    label = f"{one.label}, {weak.unit}, {when}"
    return (label, numbers.level(weak.base_level, weak.form), *map(_said, (weak, strong, beside)),
            beside.verdict_in_words)  # fmt: skip


def _said(effect: Effect) -> str:
    return numbers.difference(effect.difference, effect.form)


@contextmanager
def run(
    asked: dict[str, Answers], page: Path, replications: int, workers: int | None
) -> Iterator[Comparison]:
    """The siloed place, and the network as each site would bring it in.

    Runs are kept beside the ``page`` until this ends: see `comparing`.
    """
    network = ju.load(BROUGHT_IN)
    arms = [with_readiness(network, one) for one in asked.values()]
    names = ["siloed", *asked]
    with ExitStack() as running:
        with progress("Bringing it in at both sites") as tell:
            found = running.enter_context(comparing(
                page, [ju.load(BASE), *arms], names, OverWorlds(), replications, workers, tell
            ))  # fmt: skip
        yield found.comparison


def moves_section(workers: int | None) -> list[Part]:
    """What a point more of each answer would gain at the middling site."""
    site = read_answers(EXAMPLES / f"{MOVED}.yaml")
    with progress("Raising each answer by a point") as tell:
        moved = what_moves(ju.load(BROUGHT_IN), site, workers=workers, progress=tell)
    return list(what_moves_parts(moved))


def draw(asked: dict[str, Answers], docs: Path) -> None:
    """The radar picture of both sites."""
    with charts.styled(), tempfile.TemporaryDirectory() as making:
        charts.save(radar(together(asked)), Path(making) / "radar", ["png"], dpi=110)
        keep_small(Path(making) / "radar.png", docs / PICTURES / PICTURE)


def as_text(parts: Sequence[Part]) -> str:
    """Parts of a page as Markdown, without a title."""
    return markdown("", "", [Section("", "", parts)]).split("-->\n\n", 1)[1]


def write(docs: Path, block: str, parts: Sequence[Part]) -> None:
    """Write the parts into the page, between the markers of a block."""
    page, made = docs / PAGE, as_text(parts)
    between = re.compile(BLOCK.format(block), re.DOTALL)
    text = page.read_text(encoding="utf-8")
    page.write_text(between.sub(lambda found: found[1] + made + found[2], text), "utf-8")


def make(docs: Path, replications: int, workers: int | None) -> None:
    """Write every block of the page; refused at once where it has not the place for each."""
    text = (docs / PAGE).read_text(encoding="utf-8")
    for block in BLOCKS:
        if not re.search(BLOCK.format(block), text, re.DOTALL):
            raise InputError(f"{docs / PAGE}: there is no line `<!-- {block} -->` to write below")
    both = sites()
    draw(both, docs)
    with run(both, docs / PAGE, replications, workers) as result:
        write(docs, BLOCKS[0], [*mapping_section(both), *run_section(result)])
        write(docs, BLOCKS[1], moves_section(workers))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=24, help="plausible worlds")
    parser.add_argument("--workers", type=int, help="runs at once; a core each unless given")
    add_out(parser)
    given = parser.parse_args()
    with refusing(keeps=True):
        make(given.out, given.replications, given.workers)
    print(f"Written: {given.out / PAGE}")
