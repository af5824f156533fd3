"""The checker of Terraform files: every kind of mistake is found by its file and name, and right files have none."""

import pytest

from pipeline.infrastructure.hcl import check_terraform

RIGHT = {
    "t/main.tf": """
locals {
  zones  = ["a", "b"]
  by_key = { for key, value in var.things : key => value.name if value.name != "" }
}

data "aws_region" "here" {}

ephemeral "random_password" "one" {
  length = 40
}

resource "aws_thing" "one" {
  count = length(local.zones)

  name   = "${var.name}-${count.index}-${data.aws_region.here.name}"
  keys   = [for each_key in keys(local.by_key) : upper(each_key)]
  secret = ephemeral.random_password.one.result
  folder = path.module

  dynamic "rule" {
    for_each = var.things

    content {
      name = rule.value.name
    }
  }

  lifecycle {
    ignore_changes = [name, tags[0].value]
  }
}

module "inner" {
  source   = "./modules/inner"
  for_each = local.by_key

  name = each.value
}
""",
    "t/variables.tf": """
variable "name" {
  type = string

  validation {
    condition     = var.name != ""
    error_message = "A name is needed."
  }
}

variable "things" {
  type = map(object({ name = string }))
}
""",
    "t/outputs.tf": """
output "ids" {
  value = concat(aws_thing.one[*].id, [for one in module.inner : one.id])
}
""",
    "t/modules/inner/main.tf": """
variable "name" {
  type = string
}

variable "size" {
  type    = number
  default = 1
}

output "id" {
  value = "${var.name}-${var.size}"
}
""",
}


def checked(**changes: str) -> tuple[str, ...]:
    """What is found when text is added to the file that a name stands for."""
    paths = {"main": "t/main.tf", "inner": "t/modules/inner/main.tf", "outputs": "t/outputs.tf"}
    added = {paths[name]: text for name, text in changes.items()}
    return check_terraform({path: (text + added.get(path, "")).encode() for path, text in RIGHT.items()})


def test_right_files_have_no_problem() -> None:
    assert checked() == ()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("locals {\n  a = var.lost\n}\n", "t/main.tf: var.lost is used but declared nowhere in its module."),
        ("locals {\n  a = local.lost\n}\n", "t/main.tf: local.lost is used but declared nowhere in its module."),
        ("locals {\n  a = aws_x.lost.id\n}\n", "t/main.tf: aws_x.lost is used but declared nowhere in its module."),
        (
            'locals {\n  a = "x-${data.aws_x.lost[0].id}"\n}\n',
            "t/main.tf: data.aws_x.lost is used but declared nowhere in its module.",
        ),
        (
            "locals {\n  a = one(module.lost[*].id)\n}\n",
            "t/main.tf: module.lost is used but declared nowhere in its module.",
        ),
        (
            "locals {\n  a = local.zones[var.lost]\n}\n",
            "t/main.tf: var.lost is used but declared nowhere in its module.",
        ),
        (
            "locals {\n  a = ephemeral.x.lost.result\n}\n",
            "t/main.tf: ephemeral.x.lost is used but declared nowhere in its module.",
        ),
        ('variable "idle" {\n  type = string\n}\n', "t/main.tf: var.idle is declared and never used."),
        (
            'variable "idle" {\n  validation {\n    condition = var.idle\n  }\n}\n',
            "t/main.tf: var.idle is declared and never used.",
        ),
        (
            "locals {\n  zones = []\n}\n",
            "t/main.tf: local.zones is declared a second time; it is in t/main.tf already.",
        ),
        (
            'resource "aws_thing" "one" {}\n',
            "t/main.tf: aws_thing.one is declared a second time; it is in t/main.tf already.",
        ),
        (
            'output "ids" {\n  value = 1\n}\n',
            "t/outputs.tf: output.ids is declared a second time; it is in t/main.tf already.",
        ),
        (
            'module "m" {\n  source = "./modules/inner"\n}\n',
            "t/main.tf: module.m does not give name, which has no default.",
        ),
        (
            'module "m" {\n  source = "./modules/inner"\n  name = "n"\n  colour = "red"\n}\n',
            "t/main.tf: module.m gives colour, which is no variable of the module.",
        ),
        (
            'module "m" {\n  source = "./modules/lost"\n}\n',
            "t/main.tf: module.m calls ./modules/lost, where there is no Terraform file.",
        ),
        (
            "locals {\n  a = module.inner[0].lost\n}\n",
            "t/main.tf: module.inner.lost is no output of ./modules/inner.",
        ),
    ],
)
def test_each_kind_of_mistake_is_found(text: str, problem: str) -> None:
    assert checked(main=text) == (problem,)


def test_an_output_that_names_nothing_is_found() -> None:
    problem = "t/outputs.tf: aws_thing.two is used but declared nowhere in its module."
    assert checked(outputs='output "more" {\n  value = aws_thing.two.id\n}\n') == (problem,)


def test_names_of_a_module_mean_nothing_in_another() -> None:
    problem = "t/modules/inner/main.tf: local.zones is used but declared nowhere in its module."
    assert checked(inner="locals {\n  a = local.zones\n}\n") == (problem,)


@pytest.mark.parametrize("text", ['resource "x" {', "a = = b\n", 'locals {\n  a = "${"\n}\n'])
def test_a_file_that_does_not_parse_is_found(text: str) -> None:
    (problem,) = check_terraform({"t/main.tf": text.encode()})
    assert problem.startswith("t/main.tf: does not parse: ")
    assert "\n" not in problem


def test_a_file_that_is_no_text_is_found() -> None:
    (problem,) = check_terraform({"t/main.tf": b"\xff\xfe"})
    assert problem.startswith("t/main.tf: does not parse: ")


def test_other_files_are_let_alone() -> None:
    assert check_terraform({"README.md": b"var.lost", "values.yaml": b"{{ .Values }}"}) == ()
