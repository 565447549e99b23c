"""A scenario spoilt in ways in which planners spoil one: each refused with line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from joinedup_experiments.cli import app

GOOD = (Path(__file__).parent / "riverside.yaml").read_bytes()
AGES = b"{0-15: 0.20, 16-39: 0.30, 40-64: 0.31, 65-74: 0.10, 75-84: 0.06, 85+: 0.03}"
DEPRIVATION = b"[0.12, 0.16, 0.20, 0.24, 0.28]"
FALLS = b"    staff: {therapist: 3.5}"
JOINED = b"[general_practice, community_nursing]\n      degree"
MEMORY = b"  memory_service:\n    staff:\n      mental_health_nurse: 2.0\n      psychiatrist: 0.5\n"
RECORD = b"shared_record: [memory_service, community_nursing]"

# name: (what is replaced, by what, lines from there to the line named, what the message says)
SPOILT: dict[str, tuple[bytes, bytes, int, str]] = {
    # names
    "key misspelt": (b"residents:", b"residnts:", 0, "did you mean `residents`"),
    "key in capitals": (b"hospital:", b"Hospital:", 0, "did you mean `hospital`"),
    "key with spaces": (b"beds_per_1000", b"beds per 1000", 0, "did you mean `beds_per_1000`"),
    "section misspelt": (b"arrangement:", b"arrangment:", 0, "did you mean `arrangement`"),
    "key in another section": (b"run:\n", b"run:\n  residents: 4000\n", 1, "under `place`"),
    "section too far in": (b"hospital:\n", b"  hospital: {}\n", 0, "at the top of the file"),
    "team misspelt": (b"[memory_service, c", b"[memory_servise, c", 0, "mean `memory_service`"),
    "team by its label": (JOINED, b"[GP practices, crisis_team]\n      degree", 0,
                          "did you mean `general_practice`"),
    "team that is not there": (b"memory_service: matrix", b"stroke_team: matrix", 0, "known here"),
    "team's section misspelt": (b"  memory_service:\n    s", b"  memory_servce:\n    s", 0,
                                "did you mean the team `memory_service`"),
    "team taken out": (MEMORY + b"    threshold: 0.3\n", b"  memory_service:\n", 13,
                       "it is taken out at riverside.yaml:22"),
    "team's name with spaces": (b"falls_service:", b"falls service:", 0, "the label can be any"),
    "profession misspelt": (b"psychiatrist:", b"psychiatris:", 0, "did you mean `psychiatrist`"),
    "profession in capitals": (b"{gp: 13.3", b"{GP: 13.3", 0, "did you mean `gp`"),
    "profession in the plural": (b"{therapist:", b"{therapists:", 0, "did you mean `therapist`"),
    "need in everyday words": (b"frailty:", b"dementia:", 0, "did you mean `cognitive`"),
    "age band made up": (b"[75-84, 85+]", b"[75+]", 0, "known here: 0-15, 16-39"),
    "organisation in full": (b"organisation: nhs", b"organisation: NHS trust", 0, "mean `nhs`"),
    "degree with a capital": (b"closer_working", b"Closer working", 0, "mean `closer_working`"),
    "leadership made up": (b"transformational", b"strong", 0, "known here: charismatic"),
    "parameter misspelt": (b"handover.loss: ", b"handover.los: ", 0, "mean handover.loss"),
    "parameter made up": (b"handover.loss: ", b"admissions.avoided: ", 0, "joinedup parameters"),
    "parameter in two steps": (b"handover.loss: 0.2", b"handover: {loss: 0.2}", 0,
                               "mean handover.loss"),
    "cell in everyday words": (b"{gp: 125}", b"{doctor: 125}", 0, "did you mean `gp`"),
    # numbers
    "decimal comma": (b"beds_per_1000: 1.9", b"beds_per_1000: 1,9", 0, "did you mean `1.9`"),
    "decimal comma in braces": (b"{therapist: 3.5}", b"{therapist: 3,5}", 0, "mean `3.5`"),
    "a point for thousands": (b"61800", b"61.800,00", 0, "did you mean `61800`"),
    "more than all": (b"engagement: 0.6", b"engagement: 160%", 0, "a share lies between 0 and 1"),
    "decimal commas in a list": (DEPRIVATION, b"[0,12, 0,16, 0,20, 0,24, 0,28]", 0, "`0.12`"),
    "commas for thousands": (b"61800", b"61,800", 0, "did you mean `61800`"),
    "about so many": (b"61800", b"about 618", 0, "did you mean `618`"),
    "a withheld number": (b"61800", b'"*"', 0, "best estimate"),
    "spaces for thousands": (b"61800", "61\u00a0800".encode(), 0, "did you mean `61800`"),
    "k for thousands": (b"61800", b"61.8k", 0, "did you mean `61800`"),
    "in thousands": (b"61800", b"61.8", 0, "write `61800`"),
    "pounds": (b"150000", "£150,000".encode(), 0, "did you mean `150000`"),
    "millions": (b"150000", "£0.15m".encode(), 0, "did you mean `150000`"),
    "per cent sign": (b"engagement: 0.6", b"engagement: 60%", 0, "did you mean `0.6`"),
    "per cent in words": (b"engagement: 0.6", b"engagement: 60 per cent", 0, "mean `0.6`"),
    "per cent without a sign": (b"engagement: 0.6", b"engagement: 60", 0, "did you mean `0.6`"),
    "ages in per cent": (b"0-15: 0.20", b"0-15: 20", 0, "between 0 and 1: did you mean `0.2`"),
    "ages that miss one": (b"0.31", b"0.21", 0, "add up to 0.900, not 1"),
    "fifths without one": (DEPRIVATION, b"[0.12, 0.18, 0.30, 0.40]", 0, "at least 5 entries"),
    "unit written in": (b"psychiatrist: 0.5", b"psychiatrist: 0.5 wte", 0, "in whole-time"),
    "days written in": (b"every_days: 14", b"every_days: 14 days", 0, "did you mean `14`"),
    "word for how often": (b"every_days: 14", b"every_days: fortnightly", 0, "in days"),
    "number in words": (b"years: 5", b"years: five", 0, "did you mean `5`"),
    "number in quotes": (b"years: 5", b'years: "5"', 0, "did you mean `5` without quotes"),
    "about": (b"residents: 61800", b"residents: about 61800", 0, "did you mean `61800`"),
    "from to": (b"gp: 13.3", b"gp: 13-14", 0, "write one number"),
    "formula": (b"gp: 13.3", b"gp: =27.4/2", 0, "write the number that it shows"),
    "broken formula": (b"gp: 13.3", b"gp: #REF!", 0, "could not work this out: `#REF`"),
    "to be agreed": (b"gp: 13.3", b"gp: TBC", 0, "your best estimate"),
    "question mark": (b"gp: 13.3", b"gp: ?", 0, "a question mark where a value belongs"),
    "remark in brackets": (b"years: 5", b"years: 5 (to be agreed)", 0, "remark begins with ` #`"),
    "date": (b"[6, 12]", b"[2026-04-01, 2026-10-01]", 0, "not a date"),
    "negative": (b"gp: 13.3", b"gp: -13.3", 0, "must be at least 0, but is `-13.3`"),
    "accountant's negative": (b"-0.5", b"(0.5)", 0, "did you mean `-0.5`"),
    "long minus": (b"-0.5", "\u22120.5".encode(), 0, "did you mean `-0.5`"),
    "more taken than there are": (b"-0.5", b"-50", 0, "take away at most 8.3"),
    "too few residents": (b"61800", b"62", 0, "must be at least 200"),
    "outside its range": (b"loss: 0.2\n", b"loss: 0.9\n", 0, "outside its range 0.1 to 0.3"),
    "parameter in per cent": (b"loss: 0.2\n", b"loss: 20\n", 0, "did you mean `0.2`"),
    "month missing": (b"[6, 12]", b"[6]", 0, "one month for each neighbourhood"),
    # true and false, texts, lists, tables
    "yes": (b"direct_access: true", b"direct_access: yes", 0, "did you mean `true`"),
    "Y": (b"direct_access: true", b"direct_access: Y", 0, "did you mean `true`"),
    "empty": (b"process: post_box", b"process:", 0, "give it a value, or take it out"),
    "label left out": (b"    label: Falls service\n", b"", -1, "must say everything itself"),
    "square brackets in a label": (b"Falls service", b"'[draft] Falls'", 0, "use round ones"),
    "names without brackets": (RECORD, b"shared_record: memory_service, crisis_team", 0,
                               "did you mean `[memory_service, crisis_team]`"),
    "names without a comma": (RECORD, b"shared_record: [memory_service crisis_team]", 0,
                              "put commas between them: `memory_service, crisis_team`"),
    "list for a table": (FALLS, b"    staff:\n      - therapist: 3.5", 0, "`{therapist: 3.5}`"),
    "dashes forgotten": (b"interfaces:\n    - between: [community_nursing, adult_social_care, "
                         b"memory_service]\n      degree: merged\n    - between", b"interfaces:\n"
                         b"      between", 0, "each entry begins with `- `"),
    "one team joined": (JOINED, b"[community_nursing]\n      degree", 0, "at least 2 entries"),
    "severities the wrong way": (b"[0.2, 0.6]", b"[0.6, 0.2]", 0, "from the lower to the higher"),
    # how it is written down
    "tab": (b"  neighbourhoods:", b"\tneighbourhoods:", 0, "use spaces instead"),
    "a space too many": (b"  neighbourhoods:", b"   neighbourhoods:", 0, "begin it in column 3"),
    "a space too few": (b"  practices_each:", b" practices_each:", 0, "begin it in column 3"),
    "one dash too many": (b"    go_live_by", b"    - go_live_by", 1, "take out that `-`"),
    "no colon": (b"residents: 61800", b"residents 61800", 0, "mean `residents: 61800`"),
    "section without a colon": (b"hospital:\n", b"hospital\n", 0, "did you mean `hospital:`"),
    "colon without a space": (b"practices_each: 5", b"practices_each:5", 0, "`practices_each: 5`"),
    "equals for a colon": (b"seed: 1", b"seed = 1", 0, "did you mean `seed: 1`"),
    "colon in a text": (b"Riverside, one", b"Riverside: one", 0, "put it in quotes"),
    "quotation mark left open": (b"Riverside, one", b'"Riverside, one', 0, "never closed"),
    "apostrophe in quotes": (b"Falls service", b"'St Mary's falls'", 0, "\"St Mary's falls\""),
    "bracket left open": (b"[6, 12]", b"[6, 12", 0, "a bracket that is never closed"),
    "comma forgotten": (b"13.3, practice_nurse", b"13.3 practice_nurse", 0,
                        "a comma is missing before `practice_nurse`"),
    "round brackets": (b"{therapist: 3.5}", b"(therapist: 3.5)", 0, "write `{ }` instead"),
    "smart quotes": (b"transformational", "\u201ctransformational\u201d".encode(), 0,
                     "did you mean `transformational`"),
    "long dash for a hyphen": (b"    - between: [general", "    \u2013 between: [general".encode(),
                               0, "write a plain hyphen"),
    "non-breaking spaces": (b"  neighbourhoods", "\u00a0\u00a0neighbourhoods".encode(), 0,
                            "write this line anew"),
    "non-breaking space at the end": (b"degree: merged", "degree: merged\u00a0".encode(), 0,
                                      "a character in it that cannot be seen"),
    "key twice": (b"  seed: 1", b"  seed: 1\n  years: 7", 1, "first on line 76"),
    "section twice": (b"\nrun:", b"\nplace: {}\n\nrun:", 1, "first on line 8"),
    "team twice in a list": (b"[memory_service, community_nursing]\n", b"[crisis_team, "
                             b"memory_service, crisis_team]\n", 0, "name it once"),
    "pasted from a spreadsheet": (FALLS, b"    staff:\ntherapist\t3.5\ngp\t1", 1,
                                  "write `therapist: 3.5`"),
    "pasted from a CSV": (FALLS, b"    staff:\n      therapist,3.5\n      gp,1", 0,
                          "each as `name: value`"),
    "pasted from a page": (b"# Riverside as", b"```yaml\n# Riverside as", 0,
                           "take out the lines with ```"),
    "two documents": (b"\nrun:", b"\n---\nrun:", 1, "take out the `---`"),
    # what it is based on
    "based on a misspelt one": (b"siloed_borough", b"silo_borough", 0, "mean `siloed_borough`"),
    "based on a missing file": (b"siloed_borough", b"nort.yaml", 0, "did you mean `north.yaml`"),
    "based on itself": (b"siloed_borough", b"riverside", 0, "based on itself"),
    "based on nothing": (b"based_on: siloed_borough", b"", 18, "start the file with `based_on"),
    "based on two": (b"siloed_borough", b"[siloed_borough, north]", 0, "must name one scenario"),
    "based_on left empty": (b" siloed_borough", b"", 0, "must name one scenario"),
    "path with backslashes": (b"siloed_borough", b'"C:\\me\\north.yaml"', 0, "use single quotes"),
    # how it is saved
    "Windows-1252": (b"Falls service", b"St Mary\x92s falls", 0, "with the encoding UTF-8"),
    "not a text": (b"# Riv", b"PK\x03\x04", 0, "not a text file but a Word document"),
    "a PDF": (b"# Riv", b"%PDF-1.7", 0, "not a text file but a PDF"),
    "a bell": (b"Falls service", b"Falls\x07service", 0, "U+0007"),
}  # fmt: skip


def spoilt(case: str) -> tuple[bytes, int, str]:
    """The file of a case, the line that must be named, and what must be in the message."""
    old, new, further, says = SPOILT[case]
    assert old in GOOD, "this case spoils nothing"
    where = GOOD.index(old)
    return GOOD.replace(old, new, 1), 1 + GOOD.count(b"\n", 0, where) + further, says


def refusals(data: bytes, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What `joinedup validate` says of a file that must be refused."""
    monkeypatch.chdir(folder)
    (folder / "riverside.yaml").write_bytes(data)
    (folder / "north.yaml").write_text("based_on: riverside\nname: North\n")
    result = CliRunner().invoke(app, ["validate", "riverside.yaml"])
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit)
    assert not result.stdout
    return result.stderr.splitlines()


