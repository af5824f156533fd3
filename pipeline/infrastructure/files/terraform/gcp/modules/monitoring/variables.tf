# What monitoring is told.
variable "name" {
  type        = string
  description = "What everything in this module is named by."
}

variable "project_number" {
  type        = string
  description = "The project at Google Cloud, by number."
}

variable "billing_account" {
  type        = string
  description = "The account that pays, which has to use US dollars for this budget."
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
    about     = string
    filter    = string
    aligner   = string
    threshold = number
  }))
  description = "The alarms by name: each is for a quarter of an hour beyond its threshold."
}
