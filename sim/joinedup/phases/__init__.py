"""What happens on a day, a file for each kind of happening: for one row, or one team.

Functions named ``…_for_one`` are the verbs of one resident or team. The compiled day and the
Mesa agents call the same ones.
"""
