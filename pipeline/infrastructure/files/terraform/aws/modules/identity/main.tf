# Who may do what: GitHub's jobs by their own identity and environment, and nobody by a key that lasts.
locals {
  issuer = "token.actions.githubusercontent.com"
  oidc   = var.owns_shared ? one(aws_iam_openid_connect_provider.github[*].arn) : one(data.aws_iam_openid_connect_provider.github[*].arn)
}

resource "aws_iam_openid_connect_provider" "github" {
  count = var.owns_shared ? 1 : 0

  url            = "https://${local.issuer}"
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_iam_openid_connect_provider" "github" {
  count = var.owns_shared ? 0 : 1

  url = "https://${local.issuer}"
}

data "aws_iam_policy_document" "trust" {
  for_each = toset(["build", var.environment])

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [local.oidc]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:sub"
      values   = ["repo:${var.github_repository}:environment:${each.key}"]
    }
  }
}

resource "aws_iam_role" "deployer" {
  name                 = "${var.name}-deployer"
  description          = "The release workflow, in the environment ${var.environment}."
  assume_role_policy   = data.aws_iam_policy_document.trust[var.environment].json
  max_session_duration = 3600
}

resource "aws_iam_role" "pusher" {
  count = var.owns_shared ? 1 : 0

  name                 = "${var.name}-pusher"
  description          = "The release workflow, where it pushes the image."
  assume_role_policy   = data.aws_iam_policy_document.trust["build"].json
  max_session_duration = 3600
}

data "aws_iam_policy_document" "pusher" {
  count = var.owns_shared ? 1 : 0

  #checkov:skip=CKV_AWS_356: GetAuthorizationToken knows no resource; everything else names the repository
  statement {
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement {
    actions = [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:CompleteLayerUpload",
      "ecr:DescribeImages",
      "ecr:GetDownloadUrlForLayer",
      "ecr:InitiateLayerUpload",
      "ecr:PutImage",
      "ecr:UploadLayerPart",
    ]
    resources = [var.registry_arn]
  }
}

resource "aws_iam_role_policy" "pusher" {
  count = var.owns_shared ? 1 : 0

  name   = "push-images"
  role   = aws_iam_role.pusher[0].id
  policy = data.aws_iam_policy_document.pusher[0].json
}
