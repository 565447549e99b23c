"""Keyed random numbers of one resident."""

from __future__ import annotations

from joinedup.codes import NEEDS
from joinedup.engine import draws
from joinedup.engine.jit import kernel, rule


@rule
def key_of(who, generation):
    """The key of the person who lives in a row after so many others."""
    return int(who) + (int(generation) << 32)


@kernel
def rng_key(world, who):
    """The key of the row's present resident: a newcomer has draws of their own."""
    return key_of(who, world.residents[who].generation)


@kernel
def uniform_draw(world, purpose, who, what, nth):
    """The keyed uniform number of a resident."""
    seed = world.globals[0].settings.seed
    return draws.uniform(seed, purpose, rng_key(world, who), int(what), int(nth))


@kernel
def hazard_threshold(world, purpose, who, what, nth):
    """The keyed unit-exponential number of a resident."""
    seed = world.globals[0].settings.seed
    return draws.hazard_threshold(seed, purpose, rng_key(world, who), int(what), int(nth))


@kernel
def normal_draw(world, purpose, who, what, nth):
    """The keyed standard normal number of a resident."""
    seed = world.globals[0].settings.seed
    return draws.normal(seed, purpose, rng_key(world, who), int(what), int(nth))


@kernel
def what_of(need, kind):
    """The key of an episode's kind: false episodes have keys of their own."""
    return kind if need.genuine else kind + NEEDS


@kernel
def what_of_care(need, kind):
    """The key of a package's kind: each that an episode comes to has keys of its own.

    Between two packages a need is always put forward anew (`count_try`).
    """
    return what_of(need, kind) + 2 * NEEDS * int(need.tries)


@kernel
def nth_of(need, count):
    """The key of the ``count``-th draw within the present episode."""
    episode = need.episode if need.genuine else need.falses
    return int(episode) * 65_536 + int(count)
