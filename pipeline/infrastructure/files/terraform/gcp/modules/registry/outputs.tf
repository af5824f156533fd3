# What others need of the registry.
output "name" {
  description = "The repository, for the accounts that read it and push to it."
  value       = google_artifact_registry_repository.this.name
}
