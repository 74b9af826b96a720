"""Many tasks at once: on the cores of this machine, or on those of a cluster."""
