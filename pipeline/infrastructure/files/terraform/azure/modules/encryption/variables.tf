# What the key is told.
variable "name" {
  type        = string
  description = "What everything in this module is named by."
}

variable "vault" {
  type        = string
  description = "The name of the vault, which nobody else in the world may have."
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

variable "administrator_object_id" {
  type        = string
  description = "Who runs Terraform, and so makes the key and fills in secrets."
}

variable "vault_allowed_ips" {
  type        = list(string)
  description = "The addresses that the vault is reached from outside of the network."
}

variable "key_expires" {
  type        = string
  description = "When the first version of the key ends, unless rotation has replaced it by then."
}

variable "tags" {
  type        = map(string)
  description = "What everything is tagged with."
}

variable "link_subnet_id" {
  type        = string
  description = "The subnet of private links."
}

variable "zone_id" {
  type        = string
  description = "The zone of the vault's names in the network."
}
