"""What a card does about the places of its surface: lists them, marks one, has the lowest proven."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from playground.appearance.buttons import IconButton
from playground.appearance.theme import Theme
from playground.document.document import Document
from playground.engine.landscape.landmark import Landmark
from playground.plots.places import with_found
from playground.plots.places_panel import PlacesPanel
from playground.plots.proof_desk import ProofDesk
from playground.plots.slice_picture import SlicePicture
from playground.training.pictures import Pictures
from playground.training.prover import SliceProver

READABLE = 250
"""ms between two fillings of the table while the surface moves"""


class PlacesTools(QObject):
    """A button, and the panel that it opens.

    Signals:
        changed(): another place is chosen, or a proof has news: draw again.
        toggled(bool): the panel shall be shown, or hidden.
        picture_wanted(): a place was double-clicked, or Escape pressed: show the picture.
        needed(): the card has to be on screen for what was asked.
    """

    changed = Signal()
    toggled = Signal(bool)
    picture_wanted = Signal()
    needed = Signal()

    def __init__(self, document: Document, prover: SliceProver, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._document = document
        self._pictures: Pictures | None = None
        self._picture: SlicePicture | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(READABLE)
        self._later.timeout.connect(self._fill_panel)
        self._chosen: Landmark | None = None
        self.desk = ProofDesk(prover, self)
        self.button = IconButton(
            "table",
            "Places",
            theme,
            tip="Minima, saddles and the like as a table, and the proof of the lowest.",
            checkable=True,
            parent=parent,
        )
        self.panel = PlacesPanel(theme, parent)
        self.panel.hide()
        self.button.toggled.connect(self.toggled)
        self.desk.changed.connect(self.changed)
        self.panel.table.place_chosen.connect(self.choose)
        self.panel.table.place_entered.connect(self._enter)
        self.panel.proof_pressed.connect(self._press_proof)
        self.panel.left.connect(self.picture_wanted)

    @property
    def is_open(self) -> bool:
        return self.button.isChecked()

    def restyle(self, theme: Theme) -> None:
        self.button.restyle(theme)
        self.panel.restyle(theme)

    def show_pictures(self, pictures: Pictures) -> None:
        """What the card draws from now on."""
        self._pictures = pictures

    def marked(self, picture: SlicePicture | None) -> SlicePicture | None:
        """The picture with the proof of its surface, if there is one, and the chosen place."""
        if picture is None or self._pictures is None:
            return picture
        proof = self.desk.proof_of(self._pictures, self._document.project)
        if proof is not None:
            known = self._pictures.landmarks if self._pictures.all_kinds else proof.landmarks
            picture = replace(picture, landmarks=with_found(known, proof), all_kinds=True, proof=proof)
        self._chosen = picture.places.same_as(self._chosen)
        return replace(picture, chosen=self._chosen)

    def show(self, picture: SlicePicture | None, *, running: bool = False) -> None:
        """Bring the panel up to date; while training runs only as often as numbers can be read."""
        self._picture = picture
        if not running:
            self._later.stop()
            self._fill_panel()
        elif not self._later.isActive():
            self._later.start()

    def _fill_panel(self) -> None:
        picture = self._picture
        if picture is None or self._pictures is None:
            self.panel.show_places(None, None, None, self.desk.invitation)
            return
        verdict = self.desk.verdict(self._pictures, self._document.project)
        self.panel.show_places(picture.places, picture.lowest, picture.chosen, verdict)

    def choose(self, landmark: Landmark | None) -> None:
        """Highlight a place in table and picture."""
        if landmark is not self._chosen:
            self._chosen = landmark
            self.changed.emit()

    # -- what the menu asks for --

    def open(self) -> None:
        """Show the table, or hide it again."""
        self.needed.emit()
        self.button.toggle()
        if self.is_open:
            self.panel.table.setFocus()

    def prove(self) -> None:
        """Prove the lowest minimum of the surface that is shown now."""
        self.needed.emit()
        self.button.setChecked(True)
        if self._pictures is not None:
            self.desk.prove(self._pictures, self._document.project)

    def _press_proof(self) -> None:
        if self.desk.is_proving:
            self.desk.cancel()
        else:
            self.prove()

    def _enter(self, landmark: Landmark) -> None:
        self.choose(landmark)
        self.picture_wanted.emit()
