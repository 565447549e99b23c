"""Every file and module that a source, a page or a help text names is there."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("sim", "experiments", "scenarios", "docs", "notebooks")
HOMES = (ROOT, ROOT / "docs", ROOT / "sim" / "joinedup",
         ROOT / "experiments" / "joinedup_experiments")  # fmt: skip
# A path with a folder that is ours, or the name of a page.
PATH = re.compile(
    r"(?<![\w./{}<-])((?:\w[\w.-]*/)+[\w.-]+\.(?:py|md|yaml|csv|json|toml)|\w+\.md)\b(?!\.j)"
)
MODULE = re.compile(r"python -m ((?:joinedup|tests)[\w.]*\w)")
# What a command writes, and examples of a reader's own files.
WRITTEN = re.compile(r"^(my_|results/|riverford/|place/|patterns/)|(^|/)scenario_discovery\.md$")


def pages() -> list[Path]:
    found = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    for folder in FOLDERS:
        for kind in ("py", "md", "yaml", "j2"):
            found += (ROOT / folder).rglob(f"*.{kind}")
    return [page for page in found if page != Path(__file__)]


def is_there(name: str, page: Path) -> bool:
    return any((home / name).exists() for home in (*HOMES, page.parent))


def test_every_named_file_is_there() -> None:
    missing = []
    for page in pages():
        for name in PATH.findall(page.read_text(encoding="utf-8")):
            ours = name.endswith(".md") or any((h / name.split("/")[0]).is_dir() for h in HOMES)
            if ours and not WRITTEN.search(name) and not is_there(name, page):
                missing.append(f"{page.relative_to(ROOT)}: {name}")
    assert not missing, "\n".join(missing)


def test_every_named_module_can_be_run() -> None:
    missing = []
    for page in pages():
        for name in MODULE.findall(page.read_text(encoding="utf-8")):
            if find_spec(name) is None:
                missing.append(f"{page.relative_to(ROOT)}: python -m {name}")
    assert not missing, "\n".join(missing)
