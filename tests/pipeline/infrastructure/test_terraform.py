"""Terraform of every type at every cloud: it parses, every name in it means something, and texts stay texts."""

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from pipeline.contracts.delivery import Cloud
from pipeline.infrastructure.hcl import check_terraform
from pipeline.infrastructure.hcl_modules import Module, modules_of
from pipeline.infrastructure.terraform import FOLDER, files, to_fill_in
from pipeline.infrastructure.terraform.cost import budget_usd, monthly_items, monthly_usd
from pipeline.infrastructure.terraform.literals import hcl_string
from pipeline.infrastructure.terraform.names import SHORT, database_name, short_name
from pipeline.infrastructure.terraform.prices import PRICES
from pipeline.projects.kind import Files
from tests.pipeline.infrastructure.cloud_topologies import CLOUDS, HOSTILE, hostile, topologies

TOPOLOGIES = topologies()
NEEDED = {"network", "encryption", "cluster", "monitoring", "identity", "registry"}


@cache
def rendered(name: str) -> Files:
    return files(TOPOLOGIES[name])


@cache
def root_module(name: str) -> Module:
    return modules_of(rendered(name))[0][FOLDER]


@pytest.mark.parametrize("name", TOPOLOGIES)
def test_it_parses_and_every_name_means_something(name: str) -> None:
    assert check_terraform(rendered(name)) == ()


@pytest.mark.parametrize("name", TOPOLOGIES)
def test_it_is_the_same_every_time(name: str) -> None:
    assert files(TOPOLOGIES[name]) == rendered(name)


@pytest.mark.parametrize("name", TOPOLOGIES)
def test_every_file_says_what_it_is_for(name: str) -> None:
    firsts = {path: content.decode().partition("\n")[0] for path, content in rendered(name).items()}
    assert [path for path, first in firsts.items() if not re.match(r"# \w.*[.:]|<!-- \w.* -->", first)] == []


@pytest.mark.parametrize("name", TOPOLOGIES)
def test_there_is_what_the_topology_needs_and_no_more(name: str) -> None:
    topology = TOPOLOGIES[name]
    modules = {path.split("/")[3] for path in rendered(name) if path.startswith(f"{FOLDER}/modules/")}
    assert modules >= NEEDED
    assert ("database" in modules) == topology.has_database
    assert ("storage" in modules) == (topology.keeps_data or topology.cloud is Cloud.AZURE)
    called = {block.text_of("source").rpartition("/")[2] for block in root_module(name).of_kind("module")}
    assert called == modules


@pytest.mark.parametrize("name", TOPOLOGIES)
def test_every_variable_and_output_is_described(name: str) -> None:
    modules, _ = modules_of(rendered(name))
    blocks = [block for module in modules.values() for block in module.blocks]
    wanted = {"variable": {"type", "description"}, "output": {"description", "value"}}
    assert [block.address for block in blocks if not block.arguments >= wanted.get(block.kind, set())] == []


@pytest.mark.parametrize("name", TOPOLOGIES)
def test_what_has_no_default_is_listed_to_fill_in(name: str) -> None:
    listed = {each.place for each in to_fill_in(TOPOLOGIES[name])}
    without = [block.name for block in root_module(name).of_kind("variable") if "default" not in block.arguments]
    assert {f"{FOLDER}/variables.tf: {variable}" for variable in without} <= listed
    declared = {block.name for block in root_module(name).of_kind("variable")}
    assert {place.split(": ")[1] for place in listed if place.startswith(f"{FOLDER}/variables.tf")} <= declared


@pytest.mark.parametrize("cloud", CLOUDS)
def test_hostile_texts_stay_texts(cloud: Cloud) -> None:
    topology = hostile(TOPOLOGIES[f"microservices-{cloud.value}"])
    tree = files(topology)
    assert check_terraform(tree) == ()
    kinds = [(block.kind, block.labels) for module in modules_of(tree)[0].values() for block in module.blocks]
    plain = modules_of(rendered(f"microservices-{cloud.value}"))[0]
    assert kinds == [(block.kind, block.labels) for module in plain.values() for block in module.blocks]
    main = tree[f"{FOLDER}/main.tf"].decode()
    assert 'file("/etc' not in main
    assert "${file(" not in main


