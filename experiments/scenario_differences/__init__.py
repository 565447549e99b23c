"""Two scenarios compared in words a planner would use: `joinedup diff A B`."""

from experiments.scenario_differences.differences import Part, as_lines, differences

__all__ = ["Part", "as_lines", "differences"]
