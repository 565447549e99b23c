"""What evaluations of a programme would find, beside what it does in truth, over many worlds."""
