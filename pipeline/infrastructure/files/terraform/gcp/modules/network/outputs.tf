# What others need of the network.
output "network_id" {
  description = "The network."
  value       = google_compute_network.this.id
}

output "subnet_id" {
  description = "The subnet of what runs."
  value       = google_compute_subnetwork.this.id
}

output "services_connection" {
  description = "The private link to Google's databases, which has to be there first."
  value       = google_service_networking_connection.this.id
}
