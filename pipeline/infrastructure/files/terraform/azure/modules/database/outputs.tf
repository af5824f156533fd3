# What others need of the database.
output "id" {
  description = "The database, for alarms and for what restores it."
  value       = azurerm_postgresql_flexible_server.this.id
}
