"""The manifest: what was run, with what, when and how, so that anybody can run it again."""

from __future__ import annotations

import hashlib
import platform
import shlex
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import joinedup
from joinedup.engine.sources import sources_digest
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.arms import Arms
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.diagnostics import validity_warnings
from joinedup_experiments.compare.results.sealed import NONE_YET, SEAL, sealed
from joinedup_experiments.compare.results.state_of_code import state_of_code
from joinedup_experiments.display.as_json import as_json
from joinedup_experiments.scenario_io.load import scenario_hash, shipped_scenarios, written_out
from joinedup_experiments.scenario_io.plausible_worlds import SHIPPED, worlds_sha256

MANIFEST = "manifest.json"
PARTS = "put_together"  # of what results were put together, a manifest's key
ALL_SOURCES = "all_sources_sha256"  # among `versions`, of experiments as well as the model
PACKAGES = ("numpy", "numba", "scipy", "pyarrow", "matplotlib", "pydantic", "SALib")


def write_manifest(folder: Path, result: Comparison, manifest: dict[str, Any]) -> None:
    """Write each scenario, with everything it inherits, as YAML, and ``manifest.json``.

    To what `manifest_of` returned are added the time of writing, a hash of every file, and a seal.
    """
    for name, scenario in zip(result.names, result.scenarios, strict=True):
        (folder / f"scenario-{name}.yaml").write_text(written_out(scenario), encoding="utf-8")
    files = sorted(file for file in folder.iterdir() if file.is_file())
    hashes = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    times = {**manifest["times"], "written": _iso(datetime.now(UTC))}
    whole = manifest | {"times": times, "files_sha256": hashes}
    (folder / MANIFEST).write_bytes(sealed(as_json({**whole, "seal": SEAL + NONE_YET}, indent=2)))


def manifest_of(
    result: Comparison, arms: Arms, workers: int, started: datetime, table: Path = SHIPPED
) -> dict[str, Any]:
    """What the manifest of a comparison that has just ended says; ``table`` has its worlds."""
    ended = datetime.now(UTC)
    return {
        "what": "results of joinedup; README.txt beside this file says what each file holds",
        "command": list(arms.command),
        "arms": [
            {
                "name": name,
                "label": scenario.name,
                "scenario_sha256": scenario_hash(scenario),
                "scenario_file": f"scenario-{name}.yaml",
                "read_from": [_as_said(file) for file in files],
                "changed_by_the_command": changed_parts(written, scenario),
                "scenario": scenario.model_dump(exclude_none=True),
            }
            for name, scenario, files, written in zip(
                arms.names, arms.scenarios, arms.files, arms.written, strict=True
            )
        ],
        "seeds": list(result.seeds),
        "replications": len(result.seeds),
        "worlds": list(result.worlds),
        "worlds_sha256": worlds_sha256(table) if any(result.worlds) else None,
        "worlds_read_from": _as_said(table) if any(result.worlds) and table != SHIPPED else None,
        "simulated": result.simulated,
        "years": result.scenarios[0].run.years,
        "index_day": result.index_day,
        "workers": workers,
        "warnings": [one._asdict() for one in validity_warnings(result)],
        "versions": versions(),
        "times": {
            "started": _iso(started),
            "model_ended": _iso(ended),
            "written": _iso(ended),
            "model_seconds": (ended - started).total_seconds(),
        },
    }


def changed_parts(written: Scenario, run: Scenario) -> dict[str, dict[str, Any]]:
    """What was run otherwise than the files say, by dotted path; ``run`` is the base's."""
    before, after = (_flat(s.model_dump(exclude_none=True)) for s in (written, run))
    return {
        path: {"in_the_files": before.get(path), "here": after.get(path)}
        for path in before | after
        if before.get(path) != after.get(path)
    }


def _flat(parts: dict[str, Any], above: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in parts.items():
        path = f"{above}{key}"
        found |= _flat(value, f"{path}.") if isinstance(value, dict) else {path: value}
    return found


def _as_said(file: Path) -> str:
    """Where a scenario was read from, without the path to it on the user's machine."""
    if file.resolve() in (shipped.resolve() for shipped in shipped_scenarios().values()):
        return f"scenarios/{file.name} (shipped)"
    with suppress(ValueError):
        return file.resolve().relative_to(Path.cwd()).as_posix()
    return file.name


def commands_of(manifest: Mapping[str, Any]) -> list[str]:
    """The command that made the results; of some that were put together, that of each part."""
    parts = manifest.get(PARTS) or [manifest]
    typed = [one.get("command") or ["joinedup", "compare"] for one in parts]
    return list(dict.fromkeys(shlex.join(map(str, words)) for words in typed))


def command_of(manifest: Mapping[str, Any]) -> str:
    """The same in one line."""
    return " && ".join(commands_of(manifest))


def sources_of(manifest: Mapping[str, Any]) -> str:
    """Of which state of the model's sources the results are; empty where it is not said."""
    return str(manifest.get("versions", {}).get("model_sources_sha256", ""))


def versions() -> dict[str, str]:
    """What the results were made with, down to the state of the model's sources."""
    found = {"joinedup": "not installed as a package", "python": platform.python_version()}
    with suppress(PackageNotFoundError):
        found["joinedup"] = version("joinedup")
    found |= {name: version(name) for name in PACKAGES}
    found |= {"platform": platform.platform(), "model_sources_sha256": sources_digest()}
    found[ALL_SOURCES] = state_of_code()
    commit = _git_commit()
    return found | ({"git_commit": commit} if commit else {})


def _git_commit() -> str | None:
    """The commit of a copy run from its repository, with a word if files differ from it."""
    root = Path(joinedup.__file__).parents[2]
    if not (root / ".git").exists():
        return None
    asked = ["describe", "--always", "--exclude=*", "--abbrev=40"]
    asked.append("--dirty=, with changes not committed")
    git = ["git", "-C", str(root), *asked]
    try:
        answer = subprocess.run(git, capture_output=True, text=True, timeout=5, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip()


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
