# What the bucket is told.
variable "bucket" {
  type        = string
  description = "The name of the bucket, which nobody else in the world may have."
}

variable "region" {
  type        = string
  description = "The region, such as europe-west3."
}

variable "writer" {
  type        = string
  description = "The account that keeps backups."
}

variable "labels" {
  type        = map(string)
  description = "What it is labelled with."
}

variable "kms_key_id" {
  type        = string
  description = "The key that backups are encrypted with."
}
