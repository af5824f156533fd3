# What the roles are told.
variable "name" {
  type        = string
  description = "What everything in this module is named by."
}

variable "region" {
  type        = string
  description = "The region, such as eu-central-1."
}

variable "account_id" {
  type        = string
  description = "The account that owns all of this."
}

variable "partition" {
  type        = string
  description = "The partition of AWS, such as aws."
}

variable "environment" {
  type        = string
  description = "The environment, by the name that it has at GitHub."
}

variable "owns_shared" {
  type        = bool
  description = "Whether the trust in GitHub and the role that pushes are made here, rather than by the other environment."
}

variable "github_repository" {
  type        = string
  description = "The only repository whose jobs are let in, as owner/name."
}

variable "registry_arn" {
  type        = string
  description = "The repository of images; null where the other environment has it."
}

variable "backup_bucket" {
  type        = string
  description = "The bucket of backups; null where nothing is kept."
}

variable "secret_prefix" {
  type        = string
  description = "What the names of the secrets begin with."
}

variable "kms_key_arn" {
  type        = string
  description = "The key that secrets and backups are encrypted with."
}
