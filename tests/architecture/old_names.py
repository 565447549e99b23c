"""Names that were retired, what each is called now, and where an old one still stands.

``WORD``: nowhere at all: code, comments, docstrings, labels, docs, scenarios, file names. A
space also stands for a hyphen, an underscore or the end of a line, so that "what it hangs on"
finds ``what_it_hangs_on.md`` too; an underscore stands for itself. Upper case does not matter.

``IDENTIFIER``: not as a Python name of any kind; in prose the word is ordinary English.

``NAMED``: not as a function, a class, a module or what is imported; as an attribute, a
parameter or a local variable the word is ordinary Python.

``*`` stands for the rest of a name, and ``owner.name`` for an attribute of something so called.
"""

from __future__ import annotations

from typing import NamedTuple

WORD, IDENTIFIER, NAMED = "word", "identifier", "named"


class OldName(NamedTuple):
    """A retired name, its replacement, what counts as an occurrence, and in which files."""

    old: str
    new: str
    where: str = WORD
    within: str = "*"


class Allowed(NamedTuple):
    """An old name that may stay in some files, and why."""

    within: str
    old: str
    reason: str


ALLOWED = (
    Allowed("CHANGELOG.md", "*", "says what was changed under the name that it had"),
    Allowed("tests/architecture/*old_names.py", "*", "the list itself, and its tests"),
)

IN_SIM = (IDENTIFIER, "sim/*")
NAMED_IN_SIM = (NAMED, "sim/*")

