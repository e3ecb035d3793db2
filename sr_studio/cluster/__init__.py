"""The same batch and the same evaluation over several machines, by Ray (the extra ``cluster``)."""
