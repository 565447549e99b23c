"""Value of information: what it would be worth to know an assumption before deciding."""
