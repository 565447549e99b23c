"""What a measure is: its name, its unit, where it is shown, which way is better, how it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from joinedup.outcomes.monthly import Monthly, share_of

Combine = Literal["sum", "mean"]
Reading = Callable[[Monthly], np.ndarray]
Better = Literal["lower", "higher"]
Form = Literal["count", "pounds", "share", "scale"]
Group = Literal["", "system metric", "process marker", "ASCOF", "target", "survey"]
Topic = Literal["", "residents", "comes to light", "hospital", "money", "staff"]


def mean_of_known(
    values: np.ndarray, axis: int = -1, weights: np.ndarray | None = None
) -> np.ndarray:
    """The mean, along an axis, of the values that there are; NaN where there are none.

    Each counts alike unless there are ``weights`` of the same shape.

    >>> mean_of_known(np.array([[1.0, np.nan, 3.0], [np.nan] * 3]))
    array([ 2., nan])
    >>> mean_of_known(np.array([10.0, 40.0]), weights=np.array([2.0, 1.0]))
    array(20.)
    """
    known = ~np.isnan(values)
    if weights is None and known.all():
        return np.asarray(np.mean(values, axis=axis))
    counted = np.where(known, 1.0 if weights is None else weights, 0.0)
    whole = np.where(known, values, 0.0) * counted
    with np.errstate(invalid="ignore"):
        return np.asarray(whole.sum(axis=axis) / counted.sum(axis=axis))


def year_of(months: np.ndarray, combine: str, weights: np.ndarray | None = None) -> np.ndarray:
    """An average year's value, of months along the last axis: see `Measure.mean_of`."""
    mean = mean_of_known(months, weights=weights)
    return 12.0 * mean if combine == "sum" else mean


@dataclass(frozen=True)
class Ratio:
    """Reads a part of a whole, or a sum by how many it is of; NaN in a month without any."""

    part: Reading
    whole: Reading

    def __call__(self, monthly: Monthly) -> np.ndarray:
        """The ratio of each month."""
        return share_of(self.part(monthly), self.whole(monthly))


@dataclass(frozen=True)
class Measure:
    """One outcome. A list of measures anywhere in the code is a filter over these fields."""

    key: str  # its name in files and on the command line
    label: str  # its name in print, as at the beginning of a line
    unit: str  # begins with "share" for a share from 0 to 1, with "scale" for a scale from 0 to 1
    section: str  # under which it is listed
    # A value for each month, from what a run leaves behind
    reading: Reading | None = field(default=None, repr=False, compare=False)
    # one of "lower", "higher" Which way is better; None where neither is in itself
    better: Better | None = None
    # What a month's value is a mean or share of. A month without any has no value (NaN); in a
    # year's mean each counts by how many it is of, where its reading is a `Ratio`. Where this is
    # empty a month's value is a total, and a year's is twelve of them
    mean_of: str = ""
    headline: bool = False  # printed without ``--all-measures``
    core: bool = False  # of the headlines, those set side by side in pictures and in short lists
    topic: Topic = ""  # the sentence of a report's answer that tells it; empty for none
    # A warning is given where half the 95% interval of its difference is more than this share of
    # the base
    precision: float | None = None
    settles: bool = False  # A stock that has to come to rest before its level means anything
    noisy: bool = False  # of so few events a month that pictures draw its mean over 12 months
    # Whose list it is on: the eight system metrics (001), process markers (000), the adult social
    # care outcomes framework, other targets, or what a survey gives; empty for none
    group: Group = ""
    # Keys of the measures of which this one is the sum, and the difference
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    signed: bool = False  # can be below zero, as money that is received where it mostly is paid
    beyond_one: bool = False  # a share or scale that can be above 1, as answers with an error
    description: str = ""  # how it is counted, where the label does not say so

    @property
    def combine(self) -> Combine:
        """How months make a year."""
        return "mean" if self.mean_of else "sum"

    @property
    def form(self) -> Form:
        """How its numbers are written."""
        if self.unit == "GBP":
            return "pounds"
        first = self.unit.split()[0]
        return "share" if first == "share" else "scale" if first == "scale" else "count"

    @property
    def least(self) -> float:
        """No value is below it."""
        return -np.inf if self.minus or self.signed else 0.0

    @property
    def most(self) -> float:
        """No value is above it: of a share or a scale, the whole."""
        return 1.0 if self.form in ("share", "scale") and not self.beyond_one else np.inf

    @property
    def phrase(self) -> str:
        """Its name in the middle of a sentence.

        >>> Measure("ae", "A&E attendances", "attendances", "hospital").phrase
        'A&E attendances'
        >>> Measure("cost", "Cost to all payers", "GBP", "money").phrase
        'cost to all payers'
        """
        acronym = self.label[:2].isupper() or "&" in self.label[:3]
        return self.label if acronym else self.label[0].lower() + self.label[1:]

    @property
    def unit_in_words(self) -> str:
        """What follows its number for a year.

        >>> Measure("strain", "Staff strain", "scale 0 to 1", "staff").unit_in_words
        'on a scale from 0 to 1'
        >>> Measure("deaths", "Deaths", "deaths", "hospital").unit_in_words
        'deaths a year'
        """
        if self.form == "scale":
            return "on a scale from 0 to 1"
        if self.form != "count":
            return "a year" if self.form == "pounds" else self.unit.removeprefix("share").strip()
        if self.mean_of == "days":
            return f"{self.unit} on an average day"
        return self.unit if self.mean_of else f"{self.unit} a year"
