# What the secrets are told.
variable "prefix" {
  type        = string
  description = "What every name begins with."
}

variable "secrets" {
  type        = map(string)
  description = "The names of the secrets, with what each is for."
}

variable "kms_key_arn" {
  type        = string
  description = "The key that they are encrypted with."
}
