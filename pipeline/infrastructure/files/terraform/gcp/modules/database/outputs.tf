# What others need of the database.
output "id" {
  description = "The database, for alarms and for what restores it."
  value       = google_sql_database_instance.this.name
}

output "secret_ids" {
  description = "Its secrets by name."
  value       = { for name, secret in google_secret_manager_secret.this : name => secret.id }
}
