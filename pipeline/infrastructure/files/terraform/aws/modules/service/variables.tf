# What the services are told.
variable "name" {
  type        = string
  description = "What everything in this module is named by, 32 characters at most."
}

variable "region" {
  type        = string
  description = "The region, such as eu-central-1."
}

variable "account_id" {
  type        = string
  description = "The account that owns all of this."
}

variable "partition" {
  type        = string
  description = "The partition of AWS, such as aws."
}

variable "vpc_id" {
  type        = string
  description = "The network."
}

variable "public_subnet_ids" {
  type        = list(string)
  description = "The subnets of the load balancer."
}

variable "private_subnet_ids" {
  type        = list(string)
  description = "The subnets of what runs."
}

variable "parts" {
  type = map(object({
    port        = number
    memory_mb   = number
    image       = string
    command     = list(string)
    folder      = string
    settings    = map(string)
    secrets     = list(string)
    is_public   = bool
    is_scalable = bool
    keeps_data  = bool
  }))
  description = "What runs, by name; a part without an image of others runs the project's own."
}

variable "image" {
  type        = string
  description = "The project's own image, without its tag."
}

variable "image_tag" {
  type        = string
  description = "The tag that services begin with; from then on the release workflow brings others."
}

variable "user_id" {
  type        = number
  description = "The user and the group that every part runs as."
}

variable "ready_path" {
  type        = string
  description = "What a part answers at once it can do its work."
}

variable "host" {
  type        = string
  description = "The host name that people use."
}

variable "certificate_arn" {
  type        = string
  description = "The certificate of that host name."
}

variable "secret_arns" {
  type        = map(string)
  description = "The secrets by the names of their variables."
}

variable "secret_prefix" {
  type        = string
  description = "What the names of the secrets begin with."
}

variable "bucket_prefix" {
  type        = string
  description = "What the names of buckets begin with."
}

variable "is_protected" {
  type        = bool
  description = "Whether the load balancer can't be deleted."
}

variable "deployer_role_name" {
  type        = string
  description = "The role of the release, by name."
}

variable "kms_key_arn" {
  type        = string
  description = "The key that logs, files and secrets are encrypted with."
}
