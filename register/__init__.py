"""Earlier violations of a party: a local register, imported from files, looked up by code or name."""
