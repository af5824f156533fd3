# The password: made here, kept in Secret Manager, never in the state; a new one comes with a higher password_version.
ephemeral "random_password" "this" {
  length  = 40
  special = false
}

resource "google_secret_manager_secret" "this" {
  for_each = {
    DATABASE_PASSWORD = "password"
    DATABASE_URL      = "url"
  }

  secret_id = "${var.secret_prefix}-${each.key}"
  labels    = var.labels

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

resource "google_secret_manager_secret_version" "password" {
  secret                 = google_secret_manager_secret.this["DATABASE_PASSWORD"].id
  secret_data_wo         = ephemeral.random_password.this.result
  secret_data_wo_version = var.password_version
}

ephemeral "google_secret_manager_secret_version" "password" {
  secret  = google_secret_manager_secret.this["DATABASE_PASSWORD"].id
  version = google_secret_manager_secret_version.password.version
}

resource "google_secret_manager_secret_version" "url" {
  secret = google_secret_manager_secret.this["DATABASE_URL"].id
  secret_data_wo = format(
    "postgresql://%s:%s@%s:5432/%s?sslmode=require",
    var.user,
    ephemeral.google_secret_manager_secret_version.password.secret_data,
    google_sql_database_instance.this.private_ip_address,
    var.database,
  )
  secret_data_wo_version = var.password_version

  depends_on = [google_sql_user.this]
}