@pytest.mark.parametrize("case", SPOILT)
def test_is_refused_with_its_line_the_reason_and_what_was_meant(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, line, says = spoilt(case)
    lines = refusals(data, tmp_path, monkeypatch)
    assert any(one.startswith(f"riverside.yaml:{line}: ") and says in one for one in lines), lines
    assert all(one.startswith("riverside.yaml:") for one in lines)


def test_in_a_circle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [line] = refusals(GOOD.replace(b"siloed_borough", b"north"), tmp_path, monkeypatch)
    assert line.startswith("north.yaml:1: ") and "north.yaml → riverside.yaml" in line


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_in_utf_16(encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [line] = refusals(GOOD.decode().encode(encoding), tmp_path, monkeypatch)
    assert line.startswith("riverside.yaml:1: this text is saved as UTF-16; save it again")


@pytest.mark.parametrize("data", [GOOD, b"\xef\xbb\xbf" + GOOD, GOOD.replace(b"\n", b"\r\n")])
def test_sound_as_it_is_with_a_byte_order_mark_and_with_windows_line_ends(
    data: bytes, tmp_path: Path
) -> None:
    (tmp_path / "riverside.yaml").write_bytes(data)
    result = CliRunner().invoke(app, ["validate", str(tmp_path / "riverside.yaml")])
    assert result.exit_code == 0, result.output
