# The PostgreSQL database: in two zones, encrypted, without a public address, saved every day.
locals {
  flags = {
    "cloudsql.enable_pgaudit"    = "on"
    "log_checkpoints"            = "on"
    "log_connections"            = "on"
    "log_disconnections"         = "on"
    "log_duration"               = "on"
    "log_hostname"               = "on"
    "log_lock_waits"             = "on"
    "log_min_duration_statement" = "-1"
    "log_min_error_statement"    = "error"
    "log_min_messages"           = "warning"
    "log_statement"              = "ddl"
    "log_temp_files"             = "0"
  }
}

resource "google_sql_database_instance" "this" {
  name                = var.name
  region              = var.region
  database_version    = "POSTGRES_${var.engine_version}"
  encryption_key_name = var.kms_key_id
  deletion_protection = true

  settings {
    tier                        = var.tier
    edition                     = "ENTERPRISE"
    availability_type           = "REGIONAL"
    disk_type                   = "PD_SSD"
    disk_size                   = var.storage_gb
    disk_autoresize             = true
    disk_autoresize_limit       = var.storage_gb * 5
    deletion_protection_enabled = true
    user_labels                 = var.labels

    backup_configuration {
      enabled                        = true
      start_time                     = "02:00"
      point_in_time_recovery_enabled = true
      transaction_log_retention_days = 7

      backup_retention_settings {
        retained_backups = var.backup_days
        retention_unit   = "COUNT"
      }
    }

    ip_configuration {
      ipv4_enabled    = false
      private_network = var.network_id
      ssl_mode        = "ENCRYPTED_ONLY"
    }

    insights_config {
      query_insights_enabled = true
    }

    maintenance_window {
      day          = 7
      hour         = 4
      update_track = "stable"
    }

    dynamic "database_flags" {
      for_each = local.flags

      content {
        name  = database_flags.key
        value = database_flags.value
      }
    }
  }

  # the private link has to be there before the database is
  depends_on = [terraform_data.connection]
}

resource "terraform_data" "connection" {
  input = var.services_connection
}

resource "google_sql_database" "this" {
  name     = var.database
  instance = google_sql_database_instance.this.name
}

resource "google_sql_user" "this" {
  name                = var.user
  instance            = google_sql_database_instance.this.name
  password_wo         = ephemeral.google_secret_manager_secret_version.password.secret_data
  password_wo_version = var.password_version
}
