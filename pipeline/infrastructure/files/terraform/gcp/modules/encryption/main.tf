# The key that everything at rest is encrypted with: of this environment only, and made anew every ninety days.
terraform {
  required_providers {
    google = {
      source = "hashicorp/google"
    }
    google-beta = {
      source = "hashicorp/google-beta"
    }
  }
}

resource "google_kms_key_ring" "this" {
  name     = var.name
  location = var.region
}

resource "google_kms_crypto_key" "this" {
  name            = var.name
  key_ring        = google_kms_key_ring.this.id
  rotation_period = "7776000s"

  lifecycle {
    prevent_destroy = true
  }
}

# these services make their own accounts when they are asked to, the others with their first use
resource "google_project_service_identity" "this" {
  for_each = setintersection(keys(var.services), [
    "artifactregistry.googleapis.com",
    "secretmanager.googleapis.com",
    "sqladmin.googleapis.com",
  ])

  provider = google-beta

  project = var.project_id
  service = each.key
}

data "google_storage_project_service_account" "this" {}

# the services whose own accounts encrypt and decrypt what they keep
resource "google_kms_crypto_key_iam_member" "services" {
  for_each = var.services

  crypto_key_id = google_kms_crypto_key.this.id
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = "serviceAccount:service-${var.project_number}@${each.value}.iam.gserviceaccount.com"

  depends_on = [
    data.google_storage_project_service_account.this,
    google_project_service_identity.this,
  ]
}
