"""There is no network interface but one's own loopback, and no server for names is told."""

import os
from pathlib import Path

from tests.sandbox.hostile.acts import judge

OWN = {"lo", "sit0", "tunl0", "ip6tnl0", "gre0", "gretap0", "erspan0", "ip_vti0", "ip6_vti0", "ip6gre0"}

found = {line.partition(":")[0].strip() for line in Path("/proc/net/dev").read_text().splitlines() if ":" in line}
judge(f"interfaces: {sorted(found)}", is_held=found <= OWN)
told = Path("/etc/resolv.conf").read_text() if os.path.exists("/etc/resolv.conf") else ""
servers = {line.split()[1] for line in told.splitlines() if line.startswith("nameserver")}
judge(f"servers for names: {sorted(servers)}", is_held=servers <= {"127.0.0.1"})
