# What parts keep between restarts: one encrypted file system, with a folder of its own for each, saved every day.
resource "aws_efs_file_system" "this" {
  count = length(local.kept) > 0 ? 1 : 0

  encrypted  = true
  kms_key_id = var.kms_key_arn

  lifecycle_policy {
    transition_to_ia = "AFTER_30_DAYS"
  }

  tags = { Name = var.name }
}

resource "aws_efs_backup_policy" "this" {
  count = length(local.kept) > 0 ? 1 : 0

  file_system_id = aws_efs_file_system.this[0].id

  backup_policy {
    status = "ENABLED"
  }
}

resource "aws_efs_mount_target" "this" {
  count = length(local.kept) > 0 ? length(var.private_subnet_ids) : 0

  file_system_id  = aws_efs_file_system.this[0].id
  subnet_id       = var.private_subnet_ids[count.index]
  security_groups = [aws_security_group.files.id]
}

resource "aws_efs_access_point" "this" {
  for_each = local.kept

  file_system_id = aws_efs_file_system.this[0].id

  posix_user {
    uid = var.user_id
    gid = var.user_id
  }

  root_directory {
    path = "/${each.key}"

    creation_info {
      owner_uid   = var.user_id
      owner_gid   = var.user_id
      permissions = "0700"
    }
  }
}
