# The PostgreSQL database: in two zones, encrypted, without a public address, saved every day and in a second region.
locals {
  settings = {
    "azure.extensions"           = "PGCRYPTO"
    "connection_throttle.enable" = "on"
    "log_checkpoints"            = "on"
    "log_connections"            = "on"
    "log_disconnections"         = "on"
    "logfiles.retention_days"    = "7"
    "require_secure_transport"   = "on"
  }
}

resource "azurerm_postgresql_flexible_server" "this" {
  #checkov:skip=CKV2_AZURE_57: it has an address in the network itself, in a subnet of its own, which excludes a private endpoint
  name                = var.name
  resource_group_name = var.resource_group
  location            = var.location
  version             = var.engine_version
  sku_name            = var.size
  storage_mb          = var.storage_gb * 1024
  auto_grow_enabled   = true
  zone                = "1"
  tags                = var.tags

  administrator_login               = var.user
  administrator_password_wo         = ephemeral.azurerm_key_vault_secret.password.value
  administrator_password_wo_version = var.password_version

  delegated_subnet_id           = var.subnet_id
  private_dns_zone_id           = var.zone_id
  public_network_access_enabled = false

  # copies in a second region need the keys of Azure: a key of one's own would have to exist there too
  backup_retention_days        = var.backup_days
  geo_redundant_backup_enabled = true

  high_availability {
    mode                      = "ZoneRedundant"
    standby_availability_zone = "2"
  }

  maintenance_window {
    day_of_week  = 0
    start_hour   = 4
    start_minute = 0
  }

  lifecycle {
    prevent_destroy = true
    # after a failover, the zones are the other way round
    ignore_changes = [zone, high_availability[0].standby_availability_zone]
  }
}

resource "azurerm_postgresql_flexible_server_configuration" "this" {
  for_each = local.settings

  name      = each.key
  server_id = azurerm_postgresql_flexible_server.this.id
  value     = each.value
}

resource "azurerm_postgresql_flexible_server_database" "this" {
  name      = var.database
  server_id = azurerm_postgresql_flexible_server.this.id
  charset   = "UTF8"
  collation = "en_US.utf8"

  lifecycle {
    prevent_destroy = true
  }
}

resource "azurerm_monitor_diagnostic_setting" "this" {
  name                       = "database"
  target_resource_id         = azurerm_postgresql_flexible_server.this.id
  log_analytics_workspace_id = var.workspace_id

  enabled_log {
    category = "PostgreSQLLogs"
  }
}
