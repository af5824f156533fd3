# What others need of monitoring.
output "workspace_id" {
  description = "The workspace that logs and figures go to."
  value       = azurerm_log_analytics_workspace.this.id
}

output "workspace_guid" {
  description = "The same by its other ID."
  value       = azurerm_log_analytics_workspace.this.workspace_id
}

output "alarms_id" {
  description = "Where alarms go."
  value       = azurerm_monitor_action_group.this.id
}
