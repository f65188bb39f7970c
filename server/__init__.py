"""Server: what runs. Command line, agent, MCP server, desk and inbox, over one Runtime."""
