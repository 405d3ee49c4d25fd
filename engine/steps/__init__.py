"""One step of one case: lock, load, run to the next wait, write the differences."""
