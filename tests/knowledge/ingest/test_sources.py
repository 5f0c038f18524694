"""What is found to ingest, and what is fetched from the web."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sesaclinic.errors import DocumentError
from sesaclinic.knowledge.ingest import SourceFile, collect, sources
from tests.knowledge.local_server import Reply, Request, serving

SITE = {
    "/care": Reply(b"<p>Wash gently.</p>", "text/html; charset=utf-8"),
    "/leaflet": Reply(b"%PDF-1.7", "application/pdf"),
    "/notes.md": Reply(b"# Notes", "application/octet-stream"),
    "/moved": Reply(status=302, headers={"location": "/care"}),
    "/film": Reply(b"\x00\x00", "video/mp4"),
    "/broken": Reply(status=500),
    "/large": Reply(b"x" * 5000, "text/plain"),
}


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    def answer(request: Request) -> Reply:
        return SITE.get(request.path, Reply(status=404))

    with serving(answer) as address:
        yield address


def names(*given: str, lists: tuple[Path, ...] = ()) -> list[str]:
    return [source.name for source in collect(given, lists)]


def test_a_folder_is_searched_for_what_can_be_read_and_hidden_things_are_left_alone(tmp_path: Path) -> None:
    for name in ("a.md", "deep/er/b.PDF", "c.html", "photo.jpg", ".hidden.md", ".git/notes.txt", "~lock.docx"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    assert names(str(tmp_path)) == [str(tmp_path / name) for name in ("a.md", "c.html", "deep/er/b.PDF")]


def test_a_file_is_known_by_one_name_however_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text("x")
    monkeypatch.chdir(tmp_path)
    assert names("a.md") == names(".") == names(str(tmp_path / "a.md")) == [str(tmp_path / "a.md")]


def test_a_list_names_one_address_a_line_with_remarks_and_blank_lines(tmp_path: Path) -> None:
    path = tmp_path / "urls.txt"
    path.write_text("\ufeff# what patients ask\nhttps://example.org/a\n\n  https://example.org/b  \n", encoding="utf-8")
    assert names(lists=(path,)) == ["https://example.org/a", "https://example.org/b"]


def test_a_list_that_is_no_text_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "urls.txt"
    path.write_bytes(b"\xff\xfe\x00\x01\xff")
    with pytest.raises(DocumentError, match="file_invalid") as refused:
        names(lists=(path,))
    assert str(path) in refused.value.message("en")


@pytest.mark.parametrize(
    ("path", "suffix"),
    [
        pytest.param("/care", ".html", id="web page"),
        pytest.param("/leaflet", ".pdf", id="PDF by its type"),
        pytest.param("/notes.md", ".md", id="Markdown by its name"),
        pytest.param("/moved", ".html", id="redirected"),
    ],
)
def test_an_address_is_fetched_with_the_kind_it_says_it_is(site: str, path: str, suffix: str) -> None:
    content, kind = SourceFile(site + path).read()
    assert kind == suffix
    assert content == SITE["/care" if path == "/moved" else path].body


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/film", "document_unsupported"),
        ("/broken", "document_unreachable"),
        ("/nowhere", "document_unreachable"),
    ],
)
def test_an_address_that_cannot_be_used_says_why(site: str, path: str, code: str) -> None:
    with pytest.raises(DocumentError, match=code) as refused:
        SourceFile(site + path).read()
    assert site + path in refused.value.message("en")


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("http://127.0.0.1:1/nobody-listens", "document_unreachable"),
        ("http://[not-an-address", "document_unreachable"),
        ("ftp://example.org/a.pdf", "document_unsupported"),
        ("just some words", "document_unsupported"),
    ],
)
def test_a_line_that_is_no_web_address_says_so(address: str, code: str) -> None:
    with pytest.raises(DocumentError, match=code):
        SourceFile(address).read()


def test_what_is_too_large_is_refused_on_disk_and_on_the_way(
    site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "MAX_BYTES", 1000)
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 1001)
    for source in (SourceFile(site + "/large"), SourceFile(str(path), path)):
        with pytest.raises(DocumentError, match="document_too_large"):
            source.read()


@pytest.mark.parametrize(("name", "code"), [("gone.md", "file_not_found"), ("photo.jpg", "document_unsupported")])
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    with pytest.raises(DocumentError, match=code):
        SourceFile(str(tmp_path / name), tmp_path / name).read()
