"""What F1 says about the panels: what they show, how exact that is, how it is computed, one thing to try.

The plots explain themselves.
"""

from __future__ import annotations

from typing import Final

EXPLANATIONS: Final = {
    "network": (
        "<p>The network, with the weights of the shown runner. Thick lines are large weights; blue ones are "
        "positive, orange ones negative. The ring at the lower left of a neuron is its bias.</p>"
        "<p>Inside each neuron you see what it answers: over the plane of two inputs, along one input, or "
        "row by row, sorted by the target. All of it comes from one moment of the training.</p>"
        "<p>With the gradient shown (G), ▲ on a line means that the cost falls as this weight grows, ▼ that "
        "it falls as the weight shrinks; the larger, the steeper. It is the gradient over all training rows, "
        "whatever the batch of the shown runner.</p>"
        "<p>Try: double-click a line and type another weight.</p>"
    ),
    "data": (
        "<p>The file, its columns, and the recipe that makes numbers of them. Every line of the recipe was "
        "guessed from the data and can be changed.</p>"
        "<p>Scaling is learned from the training rows only; the test rows are never trained on. Computed "
        "inputs, such as x² or sin x, are made from the columns’ own values, then scaled; what is computed "
        "from a column stays when the column itself is left out.</p>"
        "<p>The last line of the recipe says how the file was read: which of its columns, which sheet or "
        "file of several, where a line is cut, what counts as missing. It can be changed there.</p>"
        "<p>Below are the points of two columns, colored by the target, and the rows themselves: what is "
        "under the mouse in one stands out in the other. Where two numbers are all a row is known by, the "
        "brush paints points and the eraser takes some away, here as on the map of predictions. The network "
        "trains on with the weights it has; of the painted points, some test. With the first stroke the test "
        "rows are drawn anew, then each row stays where it is.</p>"
        "<p>Try: make another column the target.</p>"
    ),
    "learning": (
        "<p>What is made small (the cost), and the runners that do it. All runners start from the same "
        "weights; the clock keeps them in step. The number beside a runner is its cost over all training "
        "rows, computed exactly.</p>"
        "<p>Try: give one runner ten times the learning rate.</p>"
    ),
    "inspector": (
        "<p>One neuron, synapse or layer, taken apart for one row of the data: each input times its weight, "
        "their sum, and what the activation makes of it. The numbers are those on screen.</p>"
        "<p>Try: follow one row through a whole layer with the arrow buttons.</p>"
    ),
    "apply": (
        "<p>What the shown runner’s network answers for a row that you make up, with its weights as they are "
        "at this moment. The sliders go as far as the training rows do; type a number to go beyond, where "
        "every answer is a guess.</p>"
        "<p>± is how near nine of ten test rows’ answers lie to the truth. A file’s rows are answered all at "
        "once, and saved beside the file’s columns.</p>"
        "<p>Try: let the network train and watch the answer settle.</p>"
    ),
}
