"""``python -m experiments.command_line``: the program."""

from experiments.command_line import main

if __name__ == "__main__":
    main()
