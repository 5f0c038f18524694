"""The built-in embedder: static vectors of words and letter runs, taught which questions ask the same thing.

    python -m training.embedder --data ../shared/data --out src/sesaclinic/assets/models

Twice: once with one way of asking held out of every passage, which gives the figures of the card, then on everything.
About five minutes on two cores.
"""
