"""Agent: a question in plain words becomes tool calls, and their results become a checked answer."""
