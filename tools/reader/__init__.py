"""Reader: text to labels, read once at import and aggregated ever after."""

from tools.reader.heads import HeadsReader
from tools.reader.reading import Held, Reader, ReaderCard, Reading, Sentiment

__all__ = ["HeadsReader", "Held", "Reader", "ReaderCard", "Reading", "Sentiment"]
