"""Names that other projects give to the parameters of the networks we know, a file a family."""
