# What the network is told.
variable "name" {
  type        = string
  description = "What everything in this module is named by."
}

variable "region" {
  type        = string
  description = "The region, such as europe-west3."
}

variable "cidr" {
  type        = string
  description = "The addresses of the network, a /16."

  validation {
    condition     = can(cidrhost(var.cidr, 0)) && endswith(var.cidr, "/16")
    error_message = "The network must be a /16, such as 10.20.0.0/16."
  }
}
