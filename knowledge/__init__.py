"""Knowledge: what is remembered and found again: datasets and their versions, search, method pages, playbooks."""
