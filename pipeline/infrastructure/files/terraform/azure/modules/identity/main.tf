# Who may do what: GitHub's jobs by their own identity and environment, and nobody by a key that lasts.
locals {
  issuer   = "https://token.actions.githubusercontent.com"
  audience = ["api://AzureADTokenExchange"]
}

resource "azurerm_user_assigned_identity" "deployer" {
  name                = "${var.name}-deployer"
  resource_group_name = var.resource_group
  location            = var.location
  tags                = var.tags
}

resource "azurerm_federated_identity_credential" "deployer" {
  name                = "github-${var.environment}"
  resource_group_name = var.resource_group
  parent_id           = azurerm_user_assigned_identity.deployer.id
  issuer              = local.issuer
  audience            = local.audience
  subject             = "repo:${var.github_repository}:environment:${var.environment}"
}

resource "azurerm_role_assignment" "find_cluster" {
  scope                = var.cluster_id
  role_definition_name = "Azure Kubernetes Service Cluster User Role"
  principal_id         = azurerm_user_assigned_identity.deployer.principal_id
}

resource "azurerm_role_assignment" "namespace" {
  scope                = "${var.cluster_id}/namespaces/${var.namespace}"
  role_definition_name = "Azure Kubernetes Service RBAC Admin"
  principal_id         = azurerm_user_assigned_identity.deployer.principal_id
}

resource "azurerm_user_assigned_identity" "pusher" {
  count = var.owns_shared ? 1 : 0

  name                = "${var.name}-pusher"
  resource_group_name = var.resource_group
  location            = var.location
  tags                = var.tags
}

resource "azurerm_federated_identity_credential" "pusher" {
  count = var.owns_shared ? 1 : 0

  name                = "github-build"
  resource_group_name = var.resource_group
  parent_id           = azurerm_user_assigned_identity.pusher[0].id
  issuer              = local.issuer
  audience            = local.audience
  subject             = "repo:${var.github_repository}:environment:build"
}

resource "azurerm_role_assignment" "pusher" {
  count = var.owns_shared ? 1 : 0

  scope                = var.registry_id
  role_definition_name = "AcrPush"
  principal_id         = azurerm_user_assigned_identity.pusher[0].principal_id
}
