"""Bad input: exit code 2, the reason on standard error, no traceback, nothing written."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from joinedup_experiments.cli import app

BAD = {
    "no such scenario": (["run", "siloed_borogh"], "did you mean `siloed_borough`"),
    "no such scenario to compare": (["compare", "siloed_borough", "nobody"], "nobody"),
    "another place": (["compare", "siloed_borough", "siloed_three_networks"], "same place"),
    "too few residents": (["run", "siloed_borough", "--residents", "20"], "--residents 20"),
    "very many residents": (
        ["run", "siloed_borough", "--residents", "99999999999"],
        "--residents 99,999,999,999: it must be at most 5,000,000",
    ),
    "too long": (["run", "siloed_borough", "--years", "99"], "--years 99"),
    "not a length of time": (
        ["run", "siloed_borough", "--years", "nan"],
        "--years nan: it must be a finite number",
    ),
    "no replications": (["run", "siloed_borough", "--replications", "0"], "--replications 0"),
    "no workers": (["run", "siloed_borough", "--workers", "0"], "--workers"),
    "not a number": (["run", "siloed_borough", "--years", "seven"], "--years"),
    "decimals by a comma": (["run", "siloed_borough", "--years", "7,5"], "did you mean `7.5`?"),
    "residents with a comma": (
        ["new", "place", "--residents", "50,000"],
        "`50000`",
    ),
    "a place of thousands with a comma": (
        ["run", "siloed_borough", "--residents", "5,000"],
        "`5000`",
    ),
    "simulated with a comma": (
        ["run", "siloed_borough", "--simulate", "2,500"],
        "`2500`",
    ),
    "nobody simulated": (["run", "siloed_borough", "--simulate", "0"], "not in the range x>=1"),
    "a share in per cent": (
        ["records", "siloed_borough", "--coding", "80%", "--out", "new"],
        "did you mean `0.8`?",
    ),
    "a share out of a hundred": (
        ["records", "siloed_borough", "--coding", "80", "--out", "new"],
        "--coding 80: it must be a share from 0 to 1; did you mean `0.8`?",
    ),
    "initiatives in per cent": (
        ["evaluate", "siloed_borough", "--initiatives", "25%"],
        "did you mean `0.25`?",
    ),
    "a margin in per cent": (["discover", ".", "--margin", "1%"], "did you mean `0.01`?"),
    "a margin out of a hundred": (["discover", ".", "--margin", "5"], "did you mean `0.05`?"),
    "an assumption in per cent": (
        ["run", "siloed_borough", "--assume", "handover.loss=8%"],
        "did you mean `0.08`?",
    ),
    "negative seed": (["run", "siloed_borough", "--seed", "-1"], "--seed"),
    "no such assumption": (["run", "siloed_borough", "--assume", "cisis.rate=1"], "cisis.rate"),
    "assumption named twice": (
        ["run", "siloed_borough", "--assume", "crisis.rate=1", "--assume", "crisis.rate=2"],
        "crisis.rate is named twice (--assume crisis.rate=1)",
    ),
    "table and cell": (
        [
            "run",
            "siloed_borough",
            "--assume",
            "crisis.rate=2",
            "--assume",
            "crisis.rate[frailty]=0.3",
        ],
        "--assume crisis.rate[frailty]=0.3: crisis.rate is named twice (--assume crisis.rate=2)",
    ),
    "cell and table": (
        [
            "run",
            "siloed_borough",
            "--assume",
            "crisis.rate[frailty]=0.3",
            "--assume",
            "crisis.rate=2",
        ],
        "crisis.rate is named twice (--assume crisis.rate[frailty]=0.3)",
    ),
    "cell named twice": (
        [
            "run",
            "siloed_borough",
            "--assume",
            "crisis.rate[frailty]=0.3",
            "--assume",
            "crisis.rate[ frailty ]=0.3",
        ],
        "crisis.rate[frailty] is named twice (--assume crisis.rate[frailty]=0.3)",
    ),
    "assumption that is no number": (
        ["run", "siloed_borough", "--assume", "handover.loss=nan"],
        "--assume handover.loss=nan: it must be a number",
    ),
    "assumption without value": (["run", "siloed_borough", "--assume", "crisis.rate"], "key=value"),
    "assumption out of range": (
        ["run", "siloed_borough", "--assume", "crisis.in_care=7"],
        "outside its range",
    ),
    "unknown cell": (
        ["run", "siloed_borough", "--assume", "crisis.rate[fraility]=0.2"],
        "did you mean frailty",
    ),
    "no such group": (["parameters", "--group", "nothing"], "there is no group"),
    "no such format": (["parameters", "--format", "sculpture"], "sculpture"),
    "no such row": (["evidence", "acsc_share_emrg_adm"], "did you mean `acsc_share_emerg_adm`?"),
    "no such row of a class": (
        ["evidence", "--class", "target", "years", "to", "impact"],
        "no target row of the evidence table with `years to impact`",
    ),
    "no such class of evidence": (["evidence", "--class", "hearsay"], "hearsay"),
    "nobody of that number": (
        ["journey", "siloed_borough", "co_located", "--person", "99999"],
        "there is no resident 99999",
    ),
    "nothing to validate": (["validate"], "SCENARIO"),
    "no such scenario to tell from": (
        ["diff", "siloed_borough", "siloed_borogh"],
        "did you mean `siloed_borough`",
    ),
    "nothing to tell from": (["diff", "siloed_borough"], "Missing argument 'B'"),
    "nothing of that name to explain": (["explain", "hiden"], "did you mean `hidden`?"),
    "no such cell to explain": (["explain", "crisis.rate[fraility]"], "did you mean frailty?"),
    "no such scenario to draw": (["map", "siloed_borogh"], "did you mean `siloed_borough`"),
    "nowhere to draw": (
        ["map", "siloed_borough", "--out", "nowhere/map.svg"],
        "--out nowhere/map.svg: it cannot be written: no such file",
    ),
    "nowhere to write the schema": (
        ["schema", "--out", "nowhere/scenario.schema.json"],
        "--out nowhere/scenario.schema.json: it cannot be written: no such file",
    ),
    "no such command": (["conquer"], "conquer"),
}


@pytest.mark.parametrize("arguments, reason", BAD.values(), ids=BAD.keys())
def test_bad_input_is_explained_and_writes_nothing(arguments, reason, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shown = CliRunner().invoke(app, arguments)
    assert shown.exit_code == 2, shown.output
    assert reason.lower() in shown.stderr.lower().replace("\n", " ")
    lines = shown.stderr.splitlines()
    assert len(lines) == len({*lines}), "a line is printed twice"
    assert "Traceback" not in shown.output
    assert shown.exception is None or isinstance(shown.exception, SystemExit)
    assert list(tmp_path.rglob("*")) == []


def test_every_fault_of_every_file_is_named(tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("based_on: siloed_borough\nplace: {residents: many}\nteems: {}\n")
    shown = CliRunner().invoke(app, ["validate", "siloed_borough", str(bad), "nobody"])
    assert shown.exit_code == 2
    assert "siloed_borough: sound" in shown.stdout
    for fault in ("bad.yaml:2", "bad.yaml:3", "nobody"):
        assert fault in shown.stderr
