"""Reader: text to labels, read once at import and aggregated ever after."""

from tools.reader.encoder import EncoderReader
from tools.reader.reading import (
    INTENTS,
    POLARITIES,
    AspectReading,
    Held,
    Reader,
    ReaderCard,
    Reading,
    Sentiment,
    Target,
)

__all__ = [
    "INTENTS", "POLARITIES", "AspectReading", "EncoderReader", "Held", "Reader", "ReaderCard", "Reading",
    "Sentiment", "Target",
]  # fmt: skip
