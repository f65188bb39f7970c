"""MCP: what a chat client sees. Tools, resources, prompts and completions over one Runtime."""
