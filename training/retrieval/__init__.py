"""Teaches "this is not ours" and calibrates "I do not know".

    python -m training.retrieval --data ../shared/data

Two parts. Scope: a linear model over words that tells questions about skin from all others. Confidence: a logistic of
scope, best cosine and rare words covered, fitted on questions held out of the articles (inside) against everyday
questions and other people's problems (outside); below its threshold a search shows nothing. A minute on two cores.
"""
