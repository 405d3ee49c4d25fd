"""The digest (督办摘要) that supervisors find each working morning."""

from engine.digests.telling import first_morning, next_morning, tell

__all__ = ["first_morning", "next_morning", "tell"]
