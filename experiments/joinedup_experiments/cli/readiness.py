"""How ready sites are for a change, and the programme that makes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from joinedup_experiments.cli.program import A_SCENARIO, Workers, app
from joinedup_experiments.display.errors import refusing

USUAL = "local_care_network"


@app.command()
def readiness(
    answers: Annotated[Path, typer.Argument(help="The form, to read or to write.")],
    write_form: Annotated[
        str | None,
        typer.Option(
            metavar="aqua|nine_components|parihs",
            help="Write a blank form of this questionnaire to fill in, and end.",
        ),
    ] = None,
    scenario: Annotated[
        str | None,
        typer.Option(help="What is brought in. " + A_SCENARIO, show_default=USUAL),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write it as a scenario, with a picture beside it.")
    ] = None,
    effect: Annotated[
        bool, typer.Option("--effect", help="Run what a point more of each answer would gain.")
    ] = False,
    workers: Workers = None,
) -> None:
    """Turn a readiness questionnaire into a programme's settings, each with its reason."""
    from joinedup_experiments.display.typed import typed
    from joinedup_experiments.readiness import read_answers
    from joinedup_experiments.readiness.programme import refuse_apart
    from joinedup_experiments.readiness.reporting import (
        check_out,
        print_effect,
        print_mapping,
        write_all,
        write_named_form,
    )
    from joinedup_experiments.scenario_io.load import load_scenario

    with refusing():
        if write_form is not None:
            others = {"--scenario": scenario, "--out": out, "--effect": effect}
            write_named_form(answers, write_form, {**others, "--workers": workers})
            typer.echo(f"Fill in {answers}, then: {typed(['readiness', answers])}")
            return
        scenario = scenario or USUAL
        given, place = read_answers(answers), load_scenario(scenario)
        if out or effect:
            refuse_apart(place, scenario)
        if out:
            check_out(out)
        print_mapping(given, place)
        if out:
            for line in write_all(out, scenario, place, given):
                typer.echo(line)
        if effect:
            print_effect(given, place, workers)
