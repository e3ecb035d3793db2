"""What happens beside the updates of a run, one a module; see sr_studio.training.callback."""
