"""The gallery: all examples as cards; of the chosen one a live preview, noise, size and seed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from playground.appearance.buttons import IconButton
from playground.appearance.fields import NumberField, SliderField
from playground.appearance.numbers import format_count
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.data.columns import Table
from playground.data.examples import EXAMPLES, Example
from playground.data.reader import read_table
from playground.document.names import counted
from playground.panels.gallery_list import CARD_WIDTH, GalleryList, first_rows
from playground.panels.inspector_page import TextButton
from playground.panels.page import FormRow, paragraph, plain_column, text_label
from playground.panels.table_picture import TablePicture, table_picture

DETAIL_WIDTH = 260
HEIGHT = 580
PREVIEW_HEIGHT = 200
DELAY = 30
"""Milliseconds after the last move of a slider until the preview follows."""
HIGHEST_SEED = 9999

EXPLANATION = """<b>Examples</b>
<p>Tables that come along. Each picture is painted from the table's own rows: the two inputs that tell most
about the target, in the colors of the target, or the first images.</p>
<p>Synthetic ones are drawn by a random generator: choose how many rows, how much noise, and the seed, and
see at once what comes out. The same seed always draws the same rows.</p>
<p>Try: open the spiral, then switch its sines off among the computed inputs.</p>"""


class Preview(QWidget):
    """The picture of a table, large."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.picture = TablePicture()
        self.setFixedHeight(px(PREVIEW_HEIGHT))

    def show_picture(self, picture: TablePicture) -> None:
        self.picture = picture
        self.update()

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(self._theme.border), 1.0))
        painter.setBrush(QColor(self._theme.canvas))
        painter.drawRoundedRect(box, 8, 8)
        inset = px(10)
        self.picture.paint(painter, self._theme, box.adjusted(inset, inset, -inset, -inset))
        painter.end()


class GalleryDetail(QWidget):
    """One example. ``open_requested``: the button. `text` is what to open, None for the shipped file."""

    open_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFixedWidth(px(DETAIL_WIDTH))
        self._example = EXAMPLES[0]
        self._touched = False
        self.preview = Preview(theme)
        self.title = text_label("", "readout", medium=True)
        self.sentence = paragraph("", "body", muted=False)
        self.facts = paragraph("", "label")
        self.rows = SliderField("Rows", 300, 20, 2000, integer=True)
        self.noise = SliderField("Noise", 0, 0, 50, log=False, integer=True, unit="%")
        self.seed = NumberField("Seed", 1, 0, HIGHEST_SEED, integer=True)
        self.dice = IconButton("dice", "Another seed", theme, tip="Draw the points anew.")
        self.button = QPushButton("Open")
        self.button.setProperty("filled", True)
        self.button.setFont(text_font("body", medium=True))
        self.button.setToolTip("Open (Return)\nPut this example and its network on screen.")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        seed = QWidget()
        row = QHBoxLayout(seed)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(4))
        row.addWidget(self.seed, 1)
        row.addWidget(self.dice)
        seed.setFocusProxy(self.seed)
        self._sliders = (
            FormRow("Rows", self.rows, "Rows\nHow many are drawn.", 48),
            FormRow("Noise", self.noise, "Noise\nHow much chance there is in the rows.\n0 to 50 %", 48),
            FormRow("Seed", seed, "", 48),
        )
        self.seed.setToolTip("Seed\nAnother seed draws other rows.\nA whole number from 0 to 9,999")
        column = plain_column()
        self.setLayout(column)
        column.addWidget(self.preview)
        column.addSpacing(px(12))
        column.addWidget(self.title)
        column.addSpacing(px(4))
        column.addWidget(self.sentence)
        column.addSpacing(px(6))
        column.addWidget(self.facts)
        column.addSpacing(px(8))
        for slider in self._sliders:
            column.addWidget(slider)
        column.addStretch(1)
        column.addWidget(self.button)

    def _connect(self) -> None:
        for field in (self.rows, self.noise, self.seed):
            field.value_changed.connect(self._change)
        self.dice.clicked.connect(self._draw_seed)
        self.button.clicked.connect(self.open_requested)
        self._timer.timeout.connect(self._draw)

    @property
    def example(self) -> Example:
        return self._example

    @property
    def text(self) -> str | None:
        """What was chosen, as CSV text; None if nothing was changed about the shipped file."""
        if not self._touched:
            return None
        return self._example.text(int(self.rows.value), self.noise.value / 100, int(self.seed.value))

    def show_example(self, example: Example) -> None:
        self._example, self._touched = example, False
        self._timer.stop()
        self.title.setText(example.title)
        self.sentence.setText(example.sentence)
        shown = (example.rows is not None, example.noise is not None, example.seed is not None)
        for slider, is_shown in zip(self._sliders, shown, strict=True):
            slider.setVisible(is_shown)
        if example.rows is not None:
            self.rows.set_range(example.rows.low, example.rows.high)
            self.rows.set_value(example.rows.first)
        if example.noise is not None:
            self.noise.set_value(100 * example.noise.first)
        self.seed.set_value(example.seed or 0)
        self._show_table(first_rows(example))

    def restyle(self, theme: Theme) -> None:
        for part in (self.preview, self.dice):
            part.restyle(theme)

    def _change(self) -> None:
        self._touched = True
        self._timer.start()

    def _draw_seed(self) -> None:
        """The next seed: nothing is drawn twice, and every picture can be had again."""
        self.seed.set_value((self.seed.value + 1) % (HIGHEST_SEED + 1))
        self._change()

    def _draw(self) -> None:
        text = self.text
        if text is not None:
            self._show_table(read_table(text.encode(), self._example.file))

    def _show_table(self, table: Table) -> None:
        self.preview.show_picture(table_picture(table))
        columns = counted(len(table.columns) - 1, "input")
        rows = f"{counted(table.n_rows, 'row')}, " if self._example.make is not None else ""
        self.facts.setText(f"{rows}{columns}. {self._example.source}")
        self.preview.setAccessibleName(f"Preview of {self._example.title}, {format_count(table.n_rows)} rows")


