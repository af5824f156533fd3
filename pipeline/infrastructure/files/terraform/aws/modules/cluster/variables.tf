# What the cluster is told.
variable "name" {
  type        = string
  description = "What everything in this module is named by."
}

variable "partition" {
  type        = string
  description = "The partition of AWS, such as aws."
}

variable "kubernetes_version" {
  type        = string
  description = "The version of Kubernetes."
}

variable "subnet_ids" {
  type        = list(string)
  description = "The private subnets of the nodes."
}

variable "api_allowed_cidrs" {
  type        = list(string)
  description = "Who reaches the API of the cluster from outside; nobody if empty."
}

variable "is_protected" {
  type        = bool
  description = "Whether the cluster can't be deleted."
}

variable "kms_key_arn" {
  type        = string
  description = "The key that secrets and logs are encrypted with."
}

variable "namespace" {
  type        = string
  description = "The namespace that the release's role may change."
}

variable "deployer_role_arn" {
  type        = string
  description = "The role of the release."
}

variable "deployer_role_name" {
  type        = string
  description = "The same by name."
}

variable "workload_roles" {
  type = map(object({
    service_account = string
    role_arn        = string
  }))
  description = "The roles of what runs in the cluster, by namespace."
}
