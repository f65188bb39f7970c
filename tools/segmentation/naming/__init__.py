"""Naming: labels of segments that say what people do, and a lint for those that say what somebody thinks of them."""
