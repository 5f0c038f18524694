"""Teaches which of the passages found answers a question, from questions with the passages that a reader would choose.

    python -m training.choice

`questions.jsonl`: Korean questions of the kind people ask, written before the articles were looked at, each with every
passage whose opening answers it (`article/heading`).
"""
