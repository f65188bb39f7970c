"""Segmenter: features and segmentations of one dataset version, each worked out once."""

from __future__ import annotations

import threading
from collections import OrderedDict

from tools.base import Query
from tools.inputs import Tables
from tools.segmentation.asked import Audience, Definition
from tools.segmentation.matrix import Matrix
from tools.segmentation.segmented import Segmented

_KEPT = 8
_MEASURES = (*Query.model_fields, *Audience.model_fields)
"""What the features of people depend on; the rest of a definition is about grouping them."""


class Kept:
    """Segmentations that were worked out, by dataset version and definition; the last used `_KEPT` of them."""

    def __init__(self) -> None:
        self._found: OrderedDict[str, Matrix | Segmented] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Matrix | Segmented | None:
        """Return what is kept under a key; none if nothing is."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def put(self, key: str, value: Matrix | Segmented) -> None:
        """Keep a value, in place of the one that was not used for longest."""
        with self._lock:
            self._found[key] = value
            while len(self._found) > _KEPT:
                self._found.popitem(last=False)


class TableSegmenter:
    """Segments the people of a dataset's tables (see `tools.segmentation.segmented.Segmenter`)."""

    def __init__(self, tables: Tables, *, version: str = "", kept: Kept | None = None) -> None:
        self._tables, self._version = tables, version
        self._kept = kept or Kept()

    def matrix(self, definition: Definition) -> Matrix:
        """Measure the people of a definition."""
        from tools.segmentation.features.people import measured

        measures = definition.model_copy(
            update={"features": (), "algorithm": None, "k": None, "capacity": 8, "seed": 0}
        )
        key = f"matrix {self._version} {measures.hash}"
        found = self._kept.get(key)
        if not isinstance(found, Matrix):
            found = measured(definition, self._tables)
            self._kept.put(key, found)
        return found

    def segmented(self, definition: Definition) -> Segmented:
        """Segment the people of a definition."""
        from tools.segmentation.clustering.fit import segmented

        key = f"segmented {self._version} {definition.hash}"
        found = self._kept.get(key)
        if not isinstance(found, Segmented):
            found = segmented(definition, self.matrix(definition))
            self._kept.put(key, found)
        return found
