"""Teaches what sounds serious, as a second ear beside the signs of assets/consult/triage.<lang>.yaml.

    python -m training.triage

Learns from questions written for it (questions.ko.yaml) against everyday questions and the articles' own ways of
asking. A quarter of a minute. The red-team set of the tests is never read here.
"""
