"""``python -m joinedup_experiments.cli``: the program."""

from joinedup_experiments.cli import main

if __name__ == "__main__":
    main()
