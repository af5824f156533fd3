# The secrets of the application: made here and empty, filled in by you, so that no value of them is in the state.
resource "google_secret_manager_secret" "this" {
  for_each = var.secrets

  secret_id = "${var.prefix}-${each.key}"
  labels    = var.labels

  annotations = {
    about = each.value
  }

  replication {
    user_managed {
      replicas {
        location = var.region

        customer_managed_encryption {
          kms_key_name = var.kms_key_id
        }
      }
    }
  }
}
