"""``python -m tests.lessons.slides``: ``notebooks/slides.md`` as one page, a slide to a sheet.

Pictures are those of the docs, set into the page; the pathway of a need is drawn from the diagram
in ``docs/model.md``. Nothing is loaded from anywhere.
"""

from __future__ import annotations

import base64
import io
import re
from html import escape

from joinedup_experiments.display import charts
from tests.lessons.lesson import FOLDER, ROOT

TEXT, PAGE = FOLDER / "slides.md", FOLDER / "slides.html"
PICTURE = re.compile(r"!\[(.*?)\]\((.*?)\)")
EDGE = re.compile(r"^    (\w+) --> (\w+):", re.MULTILINE)
# Where each state of the diagram stands: across, up
PLACES = {
    "absent": (0, 1), "hidden": (1, 2), "on_file": (1, 0), "presented": (2, 1), "referred": (3, 1),
    "waiting_for_assessment": (4, 2), "waiting_for_care": (4, 0), "in_care": (5, 1),
    "met": (6, 2), "supported": (6, 1), "resolved": (6, 0),
}  # fmt: skip
STYLE = """
@page { size: A4 landscape; margin: 0 }
body { margin: 0; font: 22px/1.4 system-ui, sans-serif; color: #111; background: #ddd }
section { box-sizing: border-box; width: 1120px; height: 780px; margin: 16px auto;
  padding: 44px 64px;
  background: #fff; break-after: page; overflow: hidden; display: flex; flex-direction: column }
h1 { font-size: 38px; margin: 0 0 20px; color: #00466e }
img { max-width: 100%; min-height: 0; object-fit: contain; flex: 0 1 auto; align-self: center }
td, th { border: 1px solid #888; padding: 14px 26px } table { border-collapse: collapse }
ul, p { font-size: 26px } li { margin: 12px 0 }
footer { margin-top: auto; font-size: 14px; color: #555 }
@media print { body { background: #fff } section { margin: 0; width: 297mm; height: 209mm } }
@media (max-width: 1150px) { section { width: auto; height: auto; padding: 24px } }
"""


def pathway_edges() -> list[tuple[str, str]]:
    """The arrows of the diagram in ``docs/model.md``, from which state to which."""
    text = (ROOT / "docs/model.md").read_text(encoding="utf-8")
    return EDGE.findall(text.split("stateDiagram-v2")[1].split("```")[0])


@charts.styled()
def draw_pathway() -> bytes:
    """The diagram as a PNG."""
    figure = charts.blank(10.5, 3.9)
    axes = figure.subplots()
    for begins, ends in pathway_edges():
        start, end = PLACES[begins], PLACES[ends]
        if abs(end[0] - start[0]) > 1:
            continue  # the page has them all
        back = end[0] < start[0]
        look = {"arrowstyle": "-|>", "color": "#999999" if back else "#0072B2", "shrinkA": 24,
                "shrinkB": 24, "linestyle": ":" if back else "-", "linewidth": 0.9,
                "connectionstyle": "arc3,rad=0.12"}  # fmt: skip
        axes.annotate("", end, start, arrowprops=look)
    for name, (x, y) in PLACES.items():
        box = {"boxstyle": "round", "facecolor": "white", "edgecolor": "black"}
        words = name.replace("waiting_for_", "waiting for\n").replace("_", " ")
        axes.text(x, y, words, ha="center", va="center", bbox=box, fontsize=11)
    axes.set(xlim=(-0.5, 6.6), ylim=(-0.5, 2.5))
    axes.axis("off")
    file = io.BytesIO()
    charts.save(figure, file, ["png"], dpi=110)
    return file.getvalue()


def slide(text: str, number: int, of: int) -> str:
    """A slide of the text as HTML: a heading, points, a table, pictures and words."""
    lines, made = text.strip().splitlines(), []
    for block in "\n".join(lines[1:]).strip().split("\n\n"):
        if found := PICTURE.fullmatch(block.strip()):
            made.append(_picture(*found.groups()))
        elif block.startswith("- "):
            items = "".join(f"<li>{_words(one[2:])}</li>" for one in block.splitlines())
            made.append(f"<ul>{items}</ul>")
        elif block.startswith("|"):
            rows = [one.strip("|").split("|") for one in block.splitlines() if "---" not in one]
            cells = ("".join(f"<td>{_words(c.strip())}</td>" for c in row) for row in rows)
            made.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>")
        else:
            made.append(f"<p>{_words(block)}</p>")
    title = escape(lines[0].removeprefix("# "))
    foot = f"<footer>joinedup, {number} of {of}</footer>"
    return f"<section><h1>{title}</h1>{''.join(made)}{foot}</section>"


def _words(text: str) -> str:
    strong = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text, quote=False))
    return re.sub(r"\*(.+?)\*", r"<i>\1</i>", strong)


def _picture(alt: str, path: str) -> str:
    data = draw_pathway() if path == "pathway" else (TEXT.parent / path).read_bytes()
    text = base64.b64encode(data).decode()
    return f'<img alt="{escape(alt)}" src="data:image/png;base64,{text}">'


def page(text: str) -> str:
    """All slides as one page."""
    slides = re.split(r"^---\n", text, flags=re.MULTILINE)
    body = "\n".join(slide(one, n, len(slides)) for n, one in enumerate(slides, 1))
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head>{head}<title>joinedup: slides of the model</title>'
        f"<style>{STYLE}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


if __name__ == "__main__":
    PAGE.write_text(page(TEXT.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"{PAGE}: {PAGE.stat().st_size:,} bytes")
