"""One slot: newest wins, and only the first letter into an empty slot rings."""

from __future__ import annotations

import threading

from playground.training.mailbox import Mailbox


def test_newest_wins_and_only_the_first_rings() -> None:
    box: Mailbox[str] = Mailbox()
    assert box.take() is None
    assert box.put("old")
    assert not box.put("new")
    assert box.peek() == "new"
    assert box.take() == "new"
    assert box.peek() is None
    assert box.take() is None
    assert box.put("next")


def test_no_letter_is_lost_without_a_newer_one_and_every_ring_finds_one() -> None:
    box: Mailbox[int] = Mailbox()
    rings = threading.Semaphore(0)
    last = 20_000
    taken: list[int] = []

    def send() -> None:
        for number in range(1, last + 1):
            if box.put(number):
                rings.release()

    sender = threading.Thread(target=send)
    sender.start()
    while not taken or taken[-1] != last:
        assert rings.acquire(timeout=5), "a letter lies in the box and nobody rang"
        letter = box.take()
        assert letter is not None, "it rang for an empty box"
        taken.append(letter)
    sender.join()
    assert taken == sorted(set(taken))
    assert not rings.acquire(blocking=False)
