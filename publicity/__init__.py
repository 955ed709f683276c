"""For the publicity team: find and compare cases, draft 以案释法, check it, export it, chart."""
