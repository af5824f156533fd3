"""How grave each of checkov's policies is. Without an account checkov itself says nothing of that.

The names of policies: <https://www.checkov.io/5.Policy%20Index/all.html>.
"""

from pipeline.contracts.findings import Severity

_HIGH = {
    "privileged containers, and those that can become so": (
        "CKV_K8S_2 CKV_K8S_5 CKV_K8S_16 CKV_K8S_20 CKV_K8S_27 CKV_K8S_39 CKV_K8S_159 CKV_AWS_334"
    ),
    "root": "CKV_K8S_6 CKV_K8S_23 CKV_DOCKER_3 CKV_DOCKER_8",
    "namespaces of the host": "CKV_K8S_1 CKV_K8S_3 CKV_K8S_4 CKV_K8S_17 CKV_K8S_18 CKV_K8S_19 CKV_AWS_335",
    "wildcards in roles, and rights to give oneself more": (
        "CKV_K8S_49 CKV_K8S_155 CKV_K8S_156 CKV_K8S_157 CKV_K8S_158 CKV2_K8S_1 CKV2_K8S_2 CKV2_K8S_3 CKV2_K8S_5 "
        "CKV_AWS_1 CKV_AWS_49 CKV_AWS_60 CKV_AWS_61 CKV_AWS_62 CKV_AWS_63 CKV_AWS_107 CKV_AWS_109 CKV_AWS_110 "
        "CKV_AWS_274 CKV_AWS_286 CKV_AWS_287 CKV_AWS_289 CKV2_AWS_40 CKV2_AWS_56 "
        "CKV_GCP_41 CKV_GCP_42 CKV_GCP_44 CKV_GCP_45 CKV_GCP_46 CKV_GCP_49 CKV_GCP_117 CKV_GCP_118 "
        "CKV_AZURE_5 CKV_AZURE_39 CKV_GHA_1 CKV_GHA_2 CKV2_GHA_1"
    ),
    "open to everybody": (
        "CKV_AWS_17 CKV_AWS_20 CKV_AWS_24 CKV_AWS_25 CKV_AWS_32 CKV_AWS_33 CKV_AWS_38 CKV_AWS_53 CKV_AWS_54 "
        "CKV_AWS_55 CKV_AWS_56 CKV_AWS_57 CKV_AWS_70 CKV_AWS_100 CKV_AWS_277 CKV2_AWS_6 "
        "CKV_GCP_2 CKV_GCP_3 CKV_GCP_11 CKV_GCP_18 CKV_GCP_20 CKV_GCP_28 CKV_GCP_60 CKV_GCP_101 CKV_GCP_112 "
        "CKV_GCP_113 CKV_GCP_114 CKV2_GCP_6 CKV2_GCP_8 CKV2_GCP_9 "
        "CKV_AZURE_9 CKV_AZURE_10 CKV_AZURE_34 CKV_AZURE_68 CKV_AZURE_138 CKV_AZURE_143 CKV_AZURE_190 CKV2_AZURE_47 "
        "CKV_DOCKER_1"
    ),
    "not encrypted": (
        "CKV_AWS_2 CKV_AWS_3 CKV_AWS_16 CKV_AWS_19 CKV_AWS_42 CKV_AWS_58 CKV_AWS_97 CKV_AWS_103 CKV2_AWS_69 "
        "CKV_AZURE_3 CKV_AZURE_29 CKV_AZURE_44 CKV_AZURE_147"
    ),
    "secrets that are written down or sent away": (
        "CKV_AWS_41 CKV_AWS_45 CKV_AWS_46 CKV2_AWS_36 CKV_GHA_3 CKV_AZURE_137"
    ),
    "packages and servers that nobody proves": "CKV2_DOCKER_2 CKV2_DOCKER_3 CKV2_DOCKER_4 CKV2_DOCKER_5 CKV2_DOCKER_8",
}
_MEDIUM = {
    "what a container may do": "CKV_K8S_22 CKV_K8S_25 CKV_K8S_26 CKV_K8S_28 CKV_K8S_31 CKV_K8S_37 CKV_AWS_336",
    "what a pod can reach": "CKV2_K8S_6 CKV_K8S_38 CKV_K8S_41 CKV_K8S_42",
    "no bounds to what it uses": "CKV_K8S_11 CKV_K8S_13",
    "versions that move": "CKV_K8S_14 CKV_AWS_51",
    "larger than need be": (
        "CKV_AWS_39 CKV_AWS_108 CKV_AWS_111 CKV_AWS_288 CKV_AWS_290 CKV_AWS_355 CKV_AWS_356 CKV_AZURE_6"
    ),
    "certificates of clients, where encryption is already asked for": "CKV_GCP_6",
    "what is lost with one zone or one mistake": "CKV_AWS_157 CKV_AWS_293 CKV_AWS_21",
}
HIGH = frozenset(" ".join(_HIGH.values()).split())
MEDIUM = frozenset(" ".join(_MEDIUM.values()).split())
SECRETS = "CKV_SECRET_"
NOT_ASKED = {
    "CKV_K8S_15": "A tag is pushed once, so that pulling it again changes nothing and only costs time.",
    "CKV_K8S_35": "The application reads its secrets from variables, and whoever reads those reads its files, too.",
    "CKV_K8S_43": "The digest is known once the image is pushed; the release puts it in the place of the tag.",
    "CKV_DOCKER_2": "Quintet's own rule about health checks says it.",
    "CKV_DOCKER_7": "hadolint says it.",
}
"""What is not asked of checkov, and why."""


def severity_of(policy: str) -> Severity:
    """How grave it is to break a policy."""
    if policy in HIGH or policy.startswith(SECRETS):
        return Severity.HIGH
    return Severity.MEDIUM if policy in MEDIUM else Severity.LOW
