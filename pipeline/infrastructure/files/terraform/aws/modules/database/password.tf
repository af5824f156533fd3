# The password: made here, kept in Secrets Manager, never in the state; a new one comes with a higher password_version.
ephemeral "random_password" "this" {
  length  = 40
  special = false
}

resource "aws_secretsmanager_secret" "password" {
  #checkov:skip=CKV2_AWS_57: it changes with password_version, together with DATABASE_URL, which has to hold the same
  name                    = "${var.secret_prefix}/DATABASE_PASSWORD"
  description             = "The password of the database's user."
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = 30
}

resource "aws_secretsmanager_secret_version" "password" {
  secret_id                = aws_secretsmanager_secret.password.id
  secret_string_wo         = ephemeral.random_password.this.result
  secret_string_wo_version = var.password_version
}

ephemeral "aws_secretsmanager_secret_version" "password" {
  secret_id = aws_secretsmanager_secret_version.password.secret_id
}

resource "aws_secretsmanager_secret" "url" {
  #checkov:skip=CKV2_AWS_57: it changes with password_version, together with the password, which it has to hold
  name                    = "${var.secret_prefix}/DATABASE_URL"
  description             = "Where the application finds its database, with its password."
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = 30
}

resource "aws_secretsmanager_secret_version" "url" {
  secret_id = aws_secretsmanager_secret.url.id
  secret_string_wo = format(
    "postgresql://%s:%s@%s:%d/%s?sslmode=require",
    var.user,
    ephemeral.aws_secretsmanager_secret_version.password.secret_string,
    aws_db_instance.this.address,
    aws_db_instance.this.port,
    var.database,
  )
  secret_string_wo_version = var.password_version
}
