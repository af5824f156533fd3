# What the database is told.
variable "name" {
  type        = string
  description = "The name of the server, which nobody else in the world may have."
}

variable "resource_group" {
  type        = string
  description = "The group that everything is in."
}

variable "location" {
  type        = string
  description = "The region, such as germanywestcentral."
}

variable "subnet_id" {
  type        = string
  description = "The subnet that belongs to the database."
}

variable "zone_id" {
  type        = string
  description = "The zone of the database's names in the network."
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

variable "size" {
  type        = string
  description = "The size of the machine."
}

variable "storage_gb" {
  type        = number
  description = "How much it holds at first, in GB; it grows by itself."
}

variable "backup_days" {
  type        = number
  description = "For how many days it can be brought back to any moment."
}

variable "password_version" {
  type        = number
  description = "A higher number makes a new password."
}

variable "vault_id" {
  type        = string
  description = "The vault that its secrets go to."
}

variable "workspace_id" {
  type        = string
  description = "The workspace that its logs go to."
}

variable "tags" {
  type        = map(string)
  description = "What everything is tagged with."
}
