"""What an evaluator of a programme could have had: records of a run, with nothing latent."""
