# What others need of the services.
output "cluster" {
  description = "The cluster of services, as the release workflow names it."
  value       = aws_ecs_cluster.this.name
}

output "security_group_id" {
  description = "The security group of what runs, which the database lets in."
  value       = aws_security_group.tasks.id
}

output "balancer_host" {
  description = "Where the host name of the application has to point to (CNAME)."
  value       = aws_lb.this.dns_name
}

output "balancer" {
  description = "The load balancer, as its figures name it."
  value       = aws_lb.this.arn_suffix
}
