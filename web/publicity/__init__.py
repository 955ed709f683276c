"""The publicity team's desk: find and compare cases, write 以案释法, see the charts."""

from web.publicity.desk import publicity_desk

__all__ = ["publicity_desk"]
