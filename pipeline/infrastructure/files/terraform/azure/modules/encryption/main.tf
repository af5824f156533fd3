# The vault with the key that everything at rest is encrypted with, and with the application's secrets.
resource "azurerm_key_vault" "this" {
  #checkov:skip=CKV_AZURE_189: reached from outside only by the addresses in vault_allowed_ips, such as that of who runs Terraform
  name                          = var.vault
  resource_group_name           = var.resource_group
  location                      = var.location
  tenant_id                     = var.tenant_id
  sku_name                      = "premium"
  rbac_authorization_enabled    = true
  purge_protection_enabled      = true
  soft_delete_retention_days    = 90
  enabled_for_disk_encryption   = true
  public_network_access_enabled = length(var.vault_allowed_ips) > 0
  tags                          = var.tags

  network_acls {
    default_action = "Deny"
    bypass         = "AzureServices"
    ip_rules       = var.vault_allowed_ips
  }
}

resource "azurerm_role_assignment" "administrator" {
  for_each = toset(["Key Vault Crypto Officer", "Key Vault Secrets Officer"])

  scope                = azurerm_key_vault.this.id
  role_definition_name = each.key
  principal_id         = var.administrator_object_id
}

resource "azurerm_key_vault_key" "this" {
  name            = "everything"
  key_vault_id    = azurerm_key_vault.this.id
  key_type        = "RSA-HSM"
  key_size        = 4096
  key_opts        = ["decrypt", "encrypt", "sign", "unwrapKey", "verify", "wrapKey"]
  expiration_date = var.key_expires
  tags            = var.tags

  rotation_policy {
    expire_after         = "P2Y"
    notify_before_expiry = "P30D"

    automatic {
      time_before_expiry = "P60D"
    }
  }

  lifecycle {
    # rotation sets a date of its own
    ignore_changes = [expiration_date]
  }

  depends_on = [azurerm_role_assignment.administrator]
}

# who encrypts and decrypts with the key: one identity, which storage, registry and database use
resource "azurerm_user_assigned_identity" "encryption" {
  name                = "${var.name}-encryption"
  resource_group_name = var.resource_group
  location            = var.location
  tags                = var.tags
}

resource "azurerm_role_assignment" "encryption" {
  scope                = azurerm_key_vault.this.id
  role_definition_name = "Key Vault Crypto Service Encryption User"
  principal_id         = azurerm_user_assigned_identity.encryption.principal_id
}

resource "azurerm_disk_encryption_set" "this" {
  name                      = var.name
  resource_group_name       = var.resource_group
  location                  = var.location
  key_vault_key_id          = azurerm_key_vault_key.this.versionless_id
  auto_key_rotation_enabled = true
  tags                      = var.tags

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.encryption.id]
  }

  depends_on = [azurerm_role_assignment.encryption]
}
