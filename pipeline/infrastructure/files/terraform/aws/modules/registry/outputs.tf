# What others need of the registry.
output "url" {
  description = "The image without its tag, as the release workflow pushes it."
  value       = aws_ecr_repository.this.repository_url
}

output "arn" {
  description = "The repository, for the role that may push."
  value       = aws_ecr_repository.this.arn
}
