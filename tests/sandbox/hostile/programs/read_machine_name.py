"""The machine's own name is not told."""

import platform

from tests.sandbox.hostile.acts import HOST, judge

judge(f"the name is {platform.node()}", is_held=platform.node() not in ("", HOST["name"]))
