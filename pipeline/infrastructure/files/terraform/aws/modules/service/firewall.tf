# Who reaches whom: everyone the load balancer, the load balancer the public part, the parts each other and their files.
resource "aws_security_group" "balancer" {
  name        = "${var.name}-balancer"
  description = "Lets everyone reach the load balancer."
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-balancer" }
}

resource "aws_vpc_security_group_ingress_rule" "web" {
  #checkov:skip=CKV_AWS_260: port 80 only sends people on to HTTPS
  for_each = { http = 80, https = 443 }

  security_group_id = aws_security_group.balancer.id
  description       = "Web, from everyone: ${each.key}."
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = each.value
  to_port           = each.value
}

resource "aws_vpc_security_group_egress_rule" "balancer" {
  security_group_id            = aws_security_group.balancer.id
  referenced_security_group_id = aws_security_group.tasks.id
  description                  = "To the public part."
  ip_protocol                  = "tcp"
  from_port                    = var.parts[local.public].port
  to_port                      = var.parts[local.public].port
}

resource "aws_security_group" "tasks" {
  name        = "${var.name}-tasks"
  description = "What runs."
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-tasks" }
}

resource "aws_vpc_security_group_ingress_rule" "public" {
  security_group_id            = aws_security_group.tasks.id
  referenced_security_group_id = aws_security_group.balancer.id
  description                  = "The public part, from the load balancer."
  ip_protocol                  = "tcp"
  from_port                    = var.parts[local.public].port
  to_port                      = var.parts[local.public].port
}

resource "aws_vpc_security_group_ingress_rule" "parts" {
  security_group_id            = aws_security_group.tasks.id
  referenced_security_group_id = aws_security_group.tasks.id
  description                  = "The parts, from each other."
  ip_protocol                  = "tcp"
  from_port                    = min([for part in values(var.parts) : part.port]...)
  to_port                      = max([for part in values(var.parts) : part.port]...)
}

resource "aws_vpc_security_group_egress_rule" "tasks" {
  #checkov:skip=CKV_AWS_382: images, secrets and logs are fetched and written at addresses of AWS that change
  security_group_id = aws_security_group.tasks.id
  description       = "To AWS itself, the database and each other."
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}

resource "aws_security_group" "files" {
  name        = "${var.name}-files"
  description = "Lets the parts reach what they keep."
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-files" }
}

resource "aws_vpc_security_group_ingress_rule" "files" {
  security_group_id            = aws_security_group.files.id
  referenced_security_group_id = aws_security_group.tasks.id
  description                  = "NFS, from the parts."
  ip_protocol                  = "tcp"
  from_port                    = 2049
  to_port                      = 2049
}
