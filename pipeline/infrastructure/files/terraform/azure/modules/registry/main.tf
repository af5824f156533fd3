# The registry of images: in three zones, encrypted, without passwords; who reads and who pushes is said by role.
resource "azurerm_container_registry" "this" {
  #checkov:skip=CKV_AZURE_139: GitHub's runners push over the internet; they come in by their own identity only
  #checkov:skip=CKV_AZURE_164: Azure has no content trust together with a key of one's own; images carry attestations of GitHub
  #checkov:skip=CKV_AZURE_165: a copy in a second region is a decision about cost and law; README.md says how
  #checkov:skip=CKV_AZURE_166: quarantine holds every image back until a scanner of your own lets it go; the workflow scans before it pushes
  name                          = var.name
  resource_group_name           = var.resource_group
  location                      = var.location
  sku                           = "Premium"
  admin_enabled                 = false
  anonymous_pull_enabled        = false
  data_endpoint_enabled         = true
  zone_redundancy_enabled       = true
  retention_policy_in_days      = 14
  public_network_access_enabled = true
  tags                          = var.tags

  identity {
    type         = "UserAssigned"
    identity_ids = [var.encryption_identity_id]
  }

  encryption {
    key_vault_key_id   = var.key_id
    identity_client_id = var.encryption_client_id
  }
}

resource "azurerm_private_endpoint" "this" {
  name                = "${var.name}-registry"
  resource_group_name = var.resource_group
  location            = var.location
  subnet_id           = var.link_subnet_id
  tags                = var.tags

  private_service_connection {
    name                           = "registry"
    private_connection_resource_id = azurerm_container_registry.this.id
    subresource_names              = ["registry"]
    is_manual_connection           = false
  }

  private_dns_zone_group {
    name                 = "registry"
    private_dns_zone_ids = [var.zone_id]
  }
}
