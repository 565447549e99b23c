"""Readiness questionnaires: how ready sites are for a change, and the programme that makes.

From a questionnaire to a programme, as the command ``joinedup readiness`` does it:

>>> one = questionnaire("aqua")
>>> one.questions["culture"].ask[:35]
'People of all partners know why the'
>>> answers = answers_of("aqua", {"Here": dict.fromkeys(one.questions, 3)})
>>> mapping = lines(answers)  # pandas.DataFrame(mapping) has a row for each
>>> mapping[1].setting, mapping[1].value, mapping[1].level
('training_hours_a_week', 0.6, 'direction published, size assumed')
>>> settings_of(answers)["review_every_months"]
6

``write_form`` and ``read_answers`` do the same with a file; ``with_readiness(scenario, answers)``
is a scenario brought in as answers say, ``radar(answers)`` a picture, and
``what_moves(scenario, answers)`` runs what a point more of each answer would gain.
"""

from joinedup_experiments.readiness.answers import Answers, answers_of, read_answers, write_form
from joinedup_experiments.readiness.programme import (
    Line,
    lines,
    settings_of,
    with_readiness,
    write_scenario,
)
from joinedup_experiments.readiness.questionnaire import (
    NAMES,
    Question,
    Questionnaire,
    questionnaire,
)
from joinedup_experiments.readiness.radar import radar
from joinedup_experiments.readiness.what_moves import Moved, what_moves

__all__ = [
    "NAMES",
    "Answers",
    "Line",
    "Moved",
    "Question",
    "Questionnaire",
    "answers_of",
    "lines",
    "questionnaire",
    "radar",
    "read_answers",
    "settings_of",
    "what_moves",
    "with_readiness",
    "write_form",
    "write_scenario",
]
