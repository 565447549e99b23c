"""What happens on a day, a file for each stage of the pathway, and for staff, teams and hospital.

`pathway` is the place to begin: a table of every event of a need and of a person, with the
function that does it. The compiled day and the Mesa agents call the same functions.
"""
