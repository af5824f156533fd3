# What others need of the identities.
output "deployer" {
  description = "The client ID of the release in this environment."
  value       = azurerm_user_assigned_identity.deployer.client_id
}

output "pusher" {
  description = "The client ID of who pushes images; null where the other environment has it."
  value       = one(azurerm_user_assigned_identity.pusher[*].client_id)
}

output "secrets" {
  description = "The client ID of who reads the secrets, for the annotation of its service account."
  value       = azurerm_user_assigned_identity.secrets.client_id
}

output "backups" {
  description = "The client ID of who keeps backups; null where nothing is kept."
  value       = one(azurerm_user_assigned_identity.backups[*].client_id)
}
