"""What ``joinedup evaluate`` does: run, or go on; tables, pictures and a page in one folder."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from joinedup_experiments.compare.executors import warm_up
from joinedup_experiments.compare.results.folder import (
    FolderError,
    refuse_others,
    usual_folder,
    write_whole,
)
from joinedup_experiments.compare.results.manifest import versions
from joinedup_experiments.compare.room import workers_that_fit
from joinedup_experiments.display.as_json import as_json
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.standard_output import saying
from joinedup_experiments.evaluator.designs.catalogue import DESIGNS
from joinedup_experiments.evaluator.evaluation.asked import (
    EvaluationOptions,
    Prepared,
    check_envelope,
    prepared,
)
from joinedup_experiments.evaluator.evaluation.conclusions import Conclusions, write_tables
from joinedup_experiments.evaluator.evaluation.envelope import Envelope, read_envelope, write_blank
from joinedup_experiments.evaluator.evaluation.left_out import left_out
from joinedup_experiments.evaluator.evaluation.running import (
    COMPARATORS,
    WORLDS,
    Running,
    over_worlds,
    with_comparators,
)
from joinedup_experiments.evaluator.recording import need_of_records
from joinedup_experiments.report.evaluation.page import evaluation_page, printed
from joinedup_experiments.report.evaluation.pictures import drawn, write_pictures
from joinedup_experiments.report.evaluation.sentences import WHOM
from joinedup_experiments.report.evaluation.words import months
from joinedup_experiments.scenario_io.diff.phrases import listing
from joinedup_experiments.scenario_io.overrides import Overrides
from joinedup_experiments.sweep.manifest import MANIFEST
from joinedup_experiments.sweep.sweeping import Share
from joinedup_experiments.sweep.worker_pools import check_scheduler

PAGE, ABOUT, SEAL = "evaluation.html", "evaluation.json", "envelope.sha256"
BEGUN = (SEAL, *(f"{part}/{MANIFEST}" for part in (COMPARATORS, WORLDS)))  # what shows that it is


@dataclass(frozen=True)
class EvaluationAsked:
    """A scenario's name or file, what is changed of it, what is evaluated, where and how."""

    scenario: str
    overrides: Overrides
    options: EvaluationOptions
    out: Path | None = None
    envelope: Path | None = None
    workers: int | None = None
    shard: str | None = None
    scheduler: str | None = None


def evaluate_and_report(wanted: EvaluationAsked) -> Conclusions | None:
    """Run an evaluation, or go on with one, and write its page once every share is done.

    Returns what came of it; None while other shares are to be run.
    """
    _refuse_what_lacks(wanted.scheduler)
    share = Share.read(wanted.shard)
    if wanted.shard and wanted.out is None:
        raise FolderError("--shard needs --out: the folder that all the shares are written to")
    envelope = read_envelope(wanted.envelope) if wanted.envelope else None
    asked = prepared(wanted.scenario, wanted.overrides, wanted.options)
    if envelope and wanted.envelope:
        check_envelope(envelope, wanted.envelope, asked.setting)
    for line in asked.warnings:
        print(f"Note: {line}", file=sys.stderr, flush=True)
    workers = _workers(asked, wanted)
    folder = wanted.out or usual_folder([Path(wanted.scenario).stem], "evaluation-")
    refuse_others(folder, "evaluation", BEGUN)
    command = command_of(wanted, folder)
    running = Running(folder, command, workers, share, wanted.scheduler)
    running.check(asked.setting, asked.worlds)
    check_scheduler(wanted.scheduler)
    if envelope:
        _seal(folder, envelope)
    elif (folder / SEAL).exists():
        raise FolderError(
            f"{folder}: an envelope is sealed here, and is opened at the end; give it with "
            "--envelope"
        )
    it = _run(asked, running, envelope)
    if it is None:
        with saying():
            print(f"Share {share.k}/{share.n} of this part is done; run it again when all are")
        return None
    _write(folder, it, command)
    with saying(f"the evaluation is whole in {folder}"):
        printed(it)
        print(f"Page: {folder / PAGE}; tables and pictures beside it")
    return it


