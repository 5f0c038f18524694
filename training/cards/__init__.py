"""Pages of docs/models from the cards beside the shipped models: `python -m training.cards`.

A figure on a page is read from its card, and a card is written by the run that trained the model, so no figure is ever
typed. What a card cannot know – what a model is for and where it ends – is in `about.yaml`.
"""
