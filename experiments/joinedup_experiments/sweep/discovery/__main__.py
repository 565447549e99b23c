"""Write ``docs/where_it_helps.md``: what ``joinedup discover`` found in the big hypercube.

``python -m joinedup_experiments.sweep.discovery FOLDER`` takes a finished sweep of
``studies/designs/where_it_helps.yaml`` in which ``joinedup discover`` has been at work.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from joinedup_experiments.sweep.discovery.reporting import FOLDER, PAGE

DOCS = Path("docs")
COLOURS_KEPT = 112
WIDE = 960  # pixels
LINK = re.compile(r"\]\(((?:map|fan)-[^)]+)\.png\)")
NOTE = """<!-- Written by `python -m joinedup_experiments.sweep.discovery`; do not edit by hand. -->

[The design](
../experiments/joinedup_experiments/studies/designs/where_it_helps.yaml): every
quantity of the model that is not a constant over its declared range, and three levers. Do it again:

```
joinedup sweep experiments/joinedup_experiments/studies/designs/where_it_helps.yaml \\
  --out results/where_it_helps
joinedup discover results/where_it_helps
```
"""


def write_page(folder: Path, page: Path) -> list[str]:
    """Copy the words, and the pictures in a size for a page; the pictures' names."""
    from PIL import Image

    inside = folder / FOLDER
    words = (inside / PAGE).read_text(encoding="utf-8")
    names = list(dict.fromkeys(LINK.findall(words)))
    pictures = page.parent / "pictures"
    for name in names:
        with Image.open(inside / f"{name}.png") as whole:
            size = (WIDE, round(WIDE * whole.height / whole.width))
            small = whole.convert("RGB").resize(size, Image.Resampling.LANCZOS)
            small.quantize(COLOURS_KEPT).save(
                pictures / f"where_it_helps-{name}.png", optimize=True
            )
    title, _, rest = words.partition("\n")
    linked = LINK.sub(r"](pictures/where_it_helps-\1.png)", rest)
    page.write_text(f"{title}\n\n{NOTE}{linked}", encoding="utf-8")
    return names


def main() -> None:
    """Read the folder and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the finished sweep")
    parser.add_argument("--out", type=Path, default=DOCS / PAGE)
    asked = parser.parse_args()
    if not (asked.folder / FOLDER / PAGE).is_file():
        sys.exit(f"{asked.folder}: nothing there yet; first joinedup discover {asked.folder}")
    names = write_page(asked.folder, asked.out)
    print(f"Written: {asked.out}, with {len(names)} pictures")


if __name__ == "__main__":
    main()
