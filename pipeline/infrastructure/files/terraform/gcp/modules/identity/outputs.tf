# What others need of the accounts.
output "provider" {
  description = "How GitHub's jobs come in."
  value       = google_iam_workload_identity_pool_provider.github.name
}

output "deployer" {
  description = "The account of the release in this environment."
  value       = google_service_account.deployer.email
}

output "pusher" {
  description = "The account that pushes images; null where the other environment has it."
  value       = one(google_service_account.pusher[*].email)
}

output "secrets" {
  description = "The account that reads the secrets, for the annotation of its service account."
  value       = google_service_account.secrets.email
}

output "backups" {
  description = "The account that keeps backups; null where nothing is kept."
  value       = one(google_service_account.backups[*].email)
}
