# What the storage is told.
variable "name" {
  type        = string
  description = "The name of the account, which nobody else in the world may have."
}

variable "resource_group" {
  type        = string
  description = "The group that everything is in."
}

variable "location" {
  type        = string
  description = "The region, such as germanywestcentral."
}

variable "replication" {
  type        = string
  description = "How it is copied: to other zones (ZRS), and to a second region (GZRS, GRS)."
}

variable "containers" {
  type        = set(string)
  description = "The containers in it."
}

variable "allows_keys" {
  type        = bool
  description = "Whether the account's keys open it, besides identities."
}

variable "encryption_identity_id" {
  type        = string
  description = "The identity that uses the key."
}

variable "key_id" {
  type        = string
  description = "The key that it is encrypted with."
}

variable "link_subnet_id" {
  type        = string
  description = "The subnet of private links."
}

variable "zone_id" {
  type        = string
  description = "The zone of the storage's names in the network."
}

variable "workspace_id" {
  type        = string
  description = "The workspace that logs of access go to."
}

variable "tags" {
  type        = map(string)
  description = "What everything is tagged with."
}
