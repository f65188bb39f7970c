"""Marks: a plot as a specification in the grammar of Vega-Lite, made by Altair. Data stand in it; addresses do not."""

from server.charts.marks.spec import Spec, spec

__all__ = ["Spec", "spec"]
