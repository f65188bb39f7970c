"""Composing: findings put into sentences, by rule or by a model under the eye of the checker."""