# fmt: off
OLD_NAMES = (
    # the engine: what is due, and chance
    OldName("put_down", "schedule"),
    OldName("strike_out", "cancel"),
    OldName("gather", "pop_due", *IN_SIM),
    OldName("gather_team", "aggregate_staff", *IN_SIM),
    OldName("fetch", "prefetch", *IN_SIM),
    OldName("wind_up", "schedule_events"),
    OldName("wind", "reschedule", *IN_SIM),
    OldName("retime", "reschedule"),
    OldName("next_ring", "next_event_time"),
    OldName("ring", "next event time", *IN_SIM),
    OldName("soul", "rng_key"),
    OldName("luck", "draw, uniform_draw", IDENTIFIER),
    OldName("LUCK", "draw", IDENTIFIER),
    OldName("Luck", "draw", IDENTIFIER),
    OldName("*_luck", "draw", IDENTIFIER),
    OldName("luck_*", "draw", IDENTIFIER),
    OldName("noise", "normal_draw", *IN_SIM),
    OldName("fuse", "hazard threshold"),
    OldName("fuses", "hazard thresholds"),
    OldName("burn", "accrue_hazard", *IN_SIM),
    OldName("burnt_at", "accrued_at"),
    OldName("Occasion", "DrawPurpose", IDENTIFIER),
    OldName("occasion", "purpose", IDENTIFIER),
    OldName("fed", "interaction_ratio", *IN_SIM),
    OldName("feeding", "interaction_ratio", IDENTIFIER),
    OldName("fed_by", "interaction_ratio"),
    OldName("world.one", "world.globals", IDENTIFIER),
    OldName("World.one", "World.globals", IDENTIFIER),
    OldName("*verb", "entry_point", *IN_SIM),
    OldName("inner", "kernel", *IN_SIM),
    # the day and its phases
    OldName("tend", "advance_programme", *IN_SIM),
    OldName("keep_books", "record_statistics"),
    OldName("muster", "update_team_week"),
    OldName("press", "update_workload_pressure", NAMED),
    OldName("fold_members", "aggregate_staff"),
    OldName("desk", "inbox", IDENTIFIER),
    OldName("desk_*", "inbox", IDENTIFIER),
    OldName("tell_*", "send", *IN_SIM),
    OldName("line", "queue", *IN_SIM),
    OldName("line_*", "queue", *IN_SIM),
    OldName("*_line", "queue", *IN_SIM),
    OldName("LINE*", "queue", *IN_SIM),
    OldName("NOT_IN_LINE", "not queued"),
    OldName("first in line", "first in the queue"),
    OldName("join the line", "join the queue"),
    OldName("joins the line", "joins the queue"),
    OldName("leave the line", "leave the queue"),
    OldName("leaves the line", "leaves the queue"),
    OldName("left the line", "left the queue"),
    OldName("team's line", "team's waiting list"),
    OldName("TIRED", "renege", IDENTIFIER),
    OldName("*tired*", "renege", *IN_SIM),
    OldName("let_go", "remove_reneged", *IN_SIM),
    OldName("knock", "triage"),
    OldName("look", "opportunistic_detection", *IN_SIM),
    OldName("search", "holistic_assessment", *IN_SIM),
    OldName("obstacle", "apply_barrier", *NAMED_IN_SIM),
    OldName("errand", "scheduled visit"),
    OldName("errands", "scheduled visits"),
    OldName("door", "single point of access, spoa", *IN_SIM),
    OldName("door_*", "spoa", *IN_SIM),
    OldName("*_a_door", "spoa", *IN_SIM),
    OldName("settle_door", "spoa", *IN_SIM),
    OldName("one door", "single point of access"),
    OldName("single door", "single point of access"),
    OldName("bar_for", "risk_threshold"),
    OldName("hold_to", "apply_programme"),
    OldName("turning_days", "change_dates"),
    OldName("day of change", "announcement date, index date"),
    # interfaces between teams
    OldName("face", "interface", IDENTIFIER),
    OldName("faces", "interfaces", IDENTIFIER),
    OldName("Face", "Interface", IDENTIFIER),
    OldName("*_face", "interface", IDENTIFIER),
    OldName("*_FACE", "interface", IDENTIFIER),
    OldName("apart", "baseline_interfaces", *IN_SIM),
    OldName("world.apart", "world.baseline_interfaces", IDENTIFIER),
    OldName("agreed", "target_interfaces", IDENTIFIER),
    OldName("Agreed", "target interface", IDENTIFIER),
    OldName("agreed_*", "target_interfaces", IDENTIFIER),
    OldName("between", "interpolate", *NAMED_IN_SIM),
    OldName("*_kept", "barrier multiplier", *IN_SIM),
    OldName("taken_up", "adoption"),
    OldName("in the new way", "adoption"),
    OldName("effect", "implementation fidelity", *IN_SIM),
    OldName("EFFECT", "implementation fidelity", *IN_SIM),
    OldName("without", "disable_mechanisms", IDENTIFIER),
    OldName("without: [", "disable_mechanisms: ["),
    # months, measures and parameters
    OldName("books", "monthly", IDENTIFIER),
    OldName("Books", "Monthly", IDENTIFIER),
    OldName("readings", "metrics", IDENTIFIER),
    OldName("accounts", "costs", IDENTIFIER),
    OldName("quantity", "parameter", IDENTIFIER),
    OldName("quantities", "parameters", IDENTIFIER),
    OldName("Quantity", "Parameter", IDENTIFIER),
    OldName("quantity_*", "parameter", IDENTIFIER),
    OldName("standing", "evidence_level", IDENTIFIER),
    OldName("Standing", "EvidenceLevel", IDENTIFIER),
    OldName("standings", "evidence levels", IDENTIFIER),
    OldName("standing_*", "evidence_level", IDENTIFIER),
    OldName("| standing |", "| evidence level |"),
    OldName("*.good", "better", IDENTIFIER),
    OldName('good="less"', 'better="lower"'),
    OldName('good="more"', 'better="higher"'),
    OldName("fifth", "quintile", IDENTIFIER),
    OldName("fifths", "quintiles", IDENTIFIER),
    OldName("_fifth", "quintile", IDENTIFIER),
    OldName("*_fifths", "quintile", IDENTIFIER),
    OldName("fifth_*", "quintile", IDENTIFIER),
    OldName("deprived fifth", "deprived quintile"),
    OldName("deprivation fifth", "deprivation quintile"),
    OldName("deprivation fifths", "deprivation quintiles"),
    OldName("by fifth", "by quintile"),
    OldName("story told again", "repeat history-taking"),
    OldName("story was told again", "repeat history-taking"),
    OldName("story again", "repeat history-taking"),
    OldName("story_told", "repeat_history_taking"),
    OldName("unmet_known", "identified_unmet_need"),
    OldName("unmet_latent", "undetected_need"),
    OldName("presented_true", "needs_presented"),
    OldName("presented_false", "false_positive_presentations"),
    OldName("qaly_lost", "qalys_lost"),
    OldName("wait_days", "waiting_days"),
    OldName("retold", "repeat_history_taking"),
    OldName("no service knows", "undetected need"),
    OldName("known but unserved", "identified unmet need"),
    OldName("known and unserved", "identified unmet need"),
    OldName("presentations that were not need", "false-positive presentations"),
    OldName("of time there is", "utilisation"),
    OldName("somebody who looked", "case-finding admissions"),
    OldName("bed days of people fit to leave", "delayed-discharge bed days"),
    OldName("posts without a holder", "vacancy rate"),
    # experiments
    OldName("Concern", "ValidityWarning", IDENTIFIER),
    OldName("cautions", "scenario_warnings"),
    OldName("caution", "scenario warning", IDENTIFIER),
    OldName("get_ready", "warm_up"),
    OldName("Changes", "Overrides", IDENTIFIER),
    OldName("happenings", "event log"),
    OldName("experiments.enrolled", "cohort", IDENTIFIER),
    OldName("Sought", "Outcome", IDENTIFIER),
    OldName("sought", "outcome", IDENTIFIER),
    OldName("Lane", "WorkerPool", IDENTIFIER),
    OldName("telling", "ProgressReporter", IDENTIFIER),
    OldName("Telling", "ProgressReporter", IDENTIFIER),
    OldName("Wanted", "calibration options", IDENTIFIER),
    OldName("*.wanted", "calibration options", NAMED),
    OldName("dial", "calibration parameter"),
    OldName("dials", "calibration parameters"),
    OldName("telling_apart", "identifiability"),
    OldName("told_apart", "identifiable"),
    OldName("swing", "tornado"),
    OldName("swings", "tornado"),
    OldName("Lean", "KeyDriver", IDENTIFIER),
    OldName("lean", "key driver", IDENTIFIER),
    OldName("leaning", "key drivers", IDENTIFIER),
    OldName("Leaning", "KeyDriver", IDENTIFIER),
    OldName("*_leaning", "key drivers", IDENTIFIER),
    OldName("leaning_*", "key drivers", IDENTIFIER),
    OldName("what it hangs on", "sensitivity"),
    OldName("hangs on", "depends on, is sensitive to"),
    OldName("hang on", "depend on, are sensitive to"),
    OldName("where it helps", "scenario discovery"),
    OldName("both worlds", "both arms"),
    OldName("siloed world", "siloed arm"),
    OldName("worlds side by side", "arms side by side"),
    OldName("luck: same", "common_random_numbers"),
    OldName("other luck", "replications, other random seeds"),
    # the house style
    OldName("told", "say what it is", IDENTIFIER),
    OldName("Told", "say what it is", IDENTIFIER),
    OldName("told_*", "say what it is", IDENTIFIER),
    OldName("said", "say what it is", IDENTIFIER),
    OldName("said_*", "say what it is", IDENTIFIER),
    OldName("as_said", "say what it is", IDENTIFIER),
    OldName("found", "say what it is", NAMED),
    OldName("Found", "say what it is", IDENTIFIER),
    OldName("whoever", "those who, anyone who"),
    OldName("somebody", "someone, a person"),
)
# fmt: on
