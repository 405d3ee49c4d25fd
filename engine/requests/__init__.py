"""What is asked about a clock (申请): asked by one person, decided by another, carried out when it is granted."""

from engine.requests.asking import ask_correction, ask_extension, ask_resumption, ask_suspension
from engine.requests.deciding import grant, refuse, withdraw
from engine.requests.previewing import Effect, preview

__all__ = [
    "Effect",
    "ask_correction",
    "ask_extension",
    "ask_resumption",
    "ask_suspension",
    "grant",
    "preview",
    "refuse",
    "withdraw",
]
