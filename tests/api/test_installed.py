"""The wheel: what it holds, and that the front door's example runs far from the repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
VERSIONS = ("3.11", "3.12", "3.13")
EXAMPLE = """
import doctest, sys
import joinedup
flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
failed, tried = doctest.testmod(joinedup, optionflags=flags)
assert tried > 5 and not failed
from pathlib import Path
assert Path(joinedup.__file__).is_relative_to(sys.argv[1]), joinedup.__file__
"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, ROOT]
    subprocess.run(build, check=True)
    (found,) = folder.glob("joinedup-*.whl")
    return found


@pytest.fixture
def elsewhere(tmp_path) -> Path:
    """A folder that has an `experiments`, a `sim` and a `scenarios` of its own."""
    folder = tmp_path / "elsewhere"
    for name in ("experiments", "sim", "scenarios"):
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text("raise RuntimeError('not mine')\n")
    (folder / "experiments" / "cli.py").write_text("")
    (folder / "scenarios" / "my_place.yaml").write_text("based_on: siloed_borough\n")
    return folder


def run(folder: Path, *command: str | Path, path: Path | None = None) -> None:
    """Run a command in a folder; without ``path``, with nothing on PYTHONPATH."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    if path:
        environment["PYTHONPATH"] = str(path)
    done = subprocess.run(
        [*map(str, command)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def python_of(version: str) -> Path | str | None:
    """A Python of this version that starts: pyenv puts a name on the path for one that may not."""
    found = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"), reverse=True)
    for python in (*found, shutil.which(f"python{version}")):
        if python and not subprocess.run([python, "--version"], capture_output=True).returncode:
            return python
    return None


def test_the_wheel_owns_two_names_and_carries_what_the_program_reads(wheel):
    inside = set(ZipFile(wheel).namelist())
    assert {name.partition("/")[0] for name in inside if ".dist-info/" not in name} == {
        "joinedup",
        "joinedup_experiments",
    }
    shipped = {f"joinedup/scenarios/{file.name}" for file in (ROOT / "scenarios").glob("*.yaml")}
    assert shipped <= inside
    assert {
        "joinedup/evidence/parameters.csv",
        "joinedup_experiments/local_place/set_aside.csv",
        "joinedup/scenarios/scenario.schema.json",
        "joinedup_experiments/scenario_io/glossary.yaml",
        "joinedup/__init__.pyi",
        "joinedup/py.typed",
        "joinedup_experiments/py.typed",
    } <= inside
    assert not [name for name in inside if "benchmarks" in name or name.endswith("results.json")]


def test_an_installed_copy_works_beside_folders_of_the_old_names(wheel, elsewhere, tmp_path):
    site = tmp_path / "site"
    with ZipFile(wheel) as packed:
        packed.extractall(site)
    run(elsewhere, sys.executable, "-c", EXAMPLE, site, path=site)
    mine = "scenarios/my_place.yaml"
    run(elsewhere, sys.executable, "-m", "joinedup_experiments.cli", "validate", mine, path=site)


def test_an_editable_copy_works_beside_folders_of_the_old_names(elsewhere):
    source = os.pathsep.join(str(ROOT / name) for name in ("sim", "experiments"))
    run(elsewhere, sys.executable, "-c", EXAMPLE, ROOT, path=Path(source))


@pytest.mark.parametrize("version", VERSIONS)
def test_the_example_runs_in_a_clean_environment(version, wheel, elsewhere, tmp_path):
    python = python_of(version)
    if python is None:
        pytest.skip(f"no Python {version} here")
    venv = tmp_path / "venv"
    run(tmp_path, python, "-m", "venv", venv)
    pip = [venv / "bin" / "python", "-m", "pip", "install", "--quiet"]
    run(tmp_path, *pip, "-c", ROOT / "constraints.txt", wheel)
    run(elsewhere, venv / "bin" / "python", "-c", EXAMPLE, venv)
    run(elsewhere, venv / "bin" / "joinedup", "validate", "scenarios/my_place.yaml")
