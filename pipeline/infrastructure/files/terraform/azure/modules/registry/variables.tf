# What the registry is told.
variable "name" {
  type        = string
  description = "The name of the registry, which nobody else in the world may have."
}

variable "resource_group" {
  type        = string
  description = "The group that everything is in."
}

variable "location" {
  type        = string
  description = "The region, such as germanywestcentral."
}

variable "encryption_identity_id" {
  type        = string
  description = "The identity that uses the key."
}

variable "encryption_client_id" {
  type        = string
  description = "The same by its client ID."
}

variable "key_id" {
  type        = string
  description = "The key that images are encrypted with."
}

variable "link_subnet_id" {
  type        = string
  description = "The subnet of private links."
}

variable "zone_id" {
  type        = string
  description = "The zone of the registry's names in the network."
}

variable "tags" {
  type        = map(string)
  description = "What everything is tagged with."
}
