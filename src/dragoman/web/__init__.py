"""The web desk: pages and an API over one store, served to this machine."""
