"""Mesa's view of the model: the same columns and the same rules, for looking and teaching.

An agent is a row number with windows onto its columns, and its verbs call the compiled
functions that the compiled day calls, so that a model run here has, bit for bit, the history
that `joinedup.run.simulate` computes (``tests/same_lives/test_mesa_equals_compiled.py``), in
whichever order Mesa shuffles its agents.

>>> from joinedup_experiments.scenario_io.load import load_scenario
>>> siloed = load_scenario("siloed_borough")
>>> with CareModel(siloed.with_({"residents": 300})) as model:
...     model.step()
...     len(model.agents_by_type[ServiceUser])
300

A class of your own may override a verb::

    class Undaunted(ServiceUser):
        def renege(self, kind, t):            # they never leave a waiting list
            self.postpone(kind, t + 30.0)

    CareModel(scenario, service_user_class=Undaunted)

What a verb does inside is compiled: `seek_help` does not come back to an overridden `ask_gp`
unless that is the event that is due.
"""

import multiprocessing

_method = multiprocessing.get_start_method(allow_none=True)
import mesa as _mesa  # noqa: E402, F401  (sets the method to "spawn" for the whole process)

multiprocessing.set_start_method(_method, force=True)

from joinedup.mesa_model.care_model import CareModel  # noqa: E402
from joinedup.mesa_model.need_view import NeedView  # noqa: E402
from joinedup.mesa_model.service_user import ServiceUser, StuckClockError  # noqa: E402
from joinedup.mesa_model.services import Hospital, StaffMember, Team  # noqa: E402

__all__ = [
    "CareModel",
    "Hospital",
    "NeedView",
    "ServiceUser",
    "StaffMember",
    "StuckClockError",
    "Team",
]
