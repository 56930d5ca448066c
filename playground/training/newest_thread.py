"""NewestThread: threads of which only the one begun last still counts."""

from __future__ import annotations

import threading
from collections.abc import Callable


class NewestThread:
    """Begins threads and tells by number which of them is still wanted. Called in one thread, the owner's,
    but for `counts`."""

    def __init__(self) -> None:
        self._number = 0
        self._threads: list[threading.Thread] = []

    def begin(self, run: Callable[[int], None]) -> None:
        """Run ``run(number)`` in a thread of its own; those before no longer count."""
        self.forget()
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=run, args=(self._number,))
        self._threads.append(thread)
        thread.start()

    def forget(self) -> None:
        """From now on none counts."""
        self._number += 1

    def counts(self, number: int) -> bool:
        """Whether this is the one begun last, and not forgotten."""
        return number == self._number

    def join(self) -> None:
        """Wait for all of them to end."""
        for thread in self._threads:
            thread.join()
        self._threads.clear()
