"""From mentions to actors and places."""
