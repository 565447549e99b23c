"""The patterns that the papers describe, each asked of the model: claim, design, answer.

A folder for each question: ``question.yaml`` says the claim with its papers, what is expected and
what is run; ``answer.md``, ``answer.json`` and the pictures are made from runs by ``python -m
joinedup_experiments.studies.patterns`` and never written by hand. A question that looks at single
people has a ``reading.py`` besides. ``joinedup effects`` prints all answers as one table.
"""
