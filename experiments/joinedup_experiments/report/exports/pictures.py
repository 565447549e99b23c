"""Every picture of some results as files: those of the comparison, and those of its report."""

from __future__ import annotations

from pathlib import Path

from joinedup_experiments.compare.pictures import draw_pictures
from joinedup_experiments.compare.results.folder import new_folder
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.display.charts import as_png
from joinedup_experiments.display.document import Figure, figures_of
from joinedup_experiments.report.page import sections
from joinedup_experiments.report.view import TABLE_BELOW

ABOUT = "Each picture is there twice: .svg is sharp at any size, .png goes anywhere.\n\n"


def write_pictures(results: Results, folder: Path) -> Path:
    """Write each picture as PNG and SVG, and what each shows, into a new folder, and return that.

    A `FolderError` is raised where the folder is there already or cannot be made; beside one that
    appears meanwhile, they get the next free name.
    """
    with (place := new_folder(folder)) as making:
        shown = draw_pictures(making, results.comparison)
        for figure in figures_of(sections(results)):
            name = f"report-{figure.name}"
            (making / f"{name}.svg").write_text(figure.svg, encoding="utf-8")
            if figure.drawn is not None:
                (making / f"{name}.png").write_bytes(as_png(figure.drawn))
            shown[name] = f"{figure.title}. {alone(figure)}"
        text = ABOUT + "".join(f"{name}: {what}\n" for name, what in shown.items())
        (making / "README.txt").write_text(text, encoding="utf-8")
    return place.final


def alone(figure: Figure) -> str:
    """What a picture shows, in words, where its table does not stand below it."""
    return figure.alt.removesuffix(TABLE_BELOW)
