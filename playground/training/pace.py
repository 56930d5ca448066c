"""Keeping to a speed, and measuring it. Plain arithmetic on times in seconds; no clock, no Qt."""

from __future__ import annotations

import math
from collections import deque


class Pacer:
    """How many updates are due at ``rate`` updates per second.

    Smooth: updates that could not be made in time are forgiven beyond `MOST_BEHIND` seconds' worth, so
    that a pause or a slow moment is not followed by a burst.
    """

    MOST_BEHIND = 0.05

    def __init__(self, rate: float, now: float) -> None:
        """The first update is due at once."""
        if not (math.isfinite(rate) and rate > 0):
            raise ValueError("A speed is a positive number of updates per second.")
        self._period = 1.0 / rate
        self._paid_until = now - self._period

    def due(self, now: float) -> int:
        """Whole updates due by now."""
        self._paid_until = max(self._paid_until, now - self._period - self.MOST_BEHIND)
        # A hair more: the timer may wake a rounding error before the moment itself.
        return int((now - self._paid_until) / self._period + 1e-6)

    def made(self, n_updates: int) -> None:
        self._paid_until += n_updates * self._period

    def wait(self, now: float) -> float:
        """Seconds until the next update is due; 0 if it is due already."""
        return max(0.0, self._paid_until + self._period - now)


class RateMeter:
    """Measured updates per second, over the last `SPAN` seconds, told every `INTERVAL` seconds."""

    SPAN = 2.0
    INTERVAL = 0.5

    def __init__(self, now: float, updates: int) -> None:
        self._samples = deque([(now, updates)])

    def measure(self, now: float, updates: int) -> float | None:
        """The rate if it is time to tell it again, else None. ``updates`` is the count by now."""
        if now - self._samples[-1][0] < self.INTERVAL:
            return None
        self._samples.append((now, updates))
        while len(self._samples) > 2 and now - self._samples[0][0] > self.SPAN:
            self._samples.popleft()
        began, before = self._samples[0]
        return (updates - before) / (now - began)
