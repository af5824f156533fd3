# What the network is told.
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

variable "cidr" {
  type        = string
  description = "The addresses of the network, a /16."

  validation {
    condition     = can(cidrhost(var.cidr, 0)) && endswith(var.cidr, "/16")
    error_message = "The network must be a /16, such as 10.20.0.0/16."
  }
}

variable "private_zones" {
  type        = map(string)
  description = "The zones of names that the network answers itself, by what they are for."
}

variable "log_storage_id" {
  type        = string
  description = "The storage that flow logs go to."
}

variable "workspace_id" {
  type        = string
  description = "The workspace that sums flow logs up."
}

variable "workspace_guid" {
  type        = string
  description = "The same by its other ID."
}

variable "tags" {
  type        = map(string)
  description = "What everything is tagged with."
}
