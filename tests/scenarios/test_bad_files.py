"""What is no file, no text or no scenario is refused before it is read any further."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import joinedup_experiments

HOUSE = Path(joinedup_experiments.__file__).parent
Refusal = Callable[[str | Path], str]
BASED = "based_on: siloed_borough\n"


class TestFiles:
    def test_no_such_file_or_name(self, refusal: Refusal) -> None:
        assert refusal("localcare_network") == (
            "localcare_network: there is no file `localcare_network`, and no shipped scenario of "
            "that name; did you mean `local_care_network`?"
        )

    def test_no_such_file_beside_others(self, refusal: Refusal, tmp_path: Path) -> None:
        (tmp_path / "north.yaml").write_text(BASED)
        assert "did you mean `north.yaml`?" in refusal(tmp_path / "nort.yaml")

    def test_a_folder(self, refusal: Refusal, tmp_path: Path) -> None:
        (tmp_path / "north.yaml").write_text(BASED)
        assert "is a folder, not a scenario file; name a file in it: north.yaml" in refusal(
            tmp_path
        )

    @pytest.mark.parametrize("name", ["x" * 5000, "a\0b", "", "\ud800"])
    def test_names_that_no_file_can_have(self, refusal: Refusal, name: str) -> None:
        refusal(name).encode("utf-8")

    @pytest.mark.parametrize(
        ("folder", "what", "command"),
        [("studies/designs", "a sweep's design", "sweep"),
         ("readiness/examples", "a readiness form", "readiness")],
    )  # fmt: skip
    def test_what_other_commands_take(self, refusal: Refusal, folder, what, command) -> None:
        every = sorted((HOUSE / folder).glob("*.yaml"))
        files = [file for file in every if "\nbased_on:" not in file.read_text()]
        assert len(files) >= 3
        for file in files:
            says = f"{file.name}: this is {what}, no scenario; it is for: joinedup {command} "
            assert says in refusal(file)

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
    def test_not_an_ordinary_file(self, refusal: Refusal, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.yaml")
        assert "is not an ordinary file" in refusal(tmp_path / "pipe.yaml")

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
    def test_a_file_that_may_not_be_read(self, refusal: Refusal, tmp_path: Path) -> None:
        file = tmp_path / "bad.yaml"
        file.write_text(BASED)
        file.chmod(0)
        assert "cannot be read: permission denied" in refusal(file)

    @pytest.mark.parametrize(
        ("data", "line", "says"),
        [
            (b"\x89PNG\r\n\x1a\n\0\0", 3, "this is not a text file"),
            (b"PK\x03\x04\x14\0\0", 1, "this is not a text file"),
            (
                b"name: A\nabout: caf\xe9\n",
                2,
                "not UTF-8 text: it cannot be read from the byte 0xE9",
            ),
            ("name: A\n".encode("utf-16"), 1, "saved as UTF-16"),
            (b"name: A\nabout: a\x07b\n", 2, "the character U+0007 does not belong"),
        ],
        ids=["picture", "spreadsheet", "latin-1", "utf-16", "bell"],
    )
    def test_not_text(
        self, refusal: Refusal, data: bytes, line: int, says: str, tmp_path: Path
    ) -> None:
        file = tmp_path / "bad.yaml"
        file.write_bytes(data)
        message = refusal(file)
        assert message.startswith(f"{file}:{line}: ") and says in message

    def test_too_large(self, refusal: Refusal, tmp_path: Path) -> None:
        file = tmp_path / "bad.yaml"
        file.write_text("# " + "x" * 1_000_000)
        assert "longer than a megabyte" in refusal(file)
