"""Faults on demand: what goes wrong between an app and Slack, made to go wrong now."""

from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Literal, get_args

Kind = Literal[
    "lose_reply", "status_500", "delay", "rate_storm", "duplicate", "late", "reorder", "unheard"
]
"""lose_reply: the call takes effect, the reply is lost. status_500: the call fails without effect.
delay: the call is answered late. rate_storm: 429 whatever the pace. duplicate: an event comes
twice. late: an event comes later. reorder: an event comes after the next one. unheard: an
envelope is lost on its way."""

KINDS: tuple[str, ...] = get_args(Kind)


@dataclass
class Fault:
    """One disturbance: `target` is a pattern of method or delivery names, `times` how often."""

    kind: Kind
    target: str = "*"
    times: int = 1
    seconds: float = 1.0


class Faults:
    """The disturbances that are still to come, in the order they were asked for."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def add(self, kind: Kind, target: str = "*", *, times: int = 1, seconds: float = 1.0) -> Fault:
        """Ask for a disturbance. Raises ValueError on an unknown kind."""
        if kind not in KINDS:
            raise ValueError(f"{kind} is no fault; there are {', '.join(KINDS)}.")
        fault = Fault(kind, target, times, seconds)
        self.waiting.append(fault)
        return fault

    def take(self, kind: Kind, target: str) -> Fault | None:
        """Use one occurrence up, if one is waiting for this target."""
        for fault in self.waiting:
            if fault.kind == kind and fnmatch(target, fault.target):
                fault.times -= 1
                if fault.times <= 0:
                    self.waiting.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        """Let everything go right again."""
        self.waiting.clear()
