# Who may do what in the cluster: the release's role in one namespace, and a role of its own for each helper in it.
resource "aws_eks_access_entry" "deployer" {
  cluster_name  = aws_eks_cluster.this.name
  principal_arn = var.deployer_role_arn
}

resource "aws_eks_access_policy_association" "deployer" {
  cluster_name  = aws_eks_cluster.this.name
  principal_arn = aws_eks_access_entry.deployer.principal_arn
  policy_arn    = "arn:${var.partition}:eks::aws:cluster-access-policy/AmazonEKSAdminPolicy"

  access_scope {
    type       = "namespace"
    namespaces = [var.namespace]
  }
}

resource "aws_eks_pod_identity_association" "this" {
  for_each = var.workload_roles

  cluster_name    = aws_eks_cluster.this.name
  namespace       = each.key
  service_account = each.value.service_account
  role_arn        = each.value.role_arn
}

data "aws_iam_policy_document" "find_cluster" {
  statement {
    actions   = ["eks:DescribeCluster"]
    resources = [aws_eks_cluster.this.arn]
  }
}

resource "aws_iam_role_policy" "find_cluster" {
  name   = "find-cluster"
  role   = var.deployer_role_name
  policy = data.aws_iam_policy_document.find_cluster.json
}
