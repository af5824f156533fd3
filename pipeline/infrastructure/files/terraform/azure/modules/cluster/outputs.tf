# What others need of the cluster.
output "name" {
  description = "The cluster, as the release workflow names it."
  value       = azurerm_kubernetes_cluster.this.name
}

output "id" {
  description = "The cluster, for roles in it."
  value       = azurerm_kubernetes_cluster.this.id
}

output "issuer" {
  description = "Who vouches for service accounts of the cluster."
  value       = azurerm_kubernetes_cluster.this.oidc_issuer_url
}
