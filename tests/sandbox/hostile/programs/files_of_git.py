"""Hooks and settings of Git, which would run on the machine, do not come back."""

import os

from tests.sandbox.hostile.acts import held

for name in (".git", ".GIT", "git~1", "sub/.git", ".g\u200cit"):
    os.makedirs(f"{name}/hooks")
    with open(f"{name}/hooks/post-checkout", "w") as file:
        file.write("#!/bin/sh\nid\n")
    with open(f"{name}/config", "w") as file:
        file.write("[core]\n\tfsmonitor = id\n")
for name in (".gitmodules", ".gitattributes", ".gitconfig"):
    with open(name, "w") as file:
        file.write("* filter=evil\n")
held("what came back is seen from outside")
