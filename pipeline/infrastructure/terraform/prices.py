"""List prices of the three clouds, each with the region and the month that it is of, and the page that shows today's.

They are what the vendors published for pay-as-you-go, in US dollars, without taxes and discounts. They are not
looked up when a project is made: the page says from which month they are, and that the vendor's own page counts.
"""

from dataclasses import dataclass

from pipeline.contracts.delivery import Cloud

HOURS = 730
"""Hours in a month, as all three vendors count in their calculators."""


@dataclass(frozen=True)
class Price:
    """What one unit of something costs for a month."""

    what: str
    unit: str
    usd: float
    """For one unit and one month; what is sold by the hour is taken 730 times."""
    source: str


@dataclass(frozen=True)
class PriceList:
    """The prices of one cloud."""

    region: str
    month: str
    """When they were published so, as YYYY-MM."""
    is_compared: bool
    """Whether they were compared with pages of that time, and not written down from what is known of them."""
    prices: dict[str, Price]


AWS = PriceList(
    region="us-east-1 (N. Virginia)",
    month="2026-06",
    is_compared=True,
    prices={
        "cluster": Price(
            "Kubernetes control plane (EKS)", "cluster", 0.10 * HOURS, "https://aws.amazon.com/eks/pricing/"
        ),
        "node": Price(
            "Node (m6i.large, with 12 % for Auto Mode)",
            "node",
            0.096 * 1.12 * HOURS,
            "https://aws.amazon.com/eks/pricing/",
        ),
        "gateway": Price("NAT gateway", "gateway", 0.045 * HOURS, "https://aws.amazon.com/vpc/pricing/"),
        "address": Price("Public IPv4 address", "address", 0.005 * HOURS, "https://aws.amazon.com/vpc/pricing/"),
        "balancer": Price(
            "Application load balancer, with one capacity unit",
            "balancer",
            (0.0225 + 0.008) * HOURS,
            "https://aws.amazon.com/elasticloadbalancing/pricing/",
        ),
        "database": Price(
            "PostgreSQL in two zones (db.t4g.small)",
            "database",
            0.064 * HOURS,
            "https://aws.amazon.com/rds/postgresql/pricing/",
        ),
        "database_gb": Price(
            "Its storage in two zones (gp3)", "GB", 0.23, "https://aws.amazon.com/rds/postgresql/pricing/"
        ),
        "volume_gb": Price("Volumes (gp3)", "GB", 0.08, "https://aws.amazon.com/ebs/pricing/"),
        "backup_gb": Price("Backups (S3)", "GB", 0.023, "https://aws.amazon.com/s3/pricing/"),
        "image_gb": Price("Images (ECR)", "GB", 0.10, "https://aws.amazon.com/ecr/pricing/"),
        "log_gb": Price("Logs (CloudWatch)", "GB", 0.50, "https://aws.amazon.com/cloudwatch/pricing/"),
        "key": Price("Encryption key (KMS)", "key", 1.0, "https://aws.amazon.com/kms/pricing/"),
        "secret": Price("Secret (Secrets Manager)", "secret", 0.40, "https://aws.amazon.com/secrets-manager/pricing/"),
    },
)

