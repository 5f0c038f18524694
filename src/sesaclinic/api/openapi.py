"""`python -m sesaclinic.api.openapi` prints the API's description, for generated clients."""

from __future__ import annotations

import json
import sys

from sesaclinic.api import create_app

if __name__ == "__main__":
    sys.stdout.write(json.dumps(create_app().openapi(), ensure_ascii=False, indent=2) + "\n")
