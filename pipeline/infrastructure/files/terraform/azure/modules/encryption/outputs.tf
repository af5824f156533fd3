# What others need of the vault.
output "vault_id" {
  description = "The vault."
  value       = azurerm_key_vault.this.id

  depends_on = [azurerm_role_assignment.administrator]
}

output "vault_uri" {
  description = "The vault's address."
  value       = azurerm_key_vault.this.vault_uri
}

output "key_id" {
  description = "The key, in whichever version is the newest."
  value       = azurerm_key_vault_key.this.versionless_id
}

output "identity_id" {
  description = "The identity that uses the key."
  value       = azurerm_user_assigned_identity.encryption.id

  depends_on = [azurerm_role_assignment.encryption]
}

output "identity_client_id" {
  description = "The same by its client ID."
  value       = azurerm_user_assigned_identity.encryption.client_id
}

output "disk_encryption_set_id" {
  description = "What disks are encrypted with."
  value       = azurerm_disk_encryption_set.this.id
}
