"""All benchmarks in turn: the reference network, the full model, a comparison, a sweep."""

from __future__ import annotations

import subprocess
import sys

BENCHMARKS = ("clinic_benchmark", "full_model_benchmark", "compare_benchmark", "sweep_benchmark")


def main() -> int:
    """Run each in a process of its own, since one of them compiles everything afresh."""
    codes = []
    for name in BENCHMARKS:
        print(f"\n{name}\n{'-' * len(name)}", flush=True)
        command = [sys.executable, "-m", f"joinedup_experiments.benchmarks.{name}"]
        codes.append(subprocess.run(command, check=False).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
