"""What the command line and the web desk have in common: understanding what is asked, and reading into a store."""
