# What the bucket is told.
variable "bucket" {
  type        = string
  description = "The name of the bucket, which nobody else in the world may have."
}

variable "kms_key_arn" {
  type        = string
  description = "The key that backups are encrypted with."
}
