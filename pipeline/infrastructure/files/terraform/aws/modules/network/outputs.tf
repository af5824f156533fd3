# What others need of the network.
output "vpc_id" {
  description = "The network."
  value       = aws_vpc.this.id
}

output "private_subnet_ids" {
  description = "The subnets of what runs."
  value       = [for subnet in aws_subnet.private : subnet.id]
}

output "public_subnet_ids" {
  description = "The subnets of load balancers."
  value       = [for subnet in aws_subnet.public : subnet.id]
}
