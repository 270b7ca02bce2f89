"""Other shapes of the same facts: rows, tables, other people's formats."""
