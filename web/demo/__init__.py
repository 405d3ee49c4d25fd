"""A demo office of a believable size, made by running the engine through the last months."""
