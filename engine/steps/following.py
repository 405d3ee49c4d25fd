"""What clocks and suspensions make of the happenings of a run."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from engine.errors import ExpressionRefused
from engine.model import Clock, Suspension
from engine.steps.clockwork import Clockwork
from engine.steps.host import CaseHost
from engine.steps.plan import ClockPlan, Drawn, clock_plan
from engine.steps.spots import Spot
from engine.tokens import Closed, Entered, Happening, Left, Opened, Place, Run
from engine.uow import UnitOfWork


class Follower:
    """Follows one run of one case. `unstarted` are clocks whose `when` could not be evaluated, and why.

    `begins` is when the clocks start that start with the next instance: now, or when the case was received.
    """

    def __init__(self, uow: UnitOfWork, case_id: int, run: Run, host: CaseHost, clockwork: Clockwork) -> None:
        self._uow = uow
        self._case_id = case_id
        self._run = run
        self._host = host
        self._clockwork = clockwork
        self._processes = {scope.id: scope.instance.process.id for scope in run.state.scopes.values()}
        self.unstarted: list[tuple[Drawn, Spot, str]] = []
        self.begins = uow.now

    def follow(self, happened: Sequence[Happening]) -> None:
        """Start, stop and stand still, in the order in which it happened."""
        for one in happened:
            if isinstance(one, Opened):
                self._opened(one)
            elif isinstance(one, Closed):
                self._closed(one)
            elif isinstance(one, Entered) and one.place.loop is None:
                self._entered(one.place)
            elif isinstance(one, Left) and one.place.loop is None:
                self._left(one.place, cancelled=one.cancelled)

    def _plan(self, process_id: str) -> ClockPlan:
        return clock_plan(self._host.process(process_id))

    # --- scopes ------------------------------------------------------------------------------------------------

    def _opened(self, one: Opened) -> None:
        if one.scope == one.instance:
            self._processes[one.scope] = one.process.id
        process_id = self._processes[one.instance]
        at, self.begins = self.begins, self._uow.now
        for drawn in self._plan(process_id).opening.get(one.process.id, ()):
            self.start(drawn, Spot(process_id, one.scope, None, at), one.instance)

    def _closed(self, one: Closed) -> None:
        if one.process.id in self._plan(self._processes[one.instance]).scoped:
            for clock in [clock for clock in self._clockwork.clocks if clock.scope == one.scope]:
                self._clockwork.stop(clock)

    # --- nodes -------------------------------------------------------------------------------------------------

    def _entered(self, place: Place) -> None:
        plan, node_id = self._plan(place.process), place.node.id
        for drawn in plan.entering.get(node_id, ()):
            spot = Spot(place.process, place.scope, place.token, self._uow.now)
            self.start(drawn, spot, place.instance)
        if node_id in plan.suspending:
            self._suspend(place)

    def _left(self, place: Place, *, cancelled: bool) -> None:
        plan, node_id = self._plan(place.process), place.node.id
        if node_id in plan.entering:
            self._stop(lambda clock: clock.token == place.token)
        if node_id in plan.suspending:
            self._resume(place.token)
        if cancelled:
            return
        for drawn in plan.stopping.get(node_id, ()):
            self._stop_drawn(drawn, place)
        for drawn in plan.starting.get(node_id, ()):
            scope = place.scope if drawn.activity else place.instance
            self.start(drawn, Spot(place.process, scope, None, self._uow.now), place.instance)

    def _stop_drawn(self, drawn: Drawn, place: Place) -> None:
        wanted, scopes = (drawn.element, drawn.policy.id), (place.scope, place.instance)
        self._stop(lambda clock: (clock.element, clock.policy_id) == wanted and clock.scope in scopes)

    def _stop(self, is_meant: Callable[[Clock], bool]) -> None:
        for clock in [clock for clock in self._clockwork.clocks if is_meant(clock)]:
            self._clockwork.stop(clock)

    def start(self, drawn: Drawn, spot: Spot, instance: int) -> bool:
        """Start a clock if its condition holds; one that cannot be evaluated is `unstarted`."""
        try:
            wanted = drawn.policy.when is None or self._host.evaluate(
                drawn.policy.when, self._variables(instance)
            )
        except ExpressionRefused as refused:
            self.unstarted.append((drawn, spot, f"{refused.source}: {refused.problem}"))
            return False
        if wanted:
            self._clockwork.start(drawn, spot)
        return bool(wanted)

    def _variables(self, instance: int) -> Mapping[str, Any]:
        scope = self._run.state.scopes.get(instance)
        return self._run.data if scope is None or scope.variables is None else scope.variables

    # --- activities that suspend ---------------------------------------------------------------------------------

    def _suspend(self, place: Place) -> None:
        today = self._uow.office.today(self._uow.now)
        for reason in place.node.suspends:
            suspension = Suspension(
                case_id=self._case_id,
                reason=reason,
                effective=today,
                effective_at=self._uow.now,
                recorded_at=self._uow.now,
                node_id=place.node.id,
                token=place.token,
            )
            self._clockwork.stand_still(suspension)

    def _resume(self, token: int) -> None:
        today = self._uow.office.today(self._uow.now)
        for suspension in self._clockwork.suspensions:
            if suspension.token == token and suspension.resumed is None:
                suspension.resumed, suspension.resumed_at = today, self._uow.now
                self._clockwork.go_on(suspension)
