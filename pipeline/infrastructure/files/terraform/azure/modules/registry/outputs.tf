# What others need of the registry.
output "id" {
  description = "The registry, for the identities that read it and push to it."
  value       = azurerm_container_registry.this.id
}
