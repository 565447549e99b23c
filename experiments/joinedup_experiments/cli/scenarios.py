"""Scenarios, numbers and words: checked, listed, explained, compared, drawn; nothing is run."""

from __future__ import annotations

import shutil
import sys
import textwrap
from pathlib import Path
from typing import Annotated, Literal

import typer

from joinedup_experiments.cli.program import A_SCENARIO, app
from joinedup_experiments.display.errors import BAD_INPUT, refusing


@app.command()
def validate(
    scenarios: Annotated[list[str], typer.Argument(metavar="SCENARIO...", help=A_SCENARIO)],
) -> None:
    """Read scenarios and say whether anything is wrong with them."""
    from joinedup_experiments.scenario_io.load import ScenarioError, read_scenario
    from joinedup_experiments.scenario_io.proposal_cost import in_a_line
    from joinedup_experiments.scenario_io.scenario_warnings import warnings_in

    faulty = False
    for name in scenarios:
        try:
            loaded = read_scenario(name)
        except ScenarioError as error:
            typer.echo(str(error), err=True)
            faulty = True
            continue
        files = " < ".join(file.name for file in loaded.files)
        typer.echo(f"{name}: sound ({loaded.scenario.name}; {files})")
        if adds := in_a_line(loaded.scenario):
            typer.echo(f"{name}: {adds}")
        for warning in warnings_in(loaded):
            typer.echo(f"{name}: note: {warning}")
    if faulty:
        raise typer.Exit(BAD_INPUT)


@app.command()
def scenarios() -> None:
    """List the scenarios that come with joinedup, and their twins."""
    from joinedup.scenario.twins import twins
    from joinedup_experiments.scenario_io.load import load_scenario, shipped_scenarios

    for name, path in shipped_scenarios().items():
        scenario = load_scenario(path)
        typer.echo(f"{name}\n    {scenario.name}. {' '.join(scenario.about.split())}")
        if others := [f"{name}:{kind}" for kind in twins(scenario)]:
            typer.echo(f"    Twins: {', '.join(others)}")


@app.command()
def cost(
    scenarios: Annotated[list[str], typer.Argument(metavar="SCENARIO...", help=A_SCENARIO)],
) -> None:
    """Say what proposals cost: posts, places and programme, by payer and year; nothing is run."""
    from joinedup_experiments.compare.arms import read_all
    from joinedup_experiments.display.terminal import print_parts, screen
    from joinedup_experiments.scenario_io.proposal_cost import parts_of

    with refusing():
        read = [loaded.scenario for loaded in read_all(scenarios)]
    for scenario in read:
        print_parts(screen(), parts_of(scenario))


@app.command("blocks")
def blocks_command(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="BLOCK", help="Explain these, not all.")
    ] = None,
) -> None:
    """List building blocks that a scenario can `add`, or explain some: size, cost, evidence."""
    from joinedup_experiments.display.terminal import print_parts, screen
    from joinedup_experiments.scenario_io import block_pages as pages

    with refusing():
        shown = pages.explained(names or ())
    print_parts(screen(), shown)


@app.command()
def parameters(
    group: Annotated[
        list[str] | None, typer.Option(help="Only this group; may be given again.")
    ] = None,
    form: Annotated[
        Literal["table", "csv", "markdown", "json"],
        typer.Option("--format", help="How to print them; csv has a row for each cell."),
    ] = "table",
) -> None:
    """Print every parameter: meaning, value, unit, range, source, evidence level and role."""
    from joinedup_experiments.scenario_io import parameter_table as table

    with refusing():
        shown = table.chosen(group or ())
    if form == "table":
        table.print_parameters(shown)
    else:
        typer.echo(table.as_text(shown, form), nl=False)


@app.command()
def evidence(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORD",
            help="Show rows in full: those with these keys, or with all of these words.",
        ),
    ] = None,
    kind: Annotated[
        Literal["input", "target", "compared", "set-aside"] | None,
        typer.Option("--class", help="Only rows of this class."),
    ] = None,
    form: Annotated[
        Literal["table", "csv", "markdown", "json"],
        typer.Option("--format", help="How to print them; csv and json have every column."),
    ] = "table",
) -> None:
    """List every published figure: what of the model rests on it, or why it is set aside."""
    from joinedup_experiments.local_place import evidence_table as table

    with refusing():
        shown = table.chosen(words or (), kind)
    if form != "table":
        typer.echo(table.as_text(shown, form), nl=False)
    elif words:
        typer.echo(table.in_full(shown))
    else:
        table.print_table(shown)


