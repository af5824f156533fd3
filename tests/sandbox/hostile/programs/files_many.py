"""Of many files no more come back than were agreed on."""

import os

from tests.sandbox.hostile.acts import held

MAY_RETURN = "many/*"

os.mkdir("many")
for each in range(300):
    with open(f"many/{each}", "w") as file:
        file.write("x")
held("what came back is seen from outside")
