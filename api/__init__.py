"""The REST API and the MCP server: thin doors over the pipeline, with no judgment of their own."""
