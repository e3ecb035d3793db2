"""The metrics, one a module; see sr_studio.metrics.metric."""
