# What runs in each service: the image, its settings and secrets, without privileges and with a read-only file system.
locals {
  hosts = join(",", concat([var.host, "127.0.0.1", "localhost"], keys(var.parts)))
  # Fargate sells fixed sizes: a quarter of a processor up to 2 GB, a half up to 4 GB, a whole one up to 8 GB
  sizes = {
    for name, part in var.parts : name => (
      part.memory_mb <= 512 ? { cpu = 256, memory = 512 } :
      part.memory_mb <= 1024 ? { cpu = 256, memory = 1024 } :
      part.memory_mb <= 2048 ? { cpu = 512, memory = 2048 } :
      { cpu = 1024, memory = 1024 * ceil(part.memory_mb / 1024) }
    )
  }
}

resource "aws_ecs_task_definition" "this" {
  for_each = var.parts

  family                   = "${var.name}-${each.key}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = local.sizes[each.key].cpu
  memory                   = local.sizes[each.key].memory
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn

  container_definitions = jsonencode([
    {
      name                   = each.key
      image                  = each.value.image != "" ? each.value.image : "${var.image}:${var.image_tag}"
      command                = each.value.command
      user                   = tostring(var.user_id)
      essential              = true
      privileged             = false
      readonlyRootFilesystem = true
      portMappings = [
        {
          name          = each.key
          containerPort = each.value.port
          protocol      = "tcp"
        },
      ]
      environment = concat(
        [for name, value in each.value.settings : { name = name, value = value }],
        each.value.image != "" ? [] : [
          { name = "ALLOWED_HOSTS", value = local.hosts },
          { name = "TMPDIR", value = each.value.folder },
        ],
      )
      secrets = [for name in each.value.secrets : { name = name, valueFrom = var.secret_arns[name] }]
      mountPoints = [
        {
          sourceVolume  = "data"
          containerPath = each.value.folder
          readOnly      = false
        },
      ]
      healthCheck = each.value.image != "" ? null : {
        command = [
          "CMD", "python", "-c",
          "import urllib.request as r; r.urlopen('http://127.0.0.1:${each.value.port}${var.ready_path}', timeout=2)",
        ]
        interval    = 10
        timeout     = 5
        retries     = 3
        startPeriod = 120
      }
      linuxParameters = {
        initProcessEnabled = true
      }
      logConfiguration = {
        logDriver = "awslogs"
        options = {
          awslogs-group         = aws_cloudwatch_log_group.this.name
          awslogs-region        = var.region
          awslogs-stream-prefix = each.key
        }
      }
    },
  ])

  volume {
    name = "data"

    dynamic "efs_volume_configuration" {
      for_each = each.value.keeps_data ? [aws_efs_access_point.this[each.key].id] : []

      content {
        file_system_id     = aws_efs_file_system.this[0].id
        transit_encryption = "ENABLED"

        authorization_config {
          access_point_id = efs_volume_configuration.value
          iam             = "ENABLED"
        }
      }
    }
  }
}
