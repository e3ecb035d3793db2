"""The terms of the loss, one a module; see sr_studio.training.loss_terms."""
