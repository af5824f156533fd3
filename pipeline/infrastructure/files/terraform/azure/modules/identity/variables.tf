# What the identities are told.
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

variable "environment" {
  type        = string
  description = "The environment, by the name that it has at GitHub."
}

variable "owns_shared" {
  type        = bool
  description = "Whether the identity that pushes images is made here, rather than by the other environment."
}

variable "github_repository" {
  type        = string
  description = "The only repository whose jobs are let in, as owner/name."
}

variable "cluster_id" {
  type        = string
  description = "The cluster."
}

variable "cluster_issuer" {
  type        = string
  description = "Who vouches for service accounts of the cluster."
}

variable "namespace" {
  type        = string
  description = "The namespace that the release may change."
}

variable "registry_id" {
  type        = string
  description = "The registry."
}

variable "vault_id" {
  type        = string
  description = "The vault of the secrets."
}

variable "keeps_data" {
  type        = bool
  description = "Whether something is kept that has to be saved."
}

variable "backup_storage_id" {
  type        = string
  description = "The storage of backups; null where nothing is kept."
}

variable "tags" {
  type        = map(string)
  description = "What everything is tagged with."
}