class Gallery(QDialog):
    """Signals:
    chosen(file, text): an example's file name, and its CSV text if it was changed, else None.
    categories_wanted(), values_wanted(): an empty sheet, to paint points of two kinds, or with a value.
    """

    chosen = Signal(str, object)
    categories_wanted = Signal()
    values_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Examples")
        self.setAccessibleName("Examples")
        self.setWhatsThis(EXPLANATION)
        self.list = GalleryList(theme)
        self.detail = GalleryDetail(theme)
        self.categories = TextButton("brush", "Two kinds", "An empty sheet for points of A and B.", theme)
        self.values = TextButton("brush", "Values", "An empty sheet for points with a number each.", theme)
        card = QFrame()
        card.setObjectName("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(px(14), px(14), px(14), px(14))
        inner.addWidget(self.detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(8), px(8), px(8), px(8))
        row.setSpacing(px(8))
        left = plain_column()
        left.addWidget(self.list, 1)
        left.addLayout(self._own_points())
        row.addLayout(left, 1)
        row.addWidget(card)
        self.list.setMinimumWidth(px(CARD_WIDTH) * 2 + px(14))
        self.resize(px(CARD_WIDTH) * 4 + px(DETAIL_WIDTH) + px(80), px(HEIGHT))
        self.list.pointed.connect(self.detail.show_example)
        self.list.opened.connect(self._open)
        self.detail.open_requested.connect(self._open)
        for button, wanted in (
            (self.categories, self.categories_wanted),
            (self.values, self.values_wanted),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(self.hide)
            button.clicked.connect(wanted)
        self.detail.button.setAutoDefault(False)

    def _own_points(self) -> QHBoxLayout:
        """If it is none of these."""
        row = QHBoxLayout()
        row.setContentsMargins(px(8), px(4), px(8), px(2))
        row.setSpacing(px(8))
        row.addWidget(text_label("Or paint your own:"))
        row.addWidget(self.categories)
        row.addWidget(self.values)
        row.addStretch(1)
        return row

    def show_beside(self, file: str) -> None:
        """Show the gallery, pointing to the example on screen if it is one."""
        window = self.parentWidget()
        if window is not None:
            self.resize(self.size().boundedTo(window.size() - QSize(px(24), px(24))))
        self.list.choose(file)
        self.show()
        self.raise_()
        self.activateWindow()
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def restyle(self, theme: Theme) -> None:
        for part in (self.list, self.detail, self.categories, self.values):
            part.restyle(theme)

    def _open(self) -> None:
        self.hide()
        self.chosen.emit(self.detail.example.file, self.detail.text)
