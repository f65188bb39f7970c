"""Tools: pure analytics, tables and a query in, a typed result out."""
