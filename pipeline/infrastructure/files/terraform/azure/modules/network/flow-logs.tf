# Flow logs: who spoke to whom in the network, for ninety days.
resource "azurerm_network_watcher_flow_log" "this" {
  name                 = var.name
  network_watcher_name = "NetworkWatcher_${var.location}"
  resource_group_name  = "NetworkWatcherRG"
  target_resource_id   = azurerm_virtual_network.this.id
  storage_account_id   = var.log_storage_id
  enabled              = true
  version              = 2
  tags                 = var.tags

  retention_policy {
    enabled = true
    days    = 90
  }

  traffic_analytics {
    enabled               = true
    workspace_id          = var.workspace_guid
    workspace_region      = var.location
    workspace_resource_id = var.workspace_id
  }
}
