"""A mailbox with one slot: the newest letter wins, and only the first one into an empty slot rings."""

from __future__ import annotations

from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Hands values from one thread to another without ever queueing them up.

    One signal per value would fill the receiver's event queue as fast as the sender can emit, and the
    window would stand still. So the sender signals only if `put` says that the slot was empty.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._letter: T | None = None

    def put(self, letter: T) -> bool:
        """Put a value into the slot in place of what lies there; whether the slot was empty."""
        with self._lock:
            was_empty = self._letter is None
            self._letter = letter
            return was_empty

    def take(self) -> T | None:
        """The value, leaving the slot empty; None if it was empty."""
        with self._lock:
            letter, self._letter = self._letter, None
            return letter

    def peek(self) -> T | None:
        """The value, leaving it where it is; None if the slot is empty."""
        with self._lock:
            return self._letter
