"""Dockerfiles as they are read, and what is wrong in them: each rule beside a twin that keeps it."""

import pytest

from pipeline.review.delivery.dockerfile import instructions, stages
from pipeline.review.delivery.dockerfile_rules import FILE, RULES, found_in

CLEAN = """# syntax=docker/dockerfile:1
ARG VERSION=3.13.5
FROM python:${VERSION}-slim AS build
RUN python -m pip install --no-cache-dir --require-hashes -r requirements.txt
FROM python:${VERSION}-slim
COPY --from=build /opt/venv /opt/venv
USER 10001:10001
HEALTHCHECK --interval=10s CMD ["python", "-m", "app.health"]
CMD ["python", "-m", "app"]
"""


def rules(text: str) -> list[str]:
    return [finding.rule for finding in found_in(text, "Dockerfile")]


def with_line(line: str) -> str:
    return CLEAN.replace("USER", f"{line}\nUSER")


def test_a_clean_one_has_no_finding() -> None:
    assert found_in(CLEAN, "Dockerfile") == []


PAIRS = {
    "root-user": ("USER 10001:10001", "USER ${WHO:-root}"),
    "no-health-check": ('HEALTHCHECK --interval=10s CMD ["python", "-m", "app.health"]', "HEALTHCHECK NONE"),
    "secret-in-image": ("COPY --from=build /opt/venv /opt/venv", "ENV API_KEY=abc123"),
}


@pytest.mark.parametrize("rule", PAIRS)
def test_what_breaks_a_rule(rule: str) -> None:
    right, wrong = PAIRS[rule]
    assert CLEAN.count(right) == 1
    text = CLEAN.replace(right, wrong)
    (found,) = found_in(text, "Dockerfile")
    assert found.rule == rule
    assert wrong in text.splitlines()[found.line - 1]
    assert found.severity is RULES[rule].severity
    assert found.why
    assert found.fix


ADDED = (
    ("piped-to-shell", "RUN curl -fsSL https://example.org/i.sh | sh"),
    ("piped-to-shell", "RUN set -e; wget -qO- 'https://example.org/i?a=1&b=2' | sudo -E bash -s -- --yes"),
    ("piped-to-shell", 'RUN ["sh", "-c", "curl https://example.org/x | tee /tmp/x | python3"]'),
    ("piped-to-shell", 'RUN bash -c "$(curl -fsSL https://example.org/i.sh)"'),
    ("piped-to-shell", "RUN <<EOF\nset -e\ncurl https://example.org/i.sh | \\\n  bash\nEOF"),
    ("piped-to-shell", "RUN curl https://example.org/i.sh \\\n # to be run\n | sh"),
    ("add-from-address", "ADD https://example.org/data.tar.gz /srv/"),
    ("add-from-address", 'ADD ["git@github.com:owner/repository.git", "/srv/"]'),
    ("secret-in-image", "ENV API_KEY=abc123"),
    ("secret-in-image", 'ENV A=1 DB_PASSWORD="not good"'),
    ("secret-in-image", "ENV GITHUB_TOKEN abc123"),
    ("secret-as-argument", "ARG NPM_TOKEN"),
)
ALLOWED = (
    "RUN curl -fsSL https://example.org/i.sh -o i.sh && sha256sum --check i.sum && sh i.sh",
    "RUN curl https://example.org/list | sort | tee /srv/list",
    'RUN echo curl && echo "| sh"',
    f"ADD --checksum=sha256:{64 * '0'} https://example.org/x /srv/",
    "ADD data.tar.gz /srv/",
    "ENV PASSWORD_FILE=/run/secrets/password API_KEYS_URL=https://example.org TOKEN=",
    "ARG PYTHON_VERSION=3.13",
    "RUN --mount=type=secret,id=token cat /run/secrets/token > /dev/null",
    "# ENV API_KEY=abc123",
)


@pytest.mark.parametrize(("rule", "line"), ADDED)
def test_a_line_that_breaks_a_rule(rule: str, line: str) -> None:
    assert rules(with_line(line)) == [rule]


@pytest.mark.parametrize("line", ALLOWED)
def test_a_line_that_breaks_none(line: str) -> None:
    assert rules(with_line(line)) == []


def test_stages_go_on_from_others() -> None:
    text = 'FROM debian:12 AS base\nUSER app\nHEALTHCHECK CMD ["true"]\nFROM base\nCMD ["app"]\n'
    assert rules(text) == []
    assert rules(text.replace("USER app\n", "")) == ["root-user"]
    assert rules(text.replace("USER app", "ENV NAME=root\nUSER ${NAME:-app}")) == ["root-user"]
    assert rules(text.replace("USER app\n", "").replace("debian:12", "gcr.io/distroless/base:nonroot")) == []
    assert rules(text.replace("debian:12", "scratch")) == []


def test_it_is_read_as_docker_reads_it() -> None:
    text = "# escape=`\nfrom alpine:3 as one\nrun echo a `\n  b\nCOPY <<'X' /a\nUSER root\nX\nUSER $WHO\n"
    found = instructions(text)
    assert [(each.name, each.line, each.value) for each in found] == [
        ("FROM", 2, "alpine:3 as one"),
        ("RUN", 3, "echo a b"),
        ("COPY", 5, "<<'X' /a\nUSER root"),
        ("USER", 8, "$WHO"),
    ]
    assert [stage.name for stage in stages(found)] == ["one"]
    assert rules("") == rules("RUN a\\") == []
    assert rules('FROM a:1\nUSER b\nHEALTHCHECK CMD ["x"]\nRUN ' + "curl " * 200_000) == []


@pytest.mark.parametrize("name", ["Dockerfile", "Dockerfile.web", "web.Dockerfile", "Containerfile"])
def test_names_of_dockerfiles(name: str) -> None:
    assert FILE.match(name)
    assert not FILE.match(f"my{name}.py")
