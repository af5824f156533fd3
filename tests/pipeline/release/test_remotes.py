"""What a person may write for a Git repository, what it means, and what is refused."""

from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.release.remotes import RemoteKind, github_web, parse_remote
from pipeline.submissions import Submission, to_request


@pytest.mark.parametrize(
    ("given", "kind", "url"),
    [
        ("octo/shop", RemoteKind.GITHUB, "https://github.com/octo/shop.git"),
        (" octo/shop.git ", RemoteKind.GITHUB, "https://github.com/octo/shop.git"),
        ("https://github.com/octo/shop", RemoteKind.GITHUB, "https://github.com/octo/shop.git"),
        ("https://www.github.com/octo/shop.git/", RemoteKind.GITHUB, "https://github.com/octo/shop.git"),
        ("https://git.example.com/team/shop.git", RemoteKind.HTTPS, "https://git.example.com/team/shop.git"),
        ("https://git.example.com:8443/a/b/c", RemoteKind.HTTPS, "https://git.example.com:8443/a/b/c"),
        ("http://127.0.0.1:3000/a/b.git", RemoteKind.HTTPS, "http://127.0.0.1:3000/a/b.git"),
        ("ssh://git@example.com:2222/~me/shop.git", RemoteKind.SSH, "ssh://git@example.com:2222/~me/shop.git"),
        ("git@github.com:octo/shop.git", RemoteKind.SSH, "git@github.com:octo/shop.git"),
        ("example.com:shop.git", RemoteKind.SSH, "example.com:shop.git"),
        ("git@[2001:db8::1]:shop.git", RemoteKind.SSH, "git@[2001:db8::1]:shop.git"),
        ("/srv/git/shop.git", RemoteKind.FILE, "/srv/git/shop.git"),
        ("file:///srv/git/shop.git", RemoteKind.FILE, "/srv/git/shop.git"),
    ],
)
def test_a_remote_is_understood(given: str, kind: RemoteKind, url: str) -> None:
    remote = parse_remote(given)
    assert (remote.kind, remote.url) == (kind, url)
    assert parse_remote(remote.url) == remote


@pytest.mark.parametrize(
    "given",
    [
        "ext::sh -c touch% /tmp/x",
        "ext::sh",
        "fd::17/foo",
        "--upload-pack=touch /tmp/x",
        "-oProxyCommand=calc:x",
        "ssh://-oProxyCommand=calc/x",
        "ssh://git@-oProxyCommand=calc/x",
        "git@host:-x/../y z",
        "git@host:--upload-pack=x",
        "git@host:$(touch x)",
        "git@host:a;b",
        "git@host:`x`",
        "host:",
        "ssh://host/",
        "ssh://-l@host/x",
        "octo/..",
        "-x/y",
        "octo/sh op",
        "a/b/c",
        "shop",
        "../shop.git",
        "/srv/../etc/shop.git",
        "file://server/share.git",
        "\\\\server\\share",
        "//server/share",
        "git://example.com/shop.git",
        "http://example.com/shop.git",
        "ftp://example.com/shop.git",
        "git+ssh://example.com/shop.git",
        "https://github.com/octo",
        "https://github.com/octo/shop/tree/main",
        "https://example.com/shop.git?x=1",
        "https://example.com/shop.git#x",
        "https://example.com/--upload-pack",
        "https://example.com/",
        "https://[::1/x",
        "https://exa mple.com/x",
        "octo/shop\nevil",
        "octo/shop\0",
        "git@host:a\tb",
        "~nobody-of-this-name/x.git",
        "x" * 600,
        "/" + "x" * 600,
    ],
)
def test_hostile_and_meaningless_forms_are_refused_in_a_sentence(given: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_remote(given)
    assert str(refused.value).endswith(".")
    assert str(refused.value).isprintable()
    with pytest.raises(InputError):
        to_request(Submission(file_name="a.csv", content=b"a\n1\n", remote=given))


@pytest.mark.parametrize(
    "given",
    ["https://me:s3cret@example.com/x.git", "https://s3cret@github.com/o/n", "ssh://git:s3cret@example.com/x"],
)
def test_a_credential_in_an_address_is_refused_and_not_repeated(given: str) -> None:
    with pytest.raises(InputError, match="leave it out") as refused:
        parse_remote(given)
    assert "s3cret" not in str(refused.value)


def test_a_long_address_is_kept_whole() -> None:
    given = f"https://git.example.com/{'group/' * 30}shop.git"
    assert to_request(Submission(file_name="a.csv", content=b"a\n1\n", remote=given)).remote == given


@pytest.mark.parametrize(
    ("api", "web"),
    [
        ("https://api.github.com", "https://github.com"),
        ("https://api.octo.ghe.com", "https://octo.ghe.com"),
        ("https://github.example.com/api/v3", "https://github.example.com"),
        ("http://127.0.0.1:80/api/v3/", "http://127.0.0.1:80"),
    ],
)
def test_githubs_pages_follow_from_its_api(api: str, web: str) -> None:
    assert github_web(api) == web


def test_a_folder_may_begin_at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert parse_remote("~/shop.git").url == str(tmp_path / "shop.git")