@app.command()
def explain(
    key: Annotated[
        str,
        typer.Argument(
            help="A parameter (handover.loss, 'crisis.rate[frailty]'), a key of a scenario "
            "(teams.*.threshold), a measure (emergency_admissions) or a word (hidden)."
        ),
    ],
) -> None:
    """Say what a key, a measure or a word means: unit, range, source, role."""
    from joinedup_experiments.scenario_io.explain import explained, laid_out

    with refusing():
        typer.echo(laid_out(explained(key)))


@app.command()
def diff(
    scenario: Annotated[str, typer.Argument(metavar="A", help=A_SCENARIO)],
    other: Annotated[str, typer.Argument(metavar="B", help="The one to compare it with.")],
) -> None:
    """Say in words how B differs from A, in everything that a scenario can say."""
    from joinedup_experiments.compare.arms import read_all
    from joinedup_experiments.scenario_io.diff.differences import as_lines

    with refusing():
        before, after = read_all([scenario, other])
    for line in as_lines(before.scenario, after.scenario, (before.worlds, after.worlds)):
        typer.echo(_wrapped(line))


def _wrapped(line: str) -> str:
    """A line broken between words where a terminal would break it within one."""
    if not sys.stdout.isatty():
        return line
    words = line.lstrip(" -")
    first = line[: len(line) - len(words)]
    fill = textwrap.TextWrapper(shutil.get_terminal_size().columns, first, " " * len(first))
    fill.break_on_hyphens = False
    return fill.fill(words)


@app.command()
def schema(
    out: Annotated[Path | None, typer.Option(help="A file for it, instead of the screen.")] = None,
) -> None:
    """Print the JSON Schema of scenario files, with which an editor completes their keys."""
    from joinedup_experiments.scenario_io.schema import schema_text

    if out is None:
        typer.echo(schema_text(), nl=False)
    else:
        text = schema_text()
        head = text.partition('"description"')[0]
        ours = out.is_file() and out.read_text("utf-8", "replace").startswith(head)
        _write({out: text.encode()}, over=ours)
        typer.echo(f"{out}: the schema; docs/scenarios.md says how to show it to an editor")


@app.command("map")
def map_command(
    scenario: Annotated[str, typer.Argument(help=A_SCENARIO)],
    out: Annotated[
        Path | None, typer.Option(help="Where to draw it: map.html; pictures go beside it.")
    ] = None,
) -> None:
    """Draw the teams and the interfaces between them, before and after, with their barriers."""
    from joinedup_experiments.report.map import drawn, page, sides, stem_of
    from joinedup_experiments.scenario_io.load import read_scenario

    with refusing():
        loaded = read_scenario(scenario)
        stem = stem_of(out) if out else Path(f"{loaded.files[0].stem}_map")
        before, after = sides(loaded.scenario)
        wide, narrow = (drawn(before, after, stacked) for stacked in (False, True))
    files = {f".{form}": data for form, data in wide.items()}
    files |= {f"_narrow.{form}": data for form, data in narrow.items()}
    files[".html"] = page(before, after, wide["svg"], narrow["svg"]).encode()
    _write({stem.with_name(f"{stem.name}{ending}"): data for ending, data in files.items()})
    typer.echo(f"{stem}.html: the map and every number behind it; open it in a browser")
    typer.echo(f"{stem}.svg, .png: side by side; {stem}_narrow.svg, .png: for a phone")


def _write(files: dict[Path, bytes], over: bool = False) -> None:
    """Write files, each whole or not at all, and ``over`` what is there only if that is said.

    Where some are there as they would be written, as after a kill, the others are.
    """
    from joinedup_experiments.compare.results.folder import refuse_existing, write_whole

    with refusing():
        missing = {f: d for f, d in files.items() if not (f.is_file() and f.read_bytes() == d)}
        for file in (missing or files) if not over else ():
            refuse_existing(file)
    for file, data in missing.items():
        try:
            write_whole(file, data)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            typer.echo(f"--out {file}: it cannot be written: {reason}", err=True)
            raise typer.Exit(BAD_INPUT) from None
