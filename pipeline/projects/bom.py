"""The software bill of materials of a project, in CycloneDX JSON: what its lock pins, with the hashes."""

import re
import uuid
from functools import cache

from pipeline.contracts.plan import Blueprint

PATH = "sbom.cdx.json"
LICENCE = "MIT"
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def pins(lock: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Name, version and SHA-256 digests (hex) of each package that a requirements file pins, in order."""
    found: list[tuple[str, str, list[str]]] = []
    for line in lock.splitlines():
        if pin := _PIN.match(line):
            found.append((pin["name"], pin["version"], []))
        elif found:
            found[-1][2].extend(_HASH.findall(line))
    return [(name, version, tuple(digests)) for name, version, digests in found]


def render_bom(blueprint: Blueprint, lock: str) -> bytes:
    """The document. It has no time, and a serial number made of its content: the same project has the same bill."""
    return _document(blueprint.name, blueprint.version, lock)


@cache
def _document(name: str, version: str, lock: str) -> bytes:
    from cyclonedx.model import HashAlgorithm, HashType
    from cyclonedx.model.bom import Bom, BomMetaData
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.model.license import DisjunctiveLicense
    from cyclonedx.output.json import JsonV1Dot6
    from packageurl import PackageURL

    project = Component(
        name=name,
        version=version,
        type=ComponentType.APPLICATION,
        bom_ref=name,
        licenses=[DisjunctiveLicense(id=LICENCE)],
    )
    about = BomMetaData(component=project)
    about.timestamp = None  # type: ignore[assignment]  # it is optional in the standard, and in what is written
    bom = Bom(serial_number=uuid.uuid5(uuid.NAMESPACE_URL, f"{name} {version}\n{lock}"), metadata=about)
    packages = [
        Component(
            name=package,
            version=release,
            bom_ref=f"{package}=={release}",
            purl=PackageURL("pypi", name=package.lower().replace("_", "-"), version=release),
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in digests],
        )
        for package, release, digests in pins(lock)
    ]
    bom.components.update(packages)
    bom.register_dependency(project, packages)
    return f"{JsonV1Dot6(bom).output_as_string(indent=2)}\n".encode()
