"""A first look, in under a minute: a small comparison, its page and one picture."""

from __future__ import annotations

from joinedup_experiments.cli.program import Workers, app
from joinedup_experiments.cli.run import compare
from joinedup_experiments.display.errors import refusing
from joinedup_experiments.display.standard_output import saying

PAIR = ("siloed_borough", "local_care_network")
WORLDS, SIMULATED, YEARS = 12, 4_000, 3.0
NEXT = """
Page:    {page} (open it in a browser)
Picture: {picture}

That was small: {worlds} worlds, {simulated:,} people, {years:g} years. In full, in some minutes:
  {whole}
For docs/tutorial.md, a made-up borough with tables of its own:
  {example}"""


@app.command()
def demo(workers: Workers = None) -> None:
    """Compare a siloed borough with a Local Care Network, in small: a page and a picture."""
    from joinedup_experiments.compare.results.reading import open_results
    from joinedup_experiments.display.typed import typed
    from joinedup_experiments.report.reporting import write_report

    base, other = PAIR
    folder = compare(
        base, [other], years=YEARS, replications=WORLDS, simulate=SIMULATED, workers=workers
    )
    with refusing(keeps=True):
        (page,) = write_report(open_results(folder), folder / "report.html")
    values = {"page": page, "picture": folder / "differences.png", "worlds": WORLDS}
    values |= {"simulated": SIMULATED, "years": YEARS, "whole": typed(["compare", *PAIR])}
    values["example"] = typed(["new", "riverford", "--example"])
    with saying(f"page and picture are whole in {folder}"):
        print(NEXT.format(**values))
