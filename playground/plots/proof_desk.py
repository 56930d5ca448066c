"""Asking for proofs, and what is known of the last one: for which moment it holds, and in which words."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from playground.appearance.badge import Tone
from playground.appearance.numbers import format_count, format_number
from playground.document.project import Project
from playground.engine.landscape.proof import SECONDS, Proof, ProofProgress
from playground.training.pictures import Pictures
from playground.training.prover import SliceProver
from playground.training.proving import NetworkProofTask, ProofTask, SliceProof

INVITATION = "Which is the lowest? A proof looks at every place of the window, not only at a grid."


@dataclass(frozen=True)
class Verdict:
    """What the panel says. ``share`` of the window that is settled while a proof runs, else None."""

    text: str
    tone: Tone = "muted"
    share: float | None = None


class ProofDesk(QObject):
    """``changed()``: there is news: progress, a verdict, a refusal."""

    changed = Signal()

    def __init__(self, prover: SliceProver, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._prover = prover
        self._about: object = None
        self._moment = ""
        self._progress: ProofProgress | None = None
        self._result: SliceProof | None = None
        self._refusal = ""
        prover.progressed.connect(self._take_progress)
        prover.finished.connect(self._take_result)
        prover.refused.connect(self._take_refusal)

    @property
    def is_proving(self) -> bool:
        return self._prover.task is not None

    @property
    def invitation(self) -> Verdict:
        return Verdict(INVITATION)

    def prove(self, pictures: Pictures, project: Project) -> None:
        """Prove the lowest point of the surface in these pictures."""
        if pictures.surface is None:
            return
        shown = pictures.snapshot.shown_runner
        name = next((each.name for each in project.training.runners if each.id == shown.id), "")
        landmarks = pictures.landmarks if pictures.all_kinds else None
        task = NetworkProofTask.of(
            pictures.snapshot.network,
            project.training.objective,
            pictures.surface,
            landmarks,
            project.dataset,
        )
        moment = f"{name} at update {format_count(shown.updates)}"
        self.start(task, _about(pictures, project), moment)

    def start(self, task: ProofTask, about: object, moment: str) -> None:
        """Prove what depends on nothing but ``about``; ``moment`` is its name when it is there no more."""
        self._about, self._moment = about, moment
        self._progress, self._result, self._refusal = None, None, ""
        self._prover.start(task)
        self.changed.emit()

    def cancel(self) -> None:
        self._prover.cancel()
        self.changed.emit()

    def proof_of(self, pictures: Pictures, project: Project) -> SliceProof | None:
        """The last proof, if it is about this very surface."""
        return self.proof_about(_about(pictures, project))

    def proof_about(self, about: object) -> SliceProof | None:
        """The last proof, if that is what it is about."""
        return self._result if self._holds(about) else None

    def verdict(self, pictures: Pictures, project: Project) -> Verdict:
        return self.verdict_about(_about(pictures, project))

    def verdict_about(self, about: object) -> Verdict:
        """What there is to say while that is shown."""
        if self.is_proving:
            return self._under_way(self._holds(about))
        text, tone = INVITATION, "muted"
        if self._refusal:
            text, tone = self._refusal, "warn"
        elif self._result is not None:
            proof = self._result.proof
            text, tone = proof_sentence(proof), "good" if proof.verdict == "proven" else "warn"
        else:
            return Verdict(text)
        if self._holds(about):
            return Verdict(text, "good" if tone == "good" else "warn")
        return Verdict(f"Proof for {self._moment}: {text} The surface is another one now.")

    def _under_way(self, holds: bool) -> Verdict:
        where = "" if holds else f" for {self._moment}"
        if self._progress is None:
            return Verdict(f"Proof{where}: looking for all minima …", share=0.0)
        gap, seconds = self._progress.gap, self._progress.seconds
        known = f"the lowest cost is known to within {format_number(gap, 2)}"
        left = f"at most {max(0.0, SECONDS - seconds):.0f} s left"
        return Verdict(f"Proof{where}: {known}; {left}", share=self._progress.done)

    def _holds(self, about: object) -> bool:
        return self._about is not None and self._about == about

    def _take_progress(self, progress: ProofProgress) -> None:
        self._progress = progress
        self.changed.emit()

    def _take_result(self, result: SliceProof) -> None:
        self._result = result
        self.changed.emit()

    def _take_refusal(self, text: str) -> None:
        self._refusal = text
        self.changed.emit()


def _about(pictures: Pictures, project: Project) -> object:
    """All that the costs of a surface depend on. Two that are equal have the same proof."""
    surface = pictures.surface
    if surface is None:
        return None
    plane = surface.plane
    frame = tuple(each.tobytes() for each in (plane.origin, plane.d1, plane.d2))
    costs = pictures.snapshot.network.spec, project.training.objective, id(project.dataset)
    return (*costs, frame, plane.logarithmic, surface.window)


def proof_sentence(proof: Proof) -> str:
    """The verdict in words."""
    lowest = format_number(proof.upper_bound, 4)
    if proof.verdict == "proven":
        gap = format_number(max(proof.gap, 0.0), 2)
        return f"Global in this window, proven: {lowest}. Nothing here is lower by more than {gap}."
    known = f"no cost here is below {format_number(proof.lower_bound, 4)}"
    if proof.lower_bound == -float("inf"):
        known = "nothing is known about how low it can be"
    if len(proof.between) > 1:
        return f"Undecided between {len(proof.between)} places of nearly equal cost: {known}."
    regions = "one region" if len(proof.regions) == 1 else f"{len(proof.regions)} regions"
    return f"Undecided: the lowest found is {lowest}, {known}; {regions} could not be ruled out in time."
