"""The report: results of run or compare as one page that a board can read, print and question."""
