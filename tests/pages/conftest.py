"""Pages on a home of their own, without a browser."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import core
from pipeline.service import Service

APP = Path(__file__).parents[2] / "app.py"
Open = Callable[..., AppTest]


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The service that the pages use, on an empty home; nothing works on its runs."""
    monkeypatch.setenv("QUINTET_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("QUINTET_KEY_FILE", str(tmp_path / "fernet.key"))
    monkeypatch.setenv("QUINTET_USE_KEYRING", "false")
    core.service.clear()
    yield core.service()
    core.service().store.close()
    core.service.clear()


@pytest.fixture
def show(service: Service) -> Open:
    """Opens a page as its address would."""

    def opened(name: str = "", /, **query: object) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=30).run()
        if name:
            app.switch_page(f"pages/{name}.py")
        for key, value in query.items():
            app.query_params[key] = str(value)
        app.run()
        assert not app.exception
        return app

    return opened


def words(app: AppTest) -> str:
    """Everything that the page says."""
    kinds = (
        "title",
        "subheader",
        "text",
        "caption",
        "error",
        "warning",
        "info",
        "success",
        "code",
        "markdown",
        "metric",
    )
    return "\n".join(str(part.value) for kind in kinds for part in getattr(app, kind))
