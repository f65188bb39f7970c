"""Sarcasm: how a text's sentiment would change if it were meant the other way."""

from __future__ import annotations

from tools.reader.reading import POLARITIES, Reading, Sentiment

LIKELY = 0.5
"""From this probability on a text is more likely sarcastic than not."""

_MEANT = ((0.620, 0.255, 0.125), (0.393, 0.447, 0.160), (0.651, 0.177, 0.172))
"""Row: what a sarcastic text says (negative, neutral, positive). Column: how often its author means so.

Counted on 867 tweets of iSarcasm (Oprea & Magdy, ACL 2020; MIT) whose authors called them sarcastic and said the same
again without sarcasm, as the reader reads both: `python -m evals.sarcasm`.
"""


def meant_if_sarcastic(said: Sentiment) -> Sentiment:
    """Return the sentiment that is meant, if what was said is sarcasm: praise turns over, complaints mostly stand.

    p'_j = sum_i p_i M_ij, where M_ij is how often sarcasm that reads as i means j.
    """
    rows = [getattr(said, polarity) for polarity in POLARITIES]
    meant = [sum(p * row[j] for p, row in zip(rows, _MEANT, strict=True)) for j in range(3)]
    total = sum(meant)
    return Sentiment(**{name: share / total for name, share in zip(POLARITIES, meant, strict=True)})


def if_sarcastic(reading: Reading) -> Sentiment | None:
    """Return the sentiment that is meant where sarcasm is likely, 0.5 or more; none where it is not or is not read."""
    return meant_if_sarcastic(reading.sentiment) if (reading.sarcasm or 0) >= LIKELY else None


def allowing_for_sarcasm(reading: Reading) -> Sentiment:
    """Return the sentiment with sarcasm weighed in by its probability s, (1 - s) p + s p': what aggregates may add up.

    It equals the reading's own where s is 0.
    """
    said, meant, s = reading.sentiment, meant_if_sarcastic(reading.sentiment), reading.sarcasm or 0
    mixed = {name: (1 - s) * getattr(said, name) + s * getattr(meant, name) for name in POLARITIES}
    return Sentiment(**{name: min(share, 1.0) for name, share in mixed.items()})
