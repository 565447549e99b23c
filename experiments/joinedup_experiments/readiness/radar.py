"""A radar picture of answers: an axis for each question, a line for each site."""

from __future__ import annotations

from textwrap import fill
from typing import Any

import numpy as np

from joinedup_experiments.display import charts
from joinedup_experiments.readiness.answers import Answers
from joinedup_experiments.readiness.questionnaire import HIGHEST

WIDE, HIGH, LETTERS = 8.4, 6.4, 16
ASIDE, SIDES = 0.1, {True: "left", False: "right"}  # labels beside the rim begin or end at it


@charts.styled()
def radar(answers: Answers) -> Any:
    """The picture, a matplotlib figure: scores from 0 at the centre to 5 at the rim."""
    questions = list(answers.questionnaire.questions.values())
    angles = np.linspace(0.0, 2.0 * np.pi, len(questions), endpoint=False)
    figure = charts.blank(WIDE, HIGH)
    axes = figure.add_subplot(projection="polar")
    axes.set_theta_zero_location("N")
    axes.set_theta_direction(-1)
    axes.set_ylim(0.0, HIGHEST)
    axes.set_yticks(range(1, int(HIGHEST) + 1))
    axes.set_rlabel_position(180.0 / len(questions))
    axes.set_xticks(angles, [fill(one.label, LETTERS) for one in questions])
    axes.tick_params(axis="x", pad=6, labelsize=9)
    for label, across in zip(axes.get_xticklabels(), np.sin(angles), strict=True):
        label.set_horizontalalignment("center" if abs(across) < ASIDE else SIDES[across > 0.0])
    for number, (site, scores) in enumerate(answers.sites.items()):
        colour, style = charts.look(number)
        values = [scores[one.key] for one in questions]
        axes.plot([*angles, angles[0]], [*values, values[0]], color=colour, linestyle=style,
                  linewidth=1.8, marker="osD^v"[number % 5], markersize=5, clip_on=False,
                  label=site)  # fmt: skip
    figure.suptitle(f"{answers.questionnaire.title}: scores from 0 to 5", fontsize=11)
    figure.legend(loc="outside lower center", ncols=3, frameon=False)
    return figure
