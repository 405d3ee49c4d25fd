"""What becomes of a case, decided when it is first seen: how fast it goes, and what happens to it besides."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from web.demo.pace import haste

_PAUSES: Mapping[str, tuple[str, str]] = {
    "patent-infringement": ("appraisal", "当事人申请司法鉴定，鉴定材料已移交，中止办理。"),
    "patent-passing-off": ("stay", "当事人已就专利标识争议提出行政复议，中止办理。"),
    "fast-preexamination": ("correction", "申请人请求延后提交替换文件，经审核同意中止。"),
}
_WITHDRAWN: Mapping[str, float] = {
    "patent-infringement": 0.08,
    "fast-preexamination": 0.03,
    "complaint-intake": 0.02,
}


@dataclass(frozen=True, slots=True)
class Pause:
    """A suspension of the whole case: when and how long in days of work, why."""

    after: float
    lasts: float
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class Fate:
    """How slowly a case goes (1: as usual); when it is withdrawn, paused or forgotten, in days of work."""

    pace: float
    withdrawn: float | None = None
    pause: Pause | None = None
    forgotten: float | None = None


def fate(rng: Random, key: str, *, late: bool) -> Fate:
    """Decide a case's fate. What came lately is more often still lying or standing still."""
    withdrawn = rng.uniform(1.0, 14.0) if rng.random() < _WITHDRAWN.get(key, 0.0) else None
    pause = None
    if withdrawn is None and key in _PAUSES and rng.random() < (0.2 if late else 0.05):
        pause = Pause(rng.uniform(1.0, 5.0), rng.uniform(8.0, 25.0), *_PAUSES[key])
    forgotten = rng.uniform(0.0, 4.0) if rng.random() < (0.11 if late else 0.008) else None
    return Fate(haste(rng, lying=0.07 if late else 0.03), withdrawn, pause, forgotten)
