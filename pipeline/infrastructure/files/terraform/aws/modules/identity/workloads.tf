# The roles of helpers in the cluster, each tied to one service account there: one reads secrets, one keeps backups.
data "aws_iam_policy_document" "pods_trust" {
  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]

    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "secrets" {
  statement {
    actions = [
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetSecretValue",
    ]
    resources = ["arn:${var.partition}:secretsmanager:${var.region}:${var.account_id}:secret:${var.secret_prefix}/*"]
  }

  statement {
    actions   = ["kms:Decrypt"]
    resources = [var.kms_key_arn]
  }
}

resource "aws_iam_role" "secrets" {
  name               = "${var.name}-external-secrets"
  assume_role_policy = data.aws_iam_policy_document.pods_trust.json
}

resource "aws_iam_role_policy" "secrets" {
  name   = "read-secrets"
  role   = aws_iam_role.secrets.id
  policy = data.aws_iam_policy_document.secrets.json
}

data "aws_iam_policy_document" "backups" {
  count = var.backup_bucket == null ? 0 : 1

  #checkov:skip=CKV_AWS_111: which volumes there will be is not known before; snapshots are limited to the region below
  #checkov:skip=CKV_AWS_356: EC2's Describe actions know no resource
  statement {
    actions = [
      "ec2:DescribeSnapshots",
      "ec2:DescribeVolumes",
    ]
    resources = ["*"]
  }

  statement {
    actions = [
      "ec2:CreateSnapshot",
      "ec2:CreateTags",
      "ec2:CreateVolume",
      "ec2:DeleteSnapshot",
    ]
    resources = [
      "arn:${var.partition}:ec2:${var.region}:*:snapshot/*",
      "arn:${var.partition}:ec2:${var.region}:*:volume/*",
    ]
  }

  statement {
    actions = [
      "s3:AbortMultipartUpload",
      "s3:DeleteObject",
      "s3:GetObject",
      "s3:ListMultipartUploadParts",
      "s3:PutObject",
    ]
    resources = ["arn:${var.partition}:s3:::${var.backup_bucket}/*"]
  }

  statement {
    actions   = ["s3:ListBucket"]
    resources = ["arn:${var.partition}:s3:::${var.backup_bucket}"]
  }

  statement {
    actions = [
      "kms:Decrypt",
      "kms:GenerateDataKey",
    ]
    resources = [var.kms_key_arn]
  }
}

resource "aws_iam_role" "backups" {
  count = var.backup_bucket == null ? 0 : 1

  name               = "${var.name}-velero"
  assume_role_policy = data.aws_iam_policy_document.pods_trust.json
}

resource "aws_iam_role_policy" "backups" {
  count = var.backup_bucket == null ? 0 : 1

  name   = "keep-backups"
  role   = aws_iam_role.backups[0].id
  policy = data.aws_iam_policy_document.backups[0].json
}
