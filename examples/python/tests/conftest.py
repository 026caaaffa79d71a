"""What the tests share: compiled policies, providers on real sockets, engines."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

import policyc

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from providers import Provider  # noqa: E402

Compile = Callable[[str], bytes]
SECRETS = {
    "PRIMARY_KEY": "key-of-primary",
    "PRIMARY_SPARE_KEY": "spare-of-primary",
    "BACKUP_KEY": "key-of-backup",
}


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Compile:
    """Compiles a policy: a file beside the examples, or a text."""
    folder = tmp_path_factory.mktemp("policies")
    compiler = os.environ.get("POLICYC", str(HERE.parent / "../../.build/debug/policyc"))

    def compile_(policy: str) -> bytes:
        source = HERE.parent / policy if "\n" not in policy else folder / "test.policy"
        if "\n" in policy:
            source.write_text(policy)
        out = folder / "out.policyc"
        made = subprocess.run(
            [compiler, "compile", str(source), "-o", str(out)], capture_output=True, text=True
        )
        assert made.returncode == 0, made.stderr
        return out.read_bytes()

    return compile_


@pytest.fixture
def primary() -> Iterator[Provider]:
    provider = Provider("primary")
    yield provider
    provider.close()


@pytest.fixture
def backup() -> Iterator[Provider]:
    provider = Provider("backup")
    yield provider
    provider.close()


@pytest.fixture
def environ(primary: Provider, backup: Provider) -> dict[str, str]:
    return {"PRIMARY_URL": primary.url, "BACKUP_URL": backup.url, **SECRETS}


@pytest.fixture
def engine(compiled: Compile, environ: dict[str, str]) -> policyc.Engine:
    return policyc.Engine(compiled("chat.policy"), environ=environ)
