# What others need of the roles.
output "deployer_role_arn" {
  description = "The role of the release in this environment."
  value       = aws_iam_role.deployer.arn
}

output "deployer_role_name" {
  description = "The same by name, for what else it may do."
  value       = aws_iam_role.deployer.name
}

output "pusher_role_arn" {
  description = "The role that pushes images; null where the other environment has it."
  value       = one(aws_iam_role.pusher[*].arn)
}

output "secrets_role_arn" {
  description = "The role that reads the secrets."
  value       = aws_iam_role.secrets.arn
}

output "backups_role_arn" {
  description = "The role that keeps backups; null where nothing is kept."
  value       = one(aws_iam_role.backups[*].arn)
}
