# What the registry is told.
variable "name" {
  type        = string
  description = "The name of the image."
}

variable "kms_key_arn" {
  type        = string
  description = "The key that images are encrypted with."
}
