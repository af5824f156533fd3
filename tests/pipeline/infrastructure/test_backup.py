"""Databases are copied while they are written to, and the written procedure puts the copies back."""

import os
import re
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.contracts.delivery import Cloud
from pipeline.contracts.plan import ProjectType
from pipeline.infrastructure.backup import COPIES, COPY
from tests.pipeline.infrastructure.topologies import files_of, topology

CLOUDS = [cloud for cloud in Cloud if cloud is not Cloud.LOCAL]


def procedure(cloud: Cloud, kind: ProjectType = ProjectType.MICROSERVICES) -> str:
    """The restore procedure of a project."""
    return files_of(kind, cloud)["deploy/backup/RESTORE.md"].decode()


def test_the_copies_of_databases_that_are_written_to_can_be_put_back(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "notes.txt").write_text("no database")
    database = tmp_path / "inner" / "records.sqlite"
    with closing(sqlite3.connect(database)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE records (id)")
        writer.execute("INSERT INTO records VALUES (1)")
        writer.commit()
        for _ in range(2):
            subprocess.run([sys.executable, "-c", COPY], env={**os.environ, "DATA_DIR": str(tmp_path)}, check=True)
        writer.execute("INSERT INTO records VALUES (2)")
        writer.commit()
    assert [path.name for path in (tmp_path / COPIES).iterdir()] == ["inner--records.sqlite"]
    database.write_bytes(b"what was being written when the file was read")
    subprocess.run(["sh", "-ec", restoring(tmp_path)], check=True)
    with closing(sqlite3.connect(database)) as reader:
        assert reader.execute("SELECT id FROM records").fetchall() == [(1,)]
    assert list((tmp_path / COPIES).iterdir()) == []


def restoring(folder: Path) -> str:
    """The commands that the procedure runs on a volume, for a folder of this computer instead."""
    found = re.search(r"^ +- \|\n(.*?)\n {6}volumeMounts", procedure(Cloud.AWS), re.DOTALL | re.MULTILINE)
    assert found
    data_dir = topology(ProjectType.MICROSERVICES, Cloud.AWS).data_dir
    return textwrap.dedent(found[1]).replace("\\$", "$").replace(data_dir, str(folder))


@pytest.mark.parametrize("cloud", CLOUDS)
@pytest.mark.parametrize("kind", [ProjectType.FASTAPI, ProjectType.MICROSERVICES, ProjectType.ETL])
def test_the_commands_of_the_procedure_are_commands(kind: ProjectType, cloud: Cloud) -> None:
    text = procedure(cloud, kind)
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    assert len(blocks) >= 4
    for block in blocks:
        subprocess.run(["bash", "-n"], input=block, text=True, check=True)
    numbers = [int(number) for number in re.findall(r"^## (\d+)\.", text, re.MULTILINE)]
    assert numbers == [*range(1, len(numbers) + 1)]


@pytest.mark.parametrize("cloud", CLOUDS)
def test_the_procedure_names_the_secret_that_the_store_has(cloud: Cloud) -> None:
    project = topology(ProjectType.FASTAPI, cloud).project
    name = {Cloud.AWS: f"{project}/production/DATABASE_URL", Cloud.GCP: f"{project}-production-DATABASE_URL"}
    stored = name.get(cloud, "DATABASE-URL")
    assert stored in procedure(cloud, ProjectType.FASTAPI)
    assert stored.encode() in files_of(ProjectType.FASTAPI, cloud)["deploy/secrets/external-secrets.yaml"]
