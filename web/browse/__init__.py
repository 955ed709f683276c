"""Statutes, lists and cases to read and to link to: plain pages, no script, an address for everything."""

from web.browse.router import browse_router

__all__ = ["browse_router"]
