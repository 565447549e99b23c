"""What a scenario says of places between a hospital bed and home."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from joinedup.scenario.names import POSTS, Part, Posts, ProfessionName, Says
from joinedup.scenario.place import Place, shared_out

Places = Annotated[float, Field(ge=0, le=50), Says(unit="for every 1,000 residents")]


class BeyondHospital(Part):
    """Ways out of a hospital bed, and one round it: places and staff that cost money and run out.

    Who is fit to leave and delayed goes to a step-down bed, or home to be assessed there for the
    package that they wait for; a suitable stay ends in a virtual ward. An urgent community response
    meets a crisis of physical or social need that would have come to A&E.
    """

    step_down_beds_per_1000: Annotated[Places, Says("step-down beds")] = 0.0
    discharge_to_assess_per_1000: Annotated[
        Places, Says("places for people assessed at home after discharge")
    ] = 0.0
    virtual_ward_places_per_1000: Annotated[Places, Says("virtual ward places")] = 0.0
    urgent_community_response: Annotated[
        dict[ProfessionName, Posts],
        Says("staff of an urgent community response", f"{POSTS}, by profession"),
    ] = Field(default_factory=dict)

    def places_of(self, place: Place, neighbourhood: int) -> list[int]:
        """Places in one neighbourhood, where it is live, by ``Beyond``.

        Whole places of the whole place are shared out, whichever neighbourhoods are live.
        """
        thousands = [share * place.residents / 1000.0 for share in place.shares_of_residents]
        each = (shared_out([number * n for n in thousands]) for number in self.places())
        return [kind[neighbourhood] for kind in each]

    def places(self) -> tuple[float, ...]:
        """Places for every 1,000 residents, by ``Beyond``."""
        return (
            self.step_down_beds_per_1000,
            self.discharge_to_assess_per_1000,
            self.virtual_ward_places_per_1000,
        )
