"""The officer's desk: checklist, register, documents and case file of one inspection."""

from web.officer.page import officer_desk

__all__ = ["officer_desk"]
