# What the registry is told.
variable "name" {
  type        = string
  description = "The name of the repository of images."
}

variable "region" {
  type        = string
  description = "The region, such as europe-west3."
}

variable "kms_key_id" {
  type        = string
  description = "The key that images are encrypted with."
}
