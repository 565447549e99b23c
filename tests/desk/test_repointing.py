"""A planner's scenario is based on the fitted place: one value changes, and nothing else."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from joinedup_experiments.local_place.fit.fitted_file import (
    FITTED_BY,
    line_of,
    rebased,
    refuse_unless_based_on,
    still_based_on,
)
from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario, read_scenario

FITTED = f"# Hill, {FITTED_BY}.\nbased_on: place.yaml\nassumptions:\n  handover.loss: 0.15\n"
REST = b"name: Ours\n\narrangement: # ours\n  shared_record: [memory_service, community_nursing]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "place.yaml").write_text("based_on: siloed_borough\nname: Hill\n")
    (tmp_path / "fitted.yaml").write_text(FITTED)
    return tmp_path


@pytest.mark.parametrize(("before", "after"), [
    (b"based_on: place.yaml\n", b"based_on: fitted.yaml\n"),
    (b"# based_on: place.yaml\nbased_on:   place.yaml   # as it is\n",
     b"# based_on: place.yaml\nbased_on:   fitted.yaml   # as it is\n"),
    (b'based_on : "place.yaml"# no remark\n', None),
    (b'based_on: "place.yaml" \r\n', b"based_on: fitted.yaml \r\n"),
    (b"\xef\xbb\xbfbased_on: 'place.yaml'\r\n", b"\xef\xbb\xbfbased_on: fitted.yaml\r\n"),
    (b"about: >\n  caf\xc3\xa9\n  based_on: place.yaml\nbased_on: place\n",
     b"about: >\n  caf\xc3\xa9\n  based_on: place.yaml\nbased_on: fitted.yaml\n"),
])  # fmt: skip
def test_only_the_name_of_the_place_changes(folder: Path, before: bytes, after: bytes) -> None:
    file = folder / "proposal.yaml"
    file.write_bytes(before + REST)
    file.chmod(0o640)
    if after is None:
        with pytest.raises(ScenarioError):
            refuse_unless_based_on(file, folder / "place.yaml")
        return
    refuse_unless_based_on(file, folder / "place.yaml")
    result = rebased(file, folder / "fitted.yaml")
    assert file.read_bytes() == after + REST
    assert f"line {line_of(file)} now says `based_on: fitted.yaml`" in result
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert load_scenario(file).assumptions["handover.loss"] == 0.15
    assert len(list(folder.iterdir())) == 3, "nothing is left beside it"


def test_a_link_stays_a_link_and_another_folder_is_named(folder: Path) -> None:
    (folder / "kept").mkdir()
    real = folder / "kept" / "proposal.yaml"
    real.write_bytes(b"based_on: ../place.yaml\n" + REST)
    link = folder / "proposal.yaml"
    link.symlink_to(real)
    rebased(link, folder / "fitted.yaml")
    assert link.is_symlink() and read_scenario(real).files[1].samefile(folder / "fitted.yaml")


def test_a_second_fit_can_take_the_place_of_the_first(folder: Path) -> None:
    (folder / "fitted-2.yaml").write_text(FITTED.replace("0.15", "0.16"))
    file = folder / "proposal.yaml"
    file.write_bytes(b"based_on: fitted.yaml\n" + REST)
    refuse_unless_based_on(file, folder / "place.yaml")
    rebased(file, folder / "fitted-2.yaml")
    assert load_scenario(file).assumptions["handover.loss"] == 0.16


@pytest.mark.parametrize(("text", "says"), [
    (b"based_on: siloed_borough\n", "based on siloed_borough.yaml, not on place.yaml"),
    (b"based_on: between.yaml\n", "based on between.yaml, not on place.yaml"),
    (b"{based_on: place.yaml, name: Ours}\n", "change it by hand"),
])  # fmt: skip
def test_what_would_lose_something_is_left_alone(folder: Path, text: bytes, says: str) -> None:
    (folder / "between.yaml").write_text(
        "based_on: place.yaml\nassumptions: {handover.loss: 0.3}\n"
    )
    file = folder / "proposal.yaml"
    file.write_bytes(text)
    with pytest.raises(ScenarioError, match=says):
        refuse_unless_based_on(file, folder / "place.yaml")
    assert file.read_bytes() == text


def test_the_line_to_change_is_told_for_each_scenario_that_stands_on_the_place(
    folder: Path,
) -> None:
    (folder / "proposal.yaml").write_bytes(b"# Ours\nbased_on: place.yaml\n" + REST)
    (folder / "other.yaml").write_bytes(b"based_on: siloed_borough\nname: Other\n")
    (folder / "broken.yaml").write_bytes(b"based_on: [\n")
    (line,) = still_based_on(folder / "place.yaml", folder / "fitted.yaml")
    assert "proposal.yaml" in line and "change line 2 to `based_on: fitted.yaml`" in line
    rebased(folder / "proposal.yaml", folder / "fitted.yaml")
    assert still_based_on(folder / "place.yaml", folder / "fitted.yaml") == []
