# What the database is told.
variable "name" {
  type        = string
  description = "What everything in this module is named by."
}

variable "region" {
  type        = string
  description = "The region, such as europe-west3."
}

variable "network_id" {
  type        = string
  description = "The network, the only one that reaches it."
}

variable "services_connection" {
  type        = string
  description = "The private link of that network to Google's databases."
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

variable "tier" {
  type        = string
  description = "The size of the machine."
}

variable "storage_gb" {
  type        = number
  description = "How much it holds at first, in GB; it grows to five times that by itself."
}

variable "backup_days" {
  type        = number
  description = "How many of the daily backups are kept."
}

variable "password_version" {
  type        = number
  description = "A higher number makes a new password."
}

variable "secret_prefix" {
  type        = string
  description = "What the names of its secrets begin with."
}

variable "labels" {
  type        = map(string)
  description = "What it is labelled with."
}

variable "kms_key_id" {
  type        = string
  description = "The key that it is encrypted with."
}
