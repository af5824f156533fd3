# What the database is told.
variable "name" {
  type        = string
  description = "What everything in this module is named by."
}

variable "partition" {
  type        = string
  description = "The partition of AWS, such as aws."
}

variable "vpc_id" {
  type        = string
  description = "The network."
}

variable "subnet_ids" {
  type        = list(string)
  description = "The private subnets that the database is in."
}

variable "application_security_group_id" {
  type        = string
  description = "The security group of the application, the only one that is let in."
}

variable "database" {
  type        = string
  description = "The name of the database."
}

variable "user" {
  type        = string
  description = "The user of the application."
}

variable "engine_version" {
  type        = string
  description = "The major version of PostgreSQL."
}

variable "instance_class" {
  type        = string
  description = "The size of the machine."
}

variable "storage_gb" {
  type        = number
  description = "How much it holds at first, in GB; it grows to five times that by itself."
}

variable "backup_days" {
  type        = number
  description = "For how many days it can be brought back to any moment."
}

variable "password_version" {
  type        = number
  description = "A higher number makes a new password."
}

variable "secret_prefix" {
  type        = string
  description = "What the names of its secrets begin with."
}

variable "kms_key_arn" {
  type        = string
  description = "The key that it is encrypted with."
}
