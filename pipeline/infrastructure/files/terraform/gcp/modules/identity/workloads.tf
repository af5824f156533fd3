# The accounts of helpers in the cluster, each tied to one service account there: one reads secrets, one keeps backups.
resource "google_service_account" "secrets" {
  account_id   = "${var.name}-secrets"
  display_name = "External Secrets of ${var.name}"
}

resource "google_secret_manager_secret_iam_member" "secrets" {
  for_each = var.secret_ids

  secret_id = each.value
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.secrets.member
}

resource "google_service_account_iam_member" "secrets" {
  service_account_id = google_service_account.secrets.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "serviceAccount:${var.workload_pool}[external-secrets/external-secrets]"
}

resource "google_service_account" "backups" {
  count = var.keeps_data ? 1 : 0

  account_id   = "${var.name}-velero"
  display_name = "Backups of ${var.name}"
}

resource "google_service_account_iam_member" "backups" {
  count = var.keeps_data ? 1 : 0

  service_account_id = google_service_account.backups[0].name
  role               = "roles/iam.workloadIdentityUser"
  member             = "serviceAccount:${var.workload_pool}[velero/velero]"
}

resource "google_project_iam_custom_role" "backups" {
  count = var.keeps_data ? 1 : 0

  role_id = "${replace(var.name, "-", "_")}_velero"
  title   = "Save and restore the volumes of ${var.name}"
  permissions = [
    "compute.disks.create",
    "compute.disks.createSnapshot",
    "compute.disks.get",
    "compute.projects.get",
    "compute.snapshots.create",
    "compute.snapshots.delete",
    "compute.snapshots.get",
    "compute.snapshots.useReadOnly",
    "compute.zones.get",
  ]
}

resource "google_project_iam_member" "backups" {
  count = var.keeps_data ? 1 : 0

  project = var.project_id
  role    = google_project_iam_custom_role.backups[0].name
  member  = google_service_account.backups[0].member
}
