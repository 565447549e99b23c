"""Questions of evaluators, asked of records of places in which the answer is known."""
