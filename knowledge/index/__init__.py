"""Index: immutable generations that posts are searched in, by words (SQLite FTS5) and by meaning (Chroma).

    generation = words.db      post ids, and their words for BM25
               + vectors.f32   one row of float32 a post, for exact cosines
               + chroma/       an HNSW graph, which proposes neighbours once there are too many rows to scan

A writer builds a generation beside the current one and the manifest makes it current; nobody changes it after that.
All of it can be built again from the tables `posts` and `vectors`.
"""

from knowledge.index.build import Indexed, build, verify
from knowledge.index.generation import Generation

__all__ = ["Generation", "Indexed", "build", "verify"]