@pytest.mark.parametrize("text", [HOSTILE, "${a}", "%{ if x }", '"', "\\", "\n", "$${", "\x00", "\u2028", "é 漢"])
def test_a_string_holds_any_text(text: str) -> None:
    (block,) = modules_of({"a.tf": f"x = {hcl_string(text)}\n".encode()})[0].values()
    assert block.blocks == []
    literal = hcl_string(text)
    assert "${" not in literal
    assert "%{" not in literal
    assert check_terraform({"a.tf": f"locals {{\n  a = {literal}\n}}\n".encode()}) == ()


def test_nothing_is_written_for_this_computer() -> None:
    local = TOPOLOGIES["fastapi-aws"].model_copy(update={"cloud": Cloud.LOCAL})
    assert (files(local), to_fill_in(local)) == ({}, ())


@pytest.mark.parametrize("project", ["a", "shop", "a" * 63, "orders-of-a-long-name", "x-y-z-x-y-z-x-y"])
def test_short_names_fit_every_cloud(project: str) -> None:
    assert re.fullmatch(r"[a-z]([a-z0-9-]*[a-z0-9])?", short_name(project))
    assert len(short_name(project)) <= SHORT
    assert re.fullmatch(r"[a-z][a-z0-9_]{0,62}", database_name(project))


def test_short_names_of_long_projects_differ() -> None:
    assert short_name("orders-of-the-north") != short_name("orders-of-the-south")


@pytest.mark.parametrize("name", TOPOLOGIES)
def test_the_estimate_is_the_sum_of_its_items(name: str) -> None:
    topology = TOPOLOGIES[name]
    items = monthly_items(topology)
    total = sum(item.price.usd * item.count for item in items)
    assert monthly_usd(topology) == pytest.approx(total)
    assert total < budget_usd(topology) < total * 1.25 + 10.01
    page = rendered(name)[f"{FOLDER}/cost.md"].decode()
    assert f"**${total:,.2f}**" in page
    assert PRICES[topology.cloud].month in page
    assert all(item.price.source in page for item in items)
    assert any("PostgreSQL" in item.price.what for item in items) == topology.has_database


def test_every_price_says_where_it_is_from() -> None:
    prices = [price for table in PRICES.values() for price in table.prices.values()]
    assert all(price.usd > 0 and price.source.startswith("https://") for price in prices)
    assert all(re.fullmatch(r"20\d\d-\d\d", table.month) for table in PRICES.values())


@pytest.mark.parametrize("cloud", CLOUDS)
def test_no_password_is_in_the_state(cloud: Cloud) -> None:
    tree = rendered(f"fastapi-{cloud.value}")
    text = "".join(content.decode() for path, content in tree.items() if path.endswith(".tf"))
    assert 'ephemeral "random_password"' in text
    assert not re.search(r"^\s*(\w*password|secret_string|secret_data|value)\s*= .*random", text, re.MULTILINE)
    assert re.search(r"_wo\s+= ", text)


@pytest.mark.parametrize("cloud", CLOUDS)
def test_only_one_repository_and_environment_come_in(cloud: Cloud) -> None:
    tree = rendered(f"fastapi-{cloud.value}")
    identity = tree[f"{FOLDER}/modules/identity/main.tf"].decode()
    assert re.search(r"repo:\$\{var\.github_repository\}:environment", identity)
    assert "https://token.actions.githubusercontent.com" in identity or "token.actions" in identity


@pytest.mark.skipif(not shutil.which("terraform"), reason="Terraform is not installed.")
@pytest.mark.parametrize("cloud", CLOUDS)
@pytest.mark.parametrize("kind", ["fastapi", "etl", "microservices"])
def test_it_is_formatted_as_terraform_does(kind: str, cloud: Cloud, tmp_path: Path) -> None:
    for path, content in rendered(f"{kind}-{cloud.value}").items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    command = ["terraform", "fmt", "-check", "-recursive", "-list=true", str(tmp_path)]
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=120)
    assert (done.returncode, done.stdout) == (0, "")