GCP = PriceList(
    region="us-central1 (Iowa)",
    month="2025-06",
    is_compared=False,
    prices={
        "cluster": Price(
            "Kubernetes control plane (GKE)",
            "cluster",
            0.10 * HOURS,
            "https://cloud.google.com/kubernetes-engine/pricing",
        ),
        "cpu": Price(
            "Processor of pods (Autopilot)",
            "vCPU",
            0.0445 * HOURS,
            "https://cloud.google.com/kubernetes-engine/pricing",
        ),
        "memory_gb": Price(
            "Memory of pods (Autopilot)", "GB", 0.0049225 * HOURS, "https://cloud.google.com/kubernetes-engine/pricing"
        ),
        "gateway": Price(
            "Way out (Cloud NAT), for four nodes", "gateway", 4 * 0.0014 * HOURS, "https://cloud.google.com/nat/pricing"
        ),
        "balancer": Price(
            "Load balancer (forwarding rule)", "rule", 0.025 * HOURS, "https://cloud.google.com/load-balancing/pricing"
        ),
        "database": Price(
            "PostgreSQL in two zones (1 vCPU, 3.75 GB)",
            "database",
            (0.0826 + 3.75 * 0.014) * HOURS,
            "https://cloud.google.com/sql/pricing",
        ),
        "database_gb": Price("Its storage in two zones (SSD)", "GB", 0.34, "https://cloud.google.com/sql/pricing"),
        "volume_gb": Price(
            "Volumes (balanced disks)", "GB", 0.10, "https://cloud.google.com/compute/disks-image-pricing"
        ),
        "backup_gb": Price("Backups (Cloud Storage)", "GB", 0.02, "https://cloud.google.com/storage/pricing"),
        "image_gb": Price(
            "Images (Artifact Registry)", "GB", 0.10, "https://cloud.google.com/artifact-registry/pricing"
        ),
        "key": Price("Encryption key (one version)", "version", 0.06, "https://cloud.google.com/kms/pricing"),
        "secret": Price("Secret (one version)", "version", 0.06, "https://cloud.google.com/secret-manager/pricing"),
    },
)

AZURE = PriceList(
    region="East US",
    month="2025-06",
    is_compared=False,
    prices={
        "cluster": Price(
            "Kubernetes control plane (AKS Standard)",
            "cluster",
            0.10 * HOURS,
            "https://azure.microsoft.com/pricing/details/kubernetes-service/",
        ),
        "node": Price(
            "Node (Standard_D2ds_v5)",
            "node",
            0.113 * HOURS,
            "https://azure.microsoft.com/pricing/details/virtual-machines/linux/",
        ),
        "gateway": Price(
            "NAT gateway", "gateway", 0.045 * HOURS, "https://azure.microsoft.com/pricing/details/azure-nat-gateway/"
        ),
        "address": Price(
            "Public IPv4 address", "address", 0.005 * HOURS, "https://azure.microsoft.com/pricing/details/ip-addresses/"
        ),
        "balancer": Price(
            "Load balancer (Standard)",
            "balancer",
            0.025 * HOURS,
            "https://azure.microsoft.com/pricing/details/load-balancer/",
        ),
        "link": Price(
            "Private link", "link", 0.01 * HOURS, "https://azure.microsoft.com/pricing/details/private-link/"
        ),
        "database": Price(
            "PostgreSQL in two zones (D2ds_v5, twice)",
            "database",
            2 * 0.178 * HOURS,
            "https://azure.microsoft.com/pricing/details/postgresql/flexible-server/",
        ),
        "database_gb": Price(
            "Its storage in two zones",
            "GB",
            2 * 0.115,
            "https://azure.microsoft.com/pricing/details/postgresql/flexible-server/",
        ),
        "volume_gb": Price(
            "Volumes (standard SSD)", "GB", 0.075, "https://azure.microsoft.com/pricing/details/managed-disks/"
        ),
        "backup_gb": Price(
            "Backups (Blob, zones and a second region)",
            "GB",
            0.0414,
            "https://azure.microsoft.com/pricing/details/storage/blobs/",
        ),
        "registry": Price(
            "Registry of images (ACR Premium)",
            "registry",
            1.667 * 365 / 12,
            "https://azure.microsoft.com/pricing/details/container-registry/",
        ),
        "log_gb": Price("Logs (Log Analytics)", "GB", 2.30, "https://azure.microsoft.com/pricing/details/monitor/"),
        "key": Price(
            "Encryption key (RSA 4096, in hardware)",
            "key",
            5.0,
            "https://azure.microsoft.com/pricing/details/key-vault/",
        ),
    },
)

PRICES = {Cloud.AWS: AWS, Cloud.GCP: GCP, Cloud.AZURE: AZURE}
