"""The command: write docs/models/NAME.md for every card in assets/models."""

from __future__ import annotations

from training.cards.pages import DOCS, pages


def main() -> None:
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
        print(DOCS / name)


if __name__ == "__main__":
    main()
