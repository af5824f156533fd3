# What others need of the bucket.
output "bucket" {
  description = "The bucket of backups."
  value       = aws_s3_bucket.backups.bucket
}
