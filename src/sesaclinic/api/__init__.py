"""The HTTP service: a page for people and an API for programs."""

from sesaclinic.api.main import create_app

__all__ = ["create_app"]
