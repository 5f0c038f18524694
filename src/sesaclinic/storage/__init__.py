"""What is kept for a person who asked for it: results, never the photo. Off unless a database is configured."""

from sesaclinic.storage.kept import KeptAnalysis, open_history
from sesaclinic.storage.person import PersonToken, new_person_token

__all__ = ["KeptAnalysis", "PersonToken", "new_person_token", "open_history"]
