"""Charts: any series or breakdown of a result as a picture, drawn from its figures and nothing else."""
