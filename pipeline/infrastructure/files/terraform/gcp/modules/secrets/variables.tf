# What the secrets are told.
variable "prefix" {
  type        = string
  description = "What every name begins with."
}

variable "region" {
  type        = string
  description = "The region that they stay in."
}

variable "secrets" {
  type        = map(string)
  description = "The names of the secrets, with what each is for."
}

variable "labels" {
  type        = map(string)
  description = "What they are labelled with."
}

variable "kms_key_id" {
  type        = string
  description = "The key that they are encrypted with."
}
