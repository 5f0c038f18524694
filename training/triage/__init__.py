"""Teaches what sounds serious, as a second ear beside the signs of assets/consult/triage.<lang>.yaml.

    python -m training.triage

Learns, language by language, from questions written for it (questions.<lang>.yaml) against everyday questions and the
articles' own ways of asking. A minute. The red-team set and serious.yaml of the tests are never read here.
"""
