"""Moving: how segments change from one span of days to the next, and which were not there before."""
