# Who may do what: GitHub's jobs by their own identity and environment, and nobody by a key that lasts.
resource "google_iam_workload_identity_pool" "github" {
  workload_identity_pool_id = "${var.name}-github"
  display_name              = "GitHub, for ${var.name}"
}

resource "google_iam_workload_identity_pool_provider" "github" {
  #checkov:skip=CKV_GCP_125: only this repository's jobs in these environments; its name is a variable, which the check does not see through
  workload_identity_pool_id          = google_iam_workload_identity_pool.github.workload_identity_pool_id
  workload_identity_pool_provider_id = "github"
  display_name                       = "GitHub Actions"
  attribute_condition                = "assertion.sub == 'repo:${var.github_repository}:environment:${var.environment}'${local.or_build}"

  attribute_mapping = {
    "google.subject"       = "assertion.sub"
    "attribute.repository" = "assertion.repository"
  }

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

locals {
  or_build = var.owns_shared ? " || assertion.sub == 'repo:${var.github_repository}:environment:build'" : ""
  subject  = "principal://iam.googleapis.com/${google_iam_workload_identity_pool.github.name}/subject/repo:${var.github_repository}:environment"
}

resource "google_service_account" "deployer" {
  account_id   = "${var.name}-deployer"
  display_name = "The release workflow in ${var.environment}"
}

resource "google_service_account_iam_member" "deployer" {
  service_account_id = google_service_account.deployer.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "${local.subject}:${var.environment}"
}

# to find the cluster and to speak with it; what it may do there is said in the cluster, for one namespace
resource "google_project_iam_custom_role" "deployer" {
  role_id     = "${replace(var.name, "-", "_")}_deployer"
  title       = "Find and reach the cluster of ${var.name}"
  permissions = ["container.clusters.connect", "container.clusters.get", "container.clusters.list"]
}

resource "google_project_iam_member" "deployer" {
  project = var.project_id
  role    = google_project_iam_custom_role.deployer.name
  member  = google_service_account.deployer.member
}

resource "google_service_account" "pusher" {
  count = var.owns_shared ? 1 : 0

  account_id   = "${var.name}-pusher"
  display_name = "The release workflow where it pushes the image"
}

resource "google_service_account_iam_member" "pusher" {
  count = var.owns_shared ? 1 : 0

  service_account_id = google_service_account.pusher[0].name
  role               = "roles/iam.workloadIdentityUser"
  member             = "${local.subject}:build"
}

resource "google_artifact_registry_repository_iam_member" "pusher" {
  count = var.owns_shared ? 1 : 0

  project    = var.project_id
  location   = var.region
  repository = var.repository
  role       = "roles/artifactregistry.writer"
  member     = google_service_account.pusher[0].member
}
