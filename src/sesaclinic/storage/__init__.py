"""What is kept for a person who asked for it: results, never the photo. Off unless a database is configured."""

from sesaclinic.storage.history import History, KeptAnalysis, open_history
from sesaclinic.storage.person import PersonToken, new_person_token

__all__ = ["History", "KeptAnalysis", "PersonToken", "new_person_token", "open_history"]
