"""Build a neural network with the mouse, drop a CSV on it, and watch it walk down its cost surface."""

__version__ = "0.1.0"
