"""The server: one address for people, programs and agents; the page, the HTTP API and MCP over one index."""
