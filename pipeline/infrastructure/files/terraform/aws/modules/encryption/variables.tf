# What the key is told.
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
