# What others need of the database.
output "id" {
  description = "The database, for alarms and for what restores it."
  value       = aws_db_instance.this.identifier
}

output "url_secret_arn" {
  description = "The secret that holds DATABASE_URL."
  value       = aws_secretsmanager_secret.url.arn
}
