"""Instructions (督办): issued by a supervisor, acknowledged and answered by the person, closed, or told to those above."""

from engine.instructions.answering import acknowledge, reply
from engine.instructions.escalating import escalate
from engine.instructions.issuing import issue
from engine.instructions.steering import close, reopen, withdraw
from engine.instructions.watching import settle

__all__ = ["acknowledge", "close", "escalate", "issue", "reopen", "reply", "settle", "withdraw"]
