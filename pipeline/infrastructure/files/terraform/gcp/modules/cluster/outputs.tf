# What others need of the cluster.
output "name" {
  description = "The cluster, as the release workflow names it."
  value       = google_container_cluster.this.name
}

output "workload_pool" {
  description = "What service accounts of the cluster are known by outside of it."
  value       = "${var.project_id}.svc.id.goog"

  depends_on = [google_container_cluster.this]
}
