# The alternative to Kubernetes (ECS on Fargate): a service for each part, which find each other by their names.
locals {
  public = one([for name, part in var.parts : name if part.is_public])
  kept   = { for name, part in var.parts : name => part if part.keeps_data }
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/${var.name}/application"
  kms_key_id        = var.kms_key_arn
  retention_in_days = 365
}

resource "aws_service_discovery_http_namespace" "this" {
  name = var.name
}

resource "aws_ecs_cluster" "this" {
  name = var.name

  setting {
    name  = "containerInsights"
    value = "enhanced"
  }

  service_connect_defaults {
    namespace = aws_service_discovery_http_namespace.this.arn
  }
}

resource "aws_ecs_service" "this" {
  for_each = var.parts

  name                               = each.key
  cluster                            = aws_ecs_cluster.this.id
  task_definition                    = aws_ecs_task_definition.this[each.key].arn
  launch_type                        = "FARGATE"
  platform_version                   = "LATEST"
  desired_count                      = each.value.is_scalable ? 2 : 1
  deployment_minimum_healthy_percent = each.value.is_scalable ? 100 : 0
  deployment_maximum_percent         = each.value.is_scalable ? 200 : 100
  health_check_grace_period_seconds  = each.value.is_public ? 120 : null
  propagate_tags                     = "SERVICE"

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets          = var.private_subnet_ids
    security_groups  = [aws_security_group.tasks.id]
    assign_public_ip = false
  }

  service_connect_configuration {
    enabled = true

    service {
      port_name = each.key

      client_alias {
        dns_name = each.key
        port     = each.value.port
      }
    }
  }

  dynamic "load_balancer" {
    for_each = each.value.is_public ? [aws_lb_target_group.this.arn] : []

    content {
      target_group_arn = load_balancer.value
      container_name   = each.key
      container_port   = each.value.port
    }
  }

  lifecycle {
    # the release workflow brings new images, and the number follows the load
    ignore_changes = [task_definition, desired_count]
  }

  depends_on = [aws_lb_listener.https]
}

resource "aws_appautoscaling_target" "this" {
  for_each = { for name, part in var.parts : name => part if part.is_scalable }

  service_namespace  = "ecs"
  resource_id        = "service/${aws_ecs_cluster.this.name}/${aws_ecs_service.this[each.key].name}"
  scalable_dimension = "ecs:service:DesiredCount"
  min_capacity       = 2
  max_capacity       = 10
}

resource "aws_appautoscaling_policy" "this" {
  for_each = aws_appautoscaling_target.this

  name               = "processor"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = each.value.service_namespace
  resource_id        = each.value.resource_id
  scalable_dimension = each.value.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value = 70

    predefined_metric_specification {
      predefined_metric_type = "ECSServiceAverageCPUUtilization"
    }
  }
}
