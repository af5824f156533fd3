# What others need of the bucket.
output "bucket" {
  description = "The bucket of backups."
  value       = google_storage_bucket.backups.name
}
