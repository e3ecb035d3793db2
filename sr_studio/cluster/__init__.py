"""The same batch, evaluation or training run over several machines, by Ray (extra ``cluster``)."""
