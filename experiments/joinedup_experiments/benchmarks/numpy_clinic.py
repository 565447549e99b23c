"""The reference network by hand in numpy: everybody, every day, as whole columns.

Chances are 1/mean a day. A day's arrivals at a team get an hour each, and the team serves
them in continuous time. Crises are looked at before anything else happens on a day.
"""

from __future__ import annotations

import numpy as np

from joinedup_experiments.benchmarks import network as net
from joinedup_experiments.benchmarks.day_team import DayTeam

WELL, SEEKING, SENT_ON, WAITING, IN_CARE, IN_HOSPITAL = range(6)


class NumpyClinic:
    """Columns of residents, and a team object for each of three teams a locality."""

    def __init__(self, people, seed, service_mean):
        self.rng = np.random.default_rng(seed)
        self.monthly = net.nothing_counted(people)
        self.locality = np.arange(people) // net.LOCALITY
        self.state = np.zeros(people, np.uint8)
        self.team = np.zeros(people, np.int64)
        self.bounces = np.zeros(people, np.uint8)
        self.until = np.zeros(people)
        self.teams = [
            DayTeam(servers, lambda: self.rng.exponential(service_mean))
            for _ in range(net.localities(people))
            for servers in net.SERVERS
        ]
        self.month_ends = net.last_days_of_months()

    def count(self, day, measure, who):
        """Add these people to a measure of the month, locality by locality."""
        monthly = self.monthly[:, net.month_of(day), measure]
        monthly += np.bincount(self.locality[who], minlength=len(monthly))

    def step(self, day):
        """One day for everybody."""
        draw = self.rng.random(len(self.state))
        state = self.state
        well_again = np.flatnonzero((state >= IN_CARE) & (self.until < day + 1))
        unserved = (state == SEEKING) | (state == SENT_ON) | (state == WAITING)
        in_crisis = np.flatnonzero(unserved & (draw < 1 / net.CRISIS_MEAN))
        falling_ill = np.flatnonzero((state == WELL) & (draw < 1 / net.WELL_MEAN))
        self.admit(day, in_crisis)
        until_seeking = 1 / net.CRISIS_MEAN + (1 - 1 / net.CRISIS_MEAN) / net.SEEK_MEAN
        referred = np.flatnonzero((state == SEEKING) & (draw < until_seeking))
        arriving = np.flatnonzero((state == SENT_ON) & (self.until < day + 1))
        self.count(day, net.Measure.REFERRALS, referred)
        self.recover(day, well_again)
        self.fall_ill(day, falling_ill)
        self.arrive(day, referred, arriving)
        self.serve(day)
        if day in self.month_ends:
            queues = np.array([len(team.queue) for team in self.teams]).reshape(-1, net.KINDS)
            self.monthly[:, self.month_ends[day], net.Measure.QUEUE] = queues.sum(axis=1)

    def admit(self, day, who):
        """Into hospital, and out of the queue."""
        self.count(day, net.Measure.ADMISSIONS, who)
        for person in who[self.state[who] == WAITING]:
            self.teams[self.team[person]].leave(person)
        self.state[who] = IN_HOSPITAL
        self.until[who] = day + net.STAY_DAYS

    def recover(self, day, who):
        """Well from today on, out of hospital or out of care."""
        self.count(day, net.Measure.COMPLETED, who[self.state[who] == IN_CARE])
        self.state[who] = WELL

    def fall_ill(self, day, who):
        """An onset, with its kind."""
        self.count(day, net.Measure.ONSETS, who)
        kind = self.rng.choice(net.KINDS, len(who), p=net.KIND_SHARES)
        self.team[who] = self.locality[who] * net.KINDS + kind
        self.bounces[who] = 0
        self.state[who] = SEEKING

    def arrive(self, day, referred, arriving):
        """Referrals and those sent on, at an hour of the day each, in the order of the hours.

        People sent on arrives at the hour at which they were sent on a fortnight ago.
        """
        who = np.concatenate((referred, arriving))
        hours = np.concatenate((day + self.rng.random(len(referred)), self.until[arriving]))
        in_order = np.argsort(hours)
        who, hours = who[in_order], hours[in_order]
        sent_on = (self.bounces[who] < net.BOUNCES_AT_MOST) & (
            self.rng.random(len(who)) < net.BOUNCE_CHANCE
        )
        self.send_on(day, who[sent_on], hours[sent_on])
        self.state[who[~sent_on]] = WAITING
        for person, hour in zip(who[~sent_on].tolist(), hours[~sent_on].tolist(), strict=True):
            self.teams[self.team[person]].accept(person, hour)

    def send_on(self, day, who, hours):
        """To one of the other two teams, a fortnight later."""
        self.count(day, net.Measure.BOUNCES, who)
        door = self.team[who] % net.KINDS
        step = self.rng.integers(1, net.KINDS, len(who))
        self.team[who] += (door + step) % net.KINDS - door
        self.bounces[who] += 1
        self.state[who] = SENT_ON
        self.until[who] = hours + net.BOUNCE_DAYS

    def serve(self, day):
        """Every team starts what it can; those who finish within the day are well again."""
        served = [it for team in self.teams for it in team.serve(day)]
        if not served:
            return
        who = np.array([it.who for it in served])
        waits = np.array([it.start - it.accepted for it in served])
        month, localities = net.month_of(day), len(self.monthly)
        self.count(day, net.Measure.STARTS, who)
        self.monthly[:, month, net.Measure.WAITED] += np.bincount(
            self.locality[who], waits, localities
        )
        self.state[who] = IN_CARE
        self.until[who] = [it.finish for it in served]
        self.recover(day, who[self.until[who] < day + 1])


def simulate(people, seed, service_mean=net.SERVICE_MEAN):
    """Monthly measures, shape (localities, months, measures)."""
    clinic = NumpyClinic(people, seed, service_mean)
    for day in range(net.HORIZON):
        clinic.step(day)
    return clinic.monthly
