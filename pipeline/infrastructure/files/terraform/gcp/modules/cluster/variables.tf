# What the cluster is told.
variable "name" {
  type        = string
  description = "What everything in this module is named by."
}

variable "project_id" {
  type        = string
  description = "The project at Google Cloud."
}

variable "region" {
  type        = string
  description = "The region, such as europe-west3."
}

variable "network_id" {
  type        = string
  description = "The network."
}

variable "subnet_id" {
  type        = string
  description = "The subnet of the nodes."
}

variable "repository" {
  type        = string
  description = "The repository of images, which the nodes read."
}

variable "labels" {
  type        = map(string)
  description = "What the cluster is labelled with."
}

variable "kms_key_id" {
  type        = string
  description = "The key that secrets and disks are encrypted with."
}
