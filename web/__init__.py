"""The desk: Flask pages and the command line over the engine."""
