"""The one question a dropped file may ask, above the canvas; nothing else is blocked by it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from playground.appearance.buttons import IconButton
from playground.appearance.colors import mix
from playground.appearance.icons import icon_pixmap
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme


class QuestionStrip(QFrame):
    """What to do with a table that the trained network could also answer for.

    Signals:
        predict_chosen(), train_chosen(): one of the two; dismissed(): neither (Escape).
    """

    predict_chosen = Signal()
    train_chosen = Signal()
    dismissed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("questionStrip")
        self._picture = QLabel(self)
        self._label = QLabel(self)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setFont(text_font("body"))
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.predict = QPushButton("Predict this", self)
        self.predict.setToolTip(
            "Predict this\nThe trained network answers for every row; nothing is changed."
        )
        self.train = QPushButton("Train on this", self)
        self.train.setToolTip("Train on this\nThe network begins anew on these rows (can be undone).")
        self._close = IconButton("close", "Neither", theme, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 6, 4)
        row.setSpacing(10)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._label, 1)
        row.addWidget(self.predict)
        row.addWidget(self.train)
        row.addWidget(self._close)
        self.predict.clicked.connect(self.predict_chosen)
        self.train.clicked.connect(self.train_chosen)
        self._close.clicked.connect(self.dismissed)
        self.restyle(theme)
        self.hide()

    @property
    def text(self) -> str:
        return self._label.text()

    def ask(self, text: str) -> None:
        """Show the question; the keyboard is on its first answer."""
        self._label.setText(text)
        self.setAccessibleName(text)
        self.show()
        self.predict.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)

    def restyle(self, theme: Theme) -> None:
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(icon_pixmap("drop", theme.accent, px(20), ratio))
        self._close.restyle(theme)
        edge = mix(theme.panel, theme.accent, 0.45)
        look = f"background: {theme.tint}; border: 1px solid {edge}; border-radius: 8px;"
        self.setStyleSheet(f"QFrame#questionStrip {{ {look} }}")
