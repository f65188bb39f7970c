"""Desk: from a message to a reply that a named person approved. `drafting` proposes; only `approvals` decides."""
