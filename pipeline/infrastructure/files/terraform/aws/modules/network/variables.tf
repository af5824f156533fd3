# What the network is told.
variable "name" {
  type        = string
  description = "What everything in this module is named by."
}

variable "region" {
  type        = string
  description = "The region, such as eu-central-1."
}

variable "zones" {
  type        = list(string)
  description = "The letters of the zones."
}

variable "account_id" {
  type        = string
  description = "The account that owns all of this."
}

variable "cidr" {
  type        = string
  description = "The addresses of the network, a /16."

  validation {
    condition     = can(cidrhost(var.cidr, 0)) && endswith(var.cidr, "/16")
    error_message = "The network must be a /16, such as 10.20.0.0/16."
  }
}

variable "gateway_in_each_zone" {
  type        = bool
  description = "Whether each zone has a NAT gateway of its own; with one only, a failing zone cuts the others off from outside."
}

variable "kms_key_arn" {
  type        = string
  description = "The key that logs are encrypted with."
}
