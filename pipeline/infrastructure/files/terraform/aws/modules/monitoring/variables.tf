# What monitoring is told.
variable "name" {
  type        = string
  description = "What everything in this module is named by."
}

variable "alarm_email" {
  type        = string
  description = "Who is told."
}

variable "budget_usd" {
  type        = number
  description = "What a month may cost before somebody is told, in US dollars."
}

variable "alarms" {
  type = map(object({
    about      = string
    namespace  = string
    metric     = string
    dimensions = map(string)
    statistic  = string
    comparison = string
    threshold  = number
  }))
  description = "The alarms by name: each is for three times five minutes beyond its threshold."
}

variable "kms_key_arn" {
  type        = string
  description = "The key that messages are encrypted with."
}
