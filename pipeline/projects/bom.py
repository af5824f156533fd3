"""The software bill of materials of a project, in CycloneDX JSON: what its lock pins, with the hashes."""

import uuid
from functools import cache

from pipeline.contracts.plan import Blueprint
from pipeline.projects.locks import pins

PATH = "sbom.cdx.json"
LICENCE = "MIT"


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
            name=pin.name,
            version=pin.version,
            bom_ref=f"{pin.name}=={pin.version}",
            purl=PackageURL("pypi", name=pin.name.lower().replace("_", "-"), version=pin.version),
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in pin.digests],
        )
        for pin in pins(lock)
    ]
    bom.components.update(packages)
    bom.register_dependency(project, packages)
    return f"{JsonV1Dot6(bom).output_as_string(indent=2)}\n".encode()
