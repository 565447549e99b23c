"""Two scenarios compared in words a planner would use: `joinedup diff A B`."""

from joinedup_experiments.scenario_io.diff.differences import Part, as_lines, differences

__all__ = ["Part", "as_lines", "differences"]
