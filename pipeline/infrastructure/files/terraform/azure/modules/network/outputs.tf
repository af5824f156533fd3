# What others need of the network.
output "node_subnet_id" {
  description = "The subnet of the nodes."
  value       = azurerm_subnet.nodes.id

  depends_on = [
    azurerm_nat_gateway_public_ip_association.this,
    azurerm_subnet_nat_gateway_association.nodes,
    azurerm_subnet_network_security_group_association.nodes,
  ]
}

output "link_subnet_id" {
  description = "The subnet of private links."
  value       = azurerm_subnet.links.id

  depends_on = [azurerm_subnet_network_security_group_association.links]
}

output "database_subnet_id" {
  description = "The subnet of the database."
  value       = azurerm_subnet.database.id

  depends_on = [azurerm_subnet_network_security_group_association.database]
}

output "zone_ids" {
  description = "The zones of names, by what they are for."
  value       = { for use, zone in azurerm_private_dns_zone.this : use => zone.id }

  depends_on = [azurerm_private_dns_zone_virtual_network_link.this]
}
