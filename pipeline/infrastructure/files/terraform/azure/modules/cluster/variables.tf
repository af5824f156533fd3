# What the cluster is told.
variable "name" {
  type        = string
  description = "What everything in this module is named by."
}

variable "resource_group" {
  type        = string
  description = "The group that everything is in."
}

variable "location" {
  type        = string
  description = "The region, such as germanywestcentral."
}

variable "tenant_id" {
  type        = string
  description = "The directory that identities are in."
}

variable "kubernetes_version" {
  type        = string
  description = "The version of Kubernetes."
}

variable "node_size" {
  type        = string
  description = "The machine of a node; its local disk has to hold 64 GB."
}

variable "node_subnet_id" {
  type        = string
  description = "The subnet of the nodes."
}

variable "registry_id" {
  type        = string
  description = "The registry that the nodes read."
}

variable "api_allowed_cidrs" {
  type        = list(string)
  description = "Who reaches the API of the cluster from outside; nobody if empty."
}

variable "disk_encryption_set_id" {
  type        = string
  description = "What disks are encrypted with."
}

variable "workspace_id" {
  type        = string
  description = "The workspace that logs and figures go to."
}

variable "tags" {
  type        = map(string)
  description = "What everything is tagged with."
}
