"""Hostile: texts that try to give orders, posted into a dataset and asked as questions, and what they change."""

from evals.hostile.report import to_markdown
from evals.hostile.run import Outcome, attack
from evals.hostile.texts import Hostile, load_texts

__all__ = ["Hostile", "Outcome", "attack", "load_texts", "to_markdown"]
