# The identities of helpers in the cluster, each tied to one service account there: one reads secrets, one keeps backups.
resource "azurerm_user_assigned_identity" "secrets" {
  name                = "${var.name}-external-secrets"
  resource_group_name = var.resource_group
  location            = var.location
  tags                = var.tags
}

resource "azurerm_federated_identity_credential" "secrets" {
  name                = "external-secrets"
  resource_group_name = var.resource_group
  parent_id           = azurerm_user_assigned_identity.secrets.id
  issuer              = var.cluster_issuer
  audience            = local.audience
  subject             = "system:serviceaccount:external-secrets:external-secrets"
}

resource "azurerm_role_assignment" "secrets" {
  scope                = var.vault_id
  role_definition_name = "Key Vault Secrets User"
  principal_id         = azurerm_user_assigned_identity.secrets.principal_id
}

resource "azurerm_user_assigned_identity" "backups" {
  count = var.keeps_data ? 1 : 0

  name                = "${var.name}-velero"
  resource_group_name = var.resource_group
  location            = var.location
  tags                = var.tags
}

resource "azurerm_federated_identity_credential" "backups" {
  count = var.keeps_data ? 1 : 0

  name                = "velero"
  resource_group_name = var.resource_group
  parent_id           = azurerm_user_assigned_identity.backups[0].id
  issuer              = var.cluster_issuer
  audience            = local.audience
  subject             = "system:serviceaccount:velero:velero"
}

resource "azurerm_role_assignment" "backups" {
  count = var.keeps_data ? 1 : 0

  scope                = var.backup_storage_id
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = azurerm_user_assigned_identity.backups[0].principal_id
}
