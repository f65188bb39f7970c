"""Planning: which tools answer a question. Made from its frame before any post is read."""
