"""The reference network in plain Mesa 3.3: every resident is an agent and steps every day.

Chances are 1/mean a day. A day's arrivals at a team get an hour each, and the team serves
them in continuous time. Crises are looked at before anything else happens on a day. Nobody's
day depends on the order of the agents, so they are not shuffled, which would cost more.
"""

from __future__ import annotations

from operator import itemgetter

import mesa
import numpy as np

from joinedup_experiments.benchmarks import network as net
from joinedup_experiments.benchmarks.day_team import DayTeam

WELL, SEEKING, SENT_ON, WAITING, IN_CARE, IN_HOSPITAL = range(6)
ONSET_CHANCE = 1 / net.WELL_MEAN
SEEK_CHANCE = 1 / net.SEEK_MEAN
CRISIS_CHANCE = 1 / net.CRISIS_MEAN


class Resident(mesa.Agent):
    """A resident, well or with one need."""

    def __init__(self, model, number):
        super().__init__(model)
        self.locality = number // net.LOCALITY
        self.state = WELL
        self.team = 0
        self.bounces = 0
        self.until = 0.0
        self.draw = model.random.random

    def step(self):
        """One day."""
        state = self.state
        if state == WELL:
            if self.draw() < ONSET_CHANCE:
                self.fall_ill()
        elif state >= IN_CARE:
            if self.until < self.model.day + 1:
                self.recover()
        elif self.draw() < CRISIS_CHANCE:
            self.go_to_hospital()
        elif state == SEEKING:
            if self.draw() < SEEK_CHANCE:
                self.model.count(self, net.Measure.REFERRALS)
                self.model.arrivals.append((self.model.day + self.draw(), self))
        elif state == SENT_ON and self.until < self.model.day + 1:
            self.model.arrivals.append((self.until, self))

    def fall_ill(self):
        """An onset, with its kind."""
        u = self.draw()
        kind = 0 if u < net.PHYSICAL_SHARE else 1 if u < net.PHYSICAL_OR_MENTAL_SHARE else 2
        self.team = self.locality * net.KINDS + kind
        self.bounces = 0
        self.state = SEEKING
        self.model.count(self, net.Measure.ONSETS)

    def go_to_hospital(self):
        """Admitted, and out of the queue."""
        self.model.count(self, net.Measure.ADMISSIONS)
        if self.state == WAITING:
            self.model.teams[self.team].leave(self)
        self.state = IN_HOSPITAL
        self.until = self.model.day + net.STAY_DAYS

    def recover(self):
        """Well from today on, out of hospital or out of care."""
        if self.state == IN_CARE:
            self.model.count(self, net.Measure.COMPLETED)
        self.state = WELL

    def arrive(self, hour):
        """At a team's door: sent on to one of the other two, or into the queue."""
        if self.bounces < net.BOUNCES_AT_MOST and self.draw() < net.BOUNCE_CHANCE:
            self.model.count(self, net.Measure.BOUNCES)
            door, step = self.team % net.KINDS, 1 if self.draw() < 0.5 else 2
            self.team += (door + step) % net.KINDS - door
            self.bounces += 1
            self.state = SENT_ON
            self.until = hour + net.BOUNCE_DAYS
        else:
            self.state = WAITING
            self.model.teams[self.team].accept(self, hour)

    def be_served(self, served):
        """In care until the service is over, which may be today."""
        self.model.count(self, net.Measure.STARTS)
        self.model.count(self, net.Measure.WAITED, served.start - served.accepted)
        self.state = IN_CARE
        self.until = served.finish
        if served.finish < self.model.day + 1:
            self.recover()


class MesaClinic(mesa.Model):
    """Residents as agents, three teams a locality."""

    def __init__(self, people, seed, service_mean):
        super().__init__(rng=seed)
        self.monthly = net.nothing_counted(people).tolist()
        self.day, self.month = 0, 0
        self.arrivals = []
        self.month_ends = net.last_days_of_months()
        self.teams = [
            DayTeam(servers, lambda: self.random.expovariate(1 / service_mean))
            for _ in range(net.localities(people))
            for servers in net.SERVERS
        ]
        for number in range(people):
            Resident(self, number)

    def count(self, resident, measure, amount=1):
        """Add to a measure of the resident's locality and of this month."""
        self.monthly[resident.locality][self.month][measure] += amount

    def step(self):
        """One day: the residents, the doors in the order of the hours, the teams."""
        self.month = net.month_of(self.day)
        self.agents.do("step")
        for hour, resident in sorted(self.arrivals, key=itemgetter(0)):
            resident.arrive(hour)
        self.arrivals.clear()
        for team in self.teams:
            for served in team.serve(self.day):
                served.who.be_served(served)
        if self.day in self.month_ends:
            for number, team in enumerate(self.teams):
                counts = self.monthly[number // net.KINDS][self.month_ends[self.day]]
                counts[net.Measure.QUEUE] += len(team.queue)
        self.day += 1


def simulate(people, seed, service_mean=net.SERVICE_MEAN):
    """Monthly measures, shape (localities, months, measures)."""
    clinic = MesaClinic(people, seed, service_mean)
    for _ in range(net.HORIZON):
        clinic.step()
    monthly = np.array(clinic.monthly)
    clinic.remove_all_agents()
    return monthly
