"""Evals: suites of questions with known answers, scorers, reports; and the benchmark."""
