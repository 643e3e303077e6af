"""Systems side by side: what their reports say, and whether they differ beyond chance."""

from dialog.evaluation.comparison.differences import Comparison, Difference, compared
from dialog.evaluation.comparison.reading import Measured, measured, read_report

__all__ = ["Comparison", "Difference", "Measured", "compared", "measured", "read_report"]
