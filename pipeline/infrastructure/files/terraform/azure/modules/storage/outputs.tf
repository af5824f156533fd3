# What others need of the storage.
output "id" {
  description = "The account, for those who write to it."
  value       = azurerm_storage_account.this.id
}

output "name" {
  description = "The account by name."
  value       = azurerm_storage_account.this.name
}
