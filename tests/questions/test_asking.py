"""The studies of what is asked for: each barrier is varied as it says, and nothing else."""

from __future__ import annotations

from joinedup_experiments.studies.asking import ALL, BARRIERS, HEIGHTS, by_degrees


def test_each_barrier_is_varied_by_itself_and_all_are_together():
    question = by_degrees()
    usual = question.scenario(question.base, "usual")
    for name in (*BARRIERS, ALL):
        low = question.scenario(question.base, f"{name} {HEIGHTS[0]:g}")
        keys = {key for one in BARRIERS if name in (one, ALL) for key in BARRIERS[one]}
        lowered = {key for key, x in low.assumptions.items() if x != usual.assumptions[key]}
        assert lowered == {key for key in keys if "*" not in key}
        for team, was in usual.teams.items():
            times = HEIGHTS[0] if "teams.*.threshold" in keys else 1.0
            assert low.teams[team].threshold == times * was.threshold
            assert low.teams[team].staff == was.staff
    assert len(question.settings) == 1 + (len(BARRIERS) + 1) * (len(HEIGHTS) - 1)
