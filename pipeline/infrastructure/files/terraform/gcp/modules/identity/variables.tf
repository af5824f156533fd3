# What the accounts are told.
variable "name" {
  type        = string
  description = "What everything in this module is named by, 17 characters at most."
}

variable "project_id" {
  type        = string
  description = "The project at Google Cloud."
}

variable "region" {
  type        = string
  description = "The region, such as europe-west3."
}

variable "environment" {
  type        = string
  description = "The environment, by the name that it has at GitHub."
}

variable "owns_shared" {
  type        = bool
  description = "Whether the account that pushes images is made here, rather than by the other environment."
}

variable "github_repository" {
  type        = string
  description = "The only repository whose jobs are let in, as owner/name."
}

variable "repository" {
  type        = string
  description = "The repository of images."
}

variable "workload_pool" {
  type        = string
  description = "What service accounts of the cluster are known by outside of it."
}

variable "secret_ids" {
  type        = map(string)
  description = "The secrets that the cluster reads, by name."
}

variable "keeps_data" {
  type        = bool
  description = "Whether something is kept that has to be saved."
}
