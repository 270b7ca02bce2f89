"""Frozen types that pass between the stages; they hold no behaviour beyond their own invariants."""
