# What monitoring is told.
variable "name" {
  type        = string
  description = "What everything in this module is named by."
}

variable "resource_group" {
  type        = string
  description = "The group that everything is in."
}

variable "resource_group_id" {
  type        = string
  description = "The same by its ID, which the budget is for."
}

variable "location" {
  type        = string
  description = "The region, such as germanywestcentral."
}

variable "alarm_email" {
  type        = string
  description = "Who is told."
}

variable "budget" {
  type        = number
  description = "What a month may cost before somebody is told, in the currency of the subscription."
}

variable "budget_start" {
  type        = string
  description = "The first of the month that the budget begins with."
}

variable "alarms" {
  type = map(object({
    about     = string
    scope     = string
    namespace = string
    metric    = string
    threshold = number
  }))
  description = "The alarms by name: each is for a quarter of an hour beyond its threshold."
}

variable "tags" {
  type        = map(string)
  description = "What everything is tagged with."
}
