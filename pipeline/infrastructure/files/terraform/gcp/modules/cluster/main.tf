# The Kubernetes cluster (GKE Autopilot): Google keeps the nodes, in three zones, with private addresses only.
resource "google_container_cluster" "this" {
  #checkov:skip=CKV_GCP_12: Autopilot always enforces network policies, with Dataplane V2
  #checkov:skip=CKV_GCP_13: clusters since 1.12 have no client certificates unless they are asked for, and this asks for none
  #checkov:skip=CKV_GCP_61: Autopilot always has the flow logs of its subnet, which the network turns on
  #checkov:skip=CKV_GCP_69: Autopilot nodes always run the metadata server of GKE
  #checkov:skip=CKV_GCP_65: groups of Google Workspace exist only where a company has it; access is by account here
  name                = var.name
  location            = var.region
  enable_autopilot    = true
  deletion_protection = true
  network             = var.network_id
  subnetwork          = var.subnet_id
  networking_mode     = "VPC_NATIVE"
  resource_labels     = var.labels

  ip_allocation_policy {
    cluster_secondary_range_name  = "pods"
    services_secondary_range_name = "services"
  }

  private_cluster_config {
    enable_private_nodes    = true
    enable_private_endpoint = true
  }

  # nobody reaches the API by an address; the name is answered by Google, which asks for an identity first
  control_plane_endpoints_config {
    dns_endpoint_config {
      allow_external_traffic = true
    }

    ip_endpoints_config {
      enabled = false
    }
  }

  master_authorized_networks_config {}

  release_channel {
    channel = "REGULAR"
  }

  database_encryption {
    state    = "ENCRYPTED"
    key_name = var.kms_key_id
  }

  binary_authorization {
    evaluation_mode = "PROJECT_SINGLETON_POLICY_ENFORCE"
  }

  cluster_autoscaling {
    auto_provisioning_defaults {
      service_account   = google_service_account.nodes.email
      oauth_scopes      = ["https://www.googleapis.com/auth/cloud-platform"]
      boot_disk_kms_key = var.kms_key_id
    }
  }

  security_posture_config {
    mode = "BASIC"
  }

  maintenance_policy {
    recurring_window {
      start_time = "2025-01-04T02:00:00Z"
      end_time   = "2025-01-04T06:00:00Z"
      recurrence = "FREQ=WEEKLY;BYDAY=SA,SU"
    }
  }
}

resource "google_service_account" "nodes" {
  account_id   = "${var.name}-nodes"
  display_name = "Nodes of ${var.name}"
}

# what a node needs to report its logs and figures, and no more
resource "google_project_iam_member" "nodes" {
  project = var.project_id
  role    = "roles/container.defaultNodeServiceAccount"
  member  = google_service_account.nodes.member
}

resource "google_artifact_registry_repository_iam_member" "nodes" {
  project    = var.project_id
  location   = var.region
  repository = var.repository
  role       = "roles/artifactregistry.reader"
  member     = google_service_account.nodes.member
}
