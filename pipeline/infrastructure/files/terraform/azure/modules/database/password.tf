# The password: made here, kept in the vault, never in the state; a new one comes with a higher password_version.
ephemeral "random_password" "this" {
  length  = 40
  special = false
}

resource "azurerm_key_vault_secret" "password" {
  #checkov:skip=CKV_AZURE_41: it does not end by itself, since the application would stop with it; it changes with password_version
  name             = "DATABASE-PASSWORD"
  key_vault_id     = var.vault_id
  value_wo         = ephemeral.random_password.this.result
  value_wo_version = var.password_version
  content_type     = "The password of the database's user."
  tags             = var.tags
}

ephemeral "azurerm_key_vault_secret" "password" {
  name         = azurerm_key_vault_secret.password.name
  key_vault_id = var.vault_id
}

resource "azurerm_key_vault_secret" "url" {
  #checkov:skip=CKV_AZURE_41: it does not end by itself, since the application would stop with it; it changes with password_version
  name         = "DATABASE-URL"
  key_vault_id = var.vault_id
  value_wo = format(
    "postgresql://%s:%s@%s:5432/%s?sslmode=require",
    var.user,
    ephemeral.azurerm_key_vault_secret.password.value,
    azurerm_postgresql_flexible_server.this.fqdn,
    var.database,
  )
  value_wo_version = var.password_version
  content_type     = "Where the application finds its database, with its password."
  tags             = var.tags
}
