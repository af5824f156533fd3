# What others need of the cluster.
output "name" {
  description = "The cluster, as the release workflow names it."
  value       = aws_eks_cluster.this.name
}

output "security_group_id" {
  description = "The security group of the nodes, which the database lets in."
  value       = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
}
