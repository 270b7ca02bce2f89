"""Reading in units of work: worker processes, whole parts of an archive, and nothing read twice."""
