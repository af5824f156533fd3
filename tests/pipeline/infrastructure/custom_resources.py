"""Small, strict schemas of the custom resources that are written, from the documentation of their controllers."""

from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string", "minLength": 1}
TEXTS: Schema = {"type": "array", "items": TEXT, "minItems": 1}
DURATION: Schema = {"type": "string", "pattern": r"^(\d+h)?(\d+m)?(\d+s)?$", "minLength": 2}
LABELS: Schema = {"type": "object", "additionalProperties": TEXT}


def of(required: Schema, optional: Schema | None = None) -> Schema:
    """An object with these keys and no others."""
    return {
        "type": "object",
        "required": list(required),
        "properties": required | (optional or {}),
        "additionalProperties": False,
    }


def listed(item: Schema) -> Schema:
    """A list with something in it."""
    return {"type": "array", "items": item, "minItems": 1}


METADATA = of({"name": TEXT}, {"namespace": TEXT, "labels": LABELS, "annotations": LABELS})


def resource(api: str, kind: str, spec: Schema) -> Schema:
    """A custom resource."""
    return of({"apiVersion": {"const": api}, "kind": {"const": kind}, "metadata": METADATA, "spec": spec})


_PROVIDER = {
    "oneOf": [
        of({"aws": of({"service": {"const": "SecretsManager"}, "region": TEXT})}),
        of({"gcpsm": of({"projectID": TEXT})}),
        of(
            {
                "azurekv": of(
                    {"authType": {"const": "WorkloadIdentity"}, "vaultUrl": {"type": "string", "pattern": "^https://"}}
                )
            }
        ),
    ]
}
_SELECTOR = of({"matchLabels": LABELS})
_RULE = of(
    {
        "alert": {"type": "string", "pattern": "^[A-Za-z]+$"},
        "expr": TEXT,
        "for": DURATION,
        "labels": LABELS,
        "annotations": LABELS,
    }
)
_HOOK = of(
    {
        "name": TEXT,
        "includedNamespaces": TEXTS,
        "labelSelector": _SELECTOR,
        "pre": listed(
            of(
                {
                    "exec": of(
                        {
                            "container": TEXT,
                            "command": TEXTS,
                            "onError": {"enum": ["Fail", "Continue"]},
                            "timeout": DURATION,
                        }
                    )
                }
            )
        ),
    }
)
SCHEMAS: dict[str, Schema] = {
    "SecretStore": resource("external-secrets.io/v1", "SecretStore", of({"provider": _PROVIDER})),
    "ExternalSecret": resource(
        "external-secrets.io/v1",
        "ExternalSecret",
        of(
            {
                "refreshInterval": DURATION,
                "secretStoreRef": of({"kind": {"const": "SecretStore"}, "name": TEXT}),
                "target": of({"name": TEXT, "creationPolicy": {"enum": ["Owner", "Orphan", "Merge", "None"]}}),
                "data": listed(of({"secretKey": TEXT, "remoteRef": of({"key": TEXT})})),
            }
        ),
    ),
    "ServiceMonitor": resource(
        "monitoring.coreos.com/v1",
        "ServiceMonitor",
        of(
            {
                "namespaceSelector": of({"matchNames": TEXTS}),
                "selector": _SELECTOR,
                "endpoints": listed(of({"port": TEXT, "path": TEXT, "interval": DURATION, "scrapeTimeout": DURATION})),
            }
        ),
    ),
    "PrometheusRule": resource(
        "monitoring.coreos.com/v1", "PrometheusRule", of({"groups": listed(of({"name": TEXT, "rules": listed(_RULE)}))})
    ),
    "Application": resource(
        "argoproj.io/v1alpha1",
        "Application",
        of(
            {
                "project": TEXT,
                "source": of({"repoURL": TEXT, "targetRevision": TEXT, "path": TEXT}),
                "destination": of({"server": TEXT, "namespace": TEXT}),
                "syncPolicy": of(
                    {
                        "automated": of({"prune": {"const": True}, "selfHeal": {"const": True}}),
                        "syncOptions": TEXTS,
                        "retry": of(
                            {
                                "limit": {"type": "integer"},
                                "backoff": of(
                                    {"duration": DURATION, "factor": {"type": "integer"}, "maxDuration": DURATION}
                                ),
                            }
                        ),
                    }
                ),
            }
        ),
    ),
    "Schedule": resource(
        "velero.io/v1",
        "Schedule",
        of(
            {
                "schedule": {"type": "string", "pattern": r"^\S+( \S+){4}$"},
                "useOwnerReferencesInBackup": {"type": "boolean"},
                "template": of(
                    {
                        "includedNamespaces": TEXTS,
                        "excludedResources": TEXTS,
                        "snapshotVolumes": {"type": "boolean"},
                        "defaultVolumesToFsBackup": {"type": "boolean"},
                        "ttl": DURATION,
                        "hooks": of({"resources": {"type": "array", "items": _HOOK}}),
                    }
                ),
            }
        ),
    ),
    "ManagedCertificate": resource("networking.gke.io/v1", "ManagedCertificate", of({"domains": TEXTS})),
    "IngressClassParams": resource(
        "eks.amazonaws.com/v1",
        "IngressClassParams",
        of({"scheme": {"enum": ["internet-facing", "internal"]}, "certificateARNs": TEXTS}),
    ),
    "Kustomization": of(
        {
            "apiVersion": {"const": "kustomize.config.k8s.io/v1beta1"},
            "kind": {"const": "Kustomization"},
            "resources": TEXTS,
            "images": listed(of({"name": TEXT, "newName": TEXT, "newTag": TEXT})),
        }
    ),
}
