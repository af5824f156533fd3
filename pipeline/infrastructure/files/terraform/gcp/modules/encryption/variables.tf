# What the key is told.
variable "name" {
  type        = string
  description = "What everything in this module is named by."
}

variable "region" {
  type        = string
  description = "The region, such as europe-west3."
}

variable "project_id" {
  type        = string
  description = "The project at Google Cloud."
}

variable "project_number" {
  type        = string
  description = "The same by number, which the accounts of Google's services are named by."
}

variable "services" {
  type        = map(string)
  description = "The services that use the key: each with what its own account is named by."
}
