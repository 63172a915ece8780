"""Speed of the engine beside its alternatives, as ratios within one run: `make bench`."""