def _refuse_what_lacks(scheduler: str | None) -> None:
    """`InputError` with every package that is not installed, and what installs them all."""
    takes = {"statsmodels": "evaluate"} | ({"dask": "cluster"} if scheduler else {})
    lacking = [package for package in takes if find_spec(package) is None]
    if lacking:
        extras = ",".join(takes[package] for package in lacking)
        named = listing(lacking)
        raise InputError(f"joinedup evaluate needs {named}: pip install 'joinedup[{extras}]'")


def _workers(asked: Prepared, wanted: EvaluationAsked) -> int | None:
    """How many workers memory has room for; a cluster's is its own affair."""
    if wanted.scheduler:
        return wanted.workers
    many = len(asked.worlds) + asked.setting.pool
    need = need_of_records(asked.setting.programme, arms=2, runs=many, apart=True)
    return workers_that_fit(need, wanted.workers, "--simulate {}")


def command_of(wanted: EvaluationAsked, folder: Path) -> list[str]:
    """The command that goes on with it, or makes it anew: all that is not as it is by itself."""
    usual = _flags(EvaluationAsked("", Overrides(), EvaluationOptions()))
    command = ["joinedup", "evaluate", wanted.scenario]
    for name, value in _flags(replace(wanted, out=folder)).items():
        if value != usual[name]:
            for one in value if isinstance(value, list | tuple) else [value]:
                command += [f"--{name.replace('_', '-')}", str(one)]
    return command


def _flags(wanted: EvaluationAsked) -> dict[str, object]:
    options, over = wanted.options, wanted.options.over
    return {
        "design": options.designs, "window": options.windows, "outcome": options.outcomes,
        **vars(wanted.overrides), "months_before": options.months_before, **vars(options.quality),
        "comparators": options.comparators, "initiatives": options.initiatives,
        "worlds": over.worlds, "simulate": over.simulate, "envelope": wanted.envelope,
        "out": wanted.out, "workers": wanted.workers, "scheduler": wanted.scheduler,
    }  # fmt: skip


def _seal(folder: Path, envelope: Envelope) -> None:
    """Keep an envelope's hash before anything is run; `FolderError` for one that comes later."""
    seal, begun = folder / SEAL, (folder / WORLDS).exists() or (folder / COMPARATORS).exists()
    known = seal.read_text(encoding="utf-8").strip() if seal.exists() else ""
    if begun and known != envelope.sha256:
        why = "with another envelope, which is sealed" if known else "without an envelope"
        raise FolderError(
            f"{folder}: its runs were begun {why}; this one comes too late. Name another --out"
        )
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(seal, f"{envelope.sha256}\n".encode())
    print(
        f"The envelope is sealed: SHA-256 {envelope.sha256[:16]}, held against "
        f"{WHOM[envelope.of]} over {months(envelope.months)}",
        file=sys.stderr,
    )


def _run(asked: Prepared, running: Running, envelope: Envelope | None) -> Conclusions | None:
    warm_up(asked.setting.base)
    setting = with_comparators(asked.setting, running)
    found = over_worlds(setting, asked.worlds, running) if setting else None
    if setting is None or found is None:
        return None
    left = left_out(setting, found)
    it = Conclusions(setting, found, asked.place.place.residents, envelope, left)
    if not it.performances:
        reasons = dict.fromkeys(f"{DESIGNS[one.design].label}: {one.reason}" for one in left)
        raise InputError(f"no design could be had in enough {setting.noun}s: {'; '.join(reasons)}")
    return it


def write_form(wanted: EvaluationAsked, file: Path) -> None:
    """Write an envelope to fill in: of whom and how long is as the evaluation has it."""
    setting = prepared(wanted.scenario, wanted.overrides, wanted.options).setting
    if not setting.of_whom:
        raise InputError("an envelope needs a design of all people enrolled, or of the area")
    write_blank(file, wanted.scenario, setting.of_whom[0], setting.windows[-1], setting.outcomes)


def _write(folder: Path, it: Conclusions, command: list[str]) -> None:
    write_tables(folder, it)
    pictures = write_pictures(folder, drawn(it))
    about = {
        "command": command,
        "evaluated": it.setting.about,
        "scenario": it.setting.programme.model_dump(exclude_none=True),
        "versions": versions(),
    }
    write_whole(folder / ABOUT, as_json(about))
    write_whole(folder / PAGE, evaluation_page(it, pictures).encode())
